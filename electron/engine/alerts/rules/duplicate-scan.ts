import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  isLeaving,
  seenAt,
  stayRank,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const params = z.strictObject({
  /** The same step from the same device within this time is one act: a trigger pulled twice. */
  sameActMinutes: z.number().min(0).default(10),
});

/** Work that is done again and again while goods lie at a site. */
const repeatable: ReadonlySet<string> = new Set([
  'inspecting',
  'cycle_counting',
  'stock_taking',
  'sensor_reporting',
  'holding',
  'sampling',
  'other',
]);
/** A second attempt or a second round is another one, not the same again. */
const sameRoundMs = 60 * minuteMs;
/** What makes an earlier step undone. */
const undoes: Readonly<Record<string, string>> = { unloading: 'loading', unpacking: 'packing' };

function stepOf({ scan }: SeenScan): string | undefined {
  if (scan.outcome !== undefined) return `outcome ${scan.outcome}`;
  if (scan.bizStep === undefined || repeatable.has(scan.bizStep)) return undefined;
  const on = scan.parent ?? scan.vehicleId ?? '';
  const bin = scan.bizStep === 'storing' || scan.bizStep === 'stocking' ? (scan.readPoint ?? '') : '';
  return `${scan.bizStep} ${scan.siteId ?? ''} ${on} ${bin}`;
}

/** Whether the thing has begun another stay since: what was done then may be done again. */
function beginsAnew({ scan, own }: SeenScan, before: SeenScan | undefined): boolean {
  if (!own || before === undefined) return !own;
  if (scan.siteId !== before.scan.siteId) return true;
  if (before.scan.outcome !== undefined && scan.outcome === undefined) return true;
  return isLeaving(before.scan) && scan.outcome === undefined && stayRank(scan.bizStep) < stayRank('loading');
}

function isAgain(seen: SeenScan, earlier: SeenScan, sameActMs: number): boolean {
  const apart = seen.time - earlier.time;
  const isRound = seen.scan.outcome === 'attempt-failed' || seen.scan.bizStep === 'transporting';
  if (isRound && apart > sameRoundMs) return false;
  return seen.scan.deviceId !== earlier.scan.deviceId || apart > sameActMs;
}

export const duplicateScan = defineRule<JourneyCase, MismatchDetail, typeof params>({
  id: 'duplicate-scan',
  title: 'The same step scanned again',
  audience: 'dispatch',
  severity: 'low',
  params,
  evaluate({ seen }, { sameActMinutes }) {
    const found: Span<MismatchDetail>[] = [];
    let done = new Map<string, SeenScan>();
    let before: SeenScan | undefined;
    for (const each of seen) {
      if (!each.moves) continue;
      if (beginsAnew(each, before)) done = new Map();
      if (each.own) before = each;
      const step = each.own && each.scan.portal !== true ? stepOf(each) : undefined;
      if (step === undefined) continue;
      const undone = undoes[each.scan.bizStep ?? ''];
      for (const key of done.keys())
        if (undone !== undefined && key.startsWith(`${undone} `)) done.delete(key);
      const earlier = done.get(step);
      done.set(step, each);
      if (earlier === undefined || !isAgain(each, earlier, sameActMinutes * minuteMs)) continue;
      found.push({ start: each.time, end: each.time, detail: detailOf(each, earlier) });
    }
    return found;
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'the same step by another device',
      given: caseOf([seenAt(1, 'picking', 'A'), seenAt(2, 'picking', 'A', { deviceId: 'scanner-2' })]),
      expect: [[2 * minuteMs, 2 * minuteMs]],
    },
    {
      name: 'the same device pulls its trigger twice',
      given: caseOf([seenAt(1, 'picking', 'A'), seenAt(2, 'picking', 'A')]),
      expect: [],
    },
    {
      name: 'the same device much later',
      given: caseOf([seenAt(1, 'receiving', 'A'), seenAt(13, 'receiving', 'A')]),
      expect: [[13 * minuteMs, 13 * minuteMs]],
    },
    {
      name: 'loaded again after it was taken off',
      given: caseOf([seenAt(1, 'loading', 'A'), seenAt(20, 'unloading', 'A'), seenAt(40, 'loading', 'A')]),
      expect: [],
    },
    {
      name: 'out again the next day',
      given: caseOf([
        seenAt(1, 'transporting', 'A'),
        seenAt(300, 'other', 'A', { outcome: 'attempt-failed' }),
        seenAt(1500, 'transporting', 'A'),
      ]),
      expect: [],
    },
    {
      name: 'counted twice',
      given: caseOf([seenAt(1, 'cycle_counting', 'A'), seenAt(90, 'cycle_counting', 'A')]),
      expect: [],
    },
    {
      name: 'read by a portal for as long as it stands there',
      given: caseOf([
        seenAt(1, 'departing', 'A', { portal: true }),
        seenAt(30, 'departing', 'A', { portal: true }),
      ]),
      expect: [],
    },
  ],
});

function detailOf(again: SeenScan, earlier: SeenScan): MismatchDetail {
  const minutes = Math.max(1, Math.round((again.time - earlier.time) / minuteMs));
  const step = (again.scan.outcome ?? again.scan.bizStep ?? 'step').replaceAll('_', ' ');
  const isOther = again.scan.deviceId !== earlier.scan.deviceId;
  return {
    text: `had the step ${step} again after ${minutes} min${isOther ? ', from another device' : ''}.`,
    sides: [
      { title: 'First', claims: [scanClaim(earlier)] },
      { title: 'Again', claims: [scanClaim(again)] },
    ],
    cause: isOther
      ? 'Two people did the same step, or the label was scanned at the next place by mistake.'
      : 'It was scanned again because the first scan was not noticed.',
    fixes: [
      undoScan(again, 'The same step was recorded before.'),
      undoScan(earlier, 'The later scan is the right one.'),
    ],
  };
}
