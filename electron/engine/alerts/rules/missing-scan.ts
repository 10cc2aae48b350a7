import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { planClaim, scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  seenAt,
  stayRank,
  type JourneyCase,
  type MismatchDetail,
  type PlannedStep,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const plan = ['packing A', 'departing A', 'receiving B', 'transporting B'].map((text): PlannedStep => {
  const [bizStep = '', siteId = ''] = text.split(' ');
  return { siteId, bizStep, plannedTime: undefined, vehicleId: undefined };
});

export const missingScan = defineRule<JourneyCase, MismatchDetail, z.ZodObject>({
  id: 'missing-scan',
  title: 'A planned step that was passed over',
  audience: 'dispatch',
  severity: 'low',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate(given) {
    const seen = given.seen.filter((each) => each.moves);
    const byPasser = new Map<SeenScan, PlannedStep[]>();
    for (const [index, step] of given.plan.entries()) {
      if (seen.some(({ scan }) => scan.bizStep === step.bizStep && scan.siteId === step.siteId)) continue;
      const passer = seen.find((each) => passes(each, step, index, given));
      if (passer === undefined || wentAstray(seen, passer, given)) continue;
      byPasser.set(passer, [...(byPasser.get(passer) ?? []), step]);
    }
    return [...byPasser].map(([passer, steps]): Span<MismatchDetail> => ({
      start: passer.time,
      end: undefined,
      detail: detailOf(passer, steps, given),
    }));
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'seen at the next site without having left the last',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(90, 'receiving', 'B')], { plan }),
      expect: [[90 * minuteMs, undefined]],
    },
    {
      name: 'a later step of the same stay',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(9, 'departing', 'A'), seenAt(300, 'loading', 'B')], {
        plan,
      }),
      expect: [[300 * minuteMs, undefined]],
    },
    {
      name: 'delivered from nowhere',
      given: caseOf(
        [
          seenAt(1, 'packing', 'A'),
          seenAt(9, 'departing', 'A'),
          seenAt(90, undefined, 'B', { outcome: 'delivered' }),
        ],
        { plan },
      ),
      expect: [[90 * minuteMs, undefined]],
    },
    {
      name: 'not there yet',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(9, 'departing', 'A')], { plan }),
      expect: [],
    },
    {
      name: 'seen by the code of its vehicle',
      given: caseOf(
        [
          seenAt(1, 'packing', 'A'),
          seenAt(9, 'departing', 'A', { own: false }),
          seenAt(90, 'receiving', 'B'),
        ],
        {
          plan,
        },
      ),
      expect: [],
    },
    {
      name: 'gone astray, so that the way it was planned is not its way any more',
      given: caseOf(
        [
          seenAt(1, 'packing', 'A'),
          seenAt(9, 'departing', 'A'),
          seenAt(60, 'receiving', 'C'),
          seenAt(90, undefined, 'C', { outcome: 'delivered' }),
        ],
        { plan },
      ),
      expect: [],
    },
    { name: 'nothing planned', given: caseOf([seenAt(90, 'receiving', 'B')]), expect: [] },
  ],
});

/** A scan that can only be made once the planned step was done. */
function passes({ scan }: SeenScan, step: PlannedStep, index: number, { plan: steps }: JourneyCase): boolean {
  if (scan.outcome !== undefined)
    return scan.outcome === 'delivered' || scan.outcome === 'available-for-pickup';
  const later = steps.findLastIndex(({ siteId }) => siteId === scan.siteId);
  const here = steps.findLastIndex((each) => each.siteId === scan.siteId && each.bizStep === scan.bizStep);
  if (here !== -1) return here > index;
  if (scan.siteId !== step.siteId)
    return later > index && steps.slice(0, index + 1).every(({ siteId }) => siteId !== scan.siteId);
  const rank = stayRank(step.bizStep);
  return rank !== -1 && stayRank(scan.bizStep) > rank;
}

/** It was seen at a site that is not planned before: another flag says so. */
function wentAstray(seen: readonly SeenScan[], passer: SeenScan, { plan: steps }: JourneyCase): boolean {
  const sites = new Set(steps.map(({ siteId }) => siteId));
  return seen.some(
    ({ scan, time, own }) =>
      own &&
      time <= passer.time &&
      scan.outcome === undefined &&
      scan.siteId !== undefined &&
      !sites.has(scan.siteId),
  );
}

function detailOf(passer: SeenScan, steps: readonly PlannedStep[], given: JourneyCase): MismatchDetail {
  const names = steps.map(({ bizStep, siteId }) => `${bizStep.replaceAll('_', ' ')} at ${siteId}`).join(', ');
  return {
    key: steps[0] === undefined ? '' : `${steps[0].bizStep} ${steps[0].siteId}`,
    text: `was not scanned for ${names}, and is further along.`,
    sides: [
      { title: 'Planned', claims: [planClaim(given, steps, passer)] },
      { title: 'Seen further along', claims: [scanClaim(passer)] },
    ],
    cause: 'The step was done and not scanned, or the scanner has not sent it yet.',
    fixes: [undoScan(passer, 'It is not as far as this scan says.')],
  };
}
