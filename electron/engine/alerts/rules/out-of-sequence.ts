import { z } from 'zod';

import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  clockToleranceMs,
  inboundRank,
  isLeaving,
  leastAfterMs,
  outboundRank,
  seenAt,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

/** Goods are put back, taken off again and counted at any time: these have no fixed place. */
const anyTime: ReadonlySet<string> = new Set(['storing', 'stocking', 'unloading', 'arriving']);

/** What left may come back unseen; a step this long after leaving belongs to another stay. */
const sameShiftMs = 6 * hourMs;

export const outOfSequence = defineRule<JourneyCase, MismatchDetail, z.ZodObject>({
  id: 'out-of-sequence',
  title: 'A step before the one it follows',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate(given) {
    const own = given.seen.filter((each) => each.own && each.moves && each.scan.outcome === undefined);
    const found: Span<MismatchDetail>[] = [];
    const told = new Set<SeenScan>();
    for (const [index, late] of own.entries()) {
      const before = own.slice(0, index);
      if (before.some((each) => isSameStep(each, late))) continue;
      const early = before.find((each) => !told.has(each) && follows(each, late, given, before));
      if (early === undefined) continue;
      told.add(early);
      found.push({ start: early.time, end: late.time, detail: detailOf(early, late) });
    }
    return found;
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'packed before it was picked',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(9, 'picking', 'A')]),
      expect: [[minuteMs, 9 * minuteMs]],
    },
    {
      name: 'received at the hub before it left the warehouse',
      given: caseOf([seenAt(1, 'receiving', 'B'), seenAt(90, 'departing', 'A')], {
        plan: [planned('A', 'departing'), planned('B', 'receiving')],
      }),
      expect: [[minuteMs, 90 * minuteMs]],
    },
    {
      name: 'one after the other',
      given: caseOf([seenAt(1, 'picking', 'A'), seenAt(9, 'packing', 'A'), seenAt(20, 'loading', 'A')]),
      expect: [],
    },
    {
      name: 'put back into storage after staging',
      given: caseOf([seenAt(1, 'staging_outbound', 'A'), seenAt(9, 'storing', 'A')]),
      expect: [],
    },
    {
      name: 'two clocks that are a little apart',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(1.5, 'picking', 'A', { deviceId: 'scanner-2' })]),
      expect: [],
    },
    {
      name: 'nobody knows whether the clock of one of them was right',
      given: caseOf([
        seenAt(1, 'packing', 'A'),
        { ...seenAt(9, 'picking', 'A', { deviceId: 'scanner-2' }), orElse: [-11 * minuteMs] },
      ]),
      expect: [],
    },
    {
      name: 'back at the site it had left',
      given: caseOf([
        seenAt(1, 'packing', 'A'),
        seenAt(9, 'departing', 'A'),
        seenAt(60, 'arriving', 'B'),
        seenAt(200, 'arriving', 'A'),
        seenAt(220, 'picking', 'A'),
      ]),
      expect: [],
    },
  ],
});

function planned(siteId: string, bizStep: string) {
  return { siteId, bizStep, plannedTime: undefined, vehicleId: undefined };
}

function isSameStep({ scan: a }: SeenScan, { scan: b }: SeenScan): boolean {
  return a.bizStep === b.bizStep && a.siteId === b.siteId;
}

/** True when `early` is a step that only comes after `late`, by the plan or by the work of one stay at a site. */
function follows(
  early: SeenScan,
  late: SeenScan,
  { plan }: JourneyCase,
  before: readonly SeenScan[],
): boolean {
  const tolerance = early.scan.deviceId === late.scan.deviceId ? 0 : clockToleranceMs;
  if (leastAfterMs(early, late) <= tolerance) return false;
  const [first, second] = [late, early].map(({ scan }) =>
    plan.findIndex((step) => step.siteId === scan.siteId && step.bizStep === scan.bizStep),
  );
  if (first !== -1 && second !== -1) return first! < second!;
  if (early.scan.siteId !== late.scan.siteId || anyTime.has(late.scan.bizStep ?? '')) return false;
  const between = before.slice(before.indexOf(early) + 1);
  if (between.some((each) => each.scan.siteId !== late.scan.siteId)) return false;
  if (isLeaving(early.scan) && late.time - early.time > sameShiftMs) return false;
  return (
    isBefore(outboundRank(late.scan.bizStep), outboundRank(early.scan.bizStep)) ||
    isBefore(inboundRank(late.scan.bizStep), inboundRank(early.scan.bizStep))
  );
}

function isBefore(rank: number, other: number): boolean {
  return rank !== -1 && other !== -1 && rank < other;
}

function name({ scan }: SeenScan): string {
  return `${(scan.bizStep ?? '').replaceAll('_', ' ')}${scan.siteId === undefined ? '' : ` at ${scan.siteId}`}`;
}

function detailOf(early: SeenScan, late: SeenScan): MismatchDetail {
  return {
    text: `had the step ${name(early)} before ${name(late)}, which comes first.`,
    sides: [
      { title: 'Came too early', claims: [scanClaim(early)] },
      { title: 'Should come first', claims: [scanClaim(late)] },
    ],
    cause:
      early.scan.deviceId === late.scan.deviceId
        ? 'The wrong step was chosen on the scanner, or the first step was made up for later.'
        : 'Another parcel was scanned, the first step was made up for later, or the clock of a device is wrong.',
    fixes: [
      undoScan(early, 'This step had not happened yet.'),
      undoScan(late, 'This step was recorded afterwards and did not happen then.'),
    ],
  };
}
