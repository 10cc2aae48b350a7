import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { defineRule } from '../rule.ts';

/** How likely an order was to come too late, at the instants at which that was asked. */
export interface PredictionInput {
  /** By time, ascending. */
  readonly samples: readonly { readonly time: number; readonly probability: number | undefined }[];
  readonly until: number | undefined;
  /** When it came to its end. */
  readonly endedTime: number | undefined;
  readonly now: number;
}

export interface PredictionDetail {
  readonly until: number;
  readonly probability: number;
}

const params = z.strictObject({
  raiseAbove: z.number().min(0).max(1).default(0.9),
  clearBelow: z.number().min(0).max(1).default(0.5),
});
const until = 1000;

export const latePredicted = defineRule<PredictionInput, PredictionDetail, typeof params>({
  id: 'late-predicted',
  title: 'Will probably come after its promise',
  audience: 'dispatch',
  severity: 'medium',
  params,
  evaluate({ samples, until: promise, endedTime, now }, { raiseAbove, clearBelow }) {
    if (promise === undefined) return [];
    const last = Math.min(promise, endedTime ?? Infinity);
    const found: { start: number; end: number | undefined; probability: number }[] = [];
    for (const { time, probability = 0 } of samples) {
      if (time >= last) break;
      const open = found.at(-1);
      if (open !== undefined && open.end === undefined) {
        open.probability = Math.max(open.probability, probability);
        if (probability < clearBelow) open.end = time;
      } else if (probability > raiseAbove) found.push({ start: time, end: undefined, probability });
    }
    return found.map(({ start, end, probability }) => ({
      start,
      // A clock that runs ahead tells of an end before it is that late here.
      end: end ?? (endedTime !== undefined || now >= last ? last : undefined),
      detail: { until: promise, probability },
    }));
  },
  message: ({ detail: { until: promise, probability } }, name) =>
    `Order ${name} will come after its promise of ${toIso(promise)} with a probability of ${shareText(probability)}.`,
  scenarios: [
    {
      name: 'likely to be late',
      given: {
        samples: [
          { time: 1, probability: 0.2 },
          { time: 5, probability: 0.95 },
        ],
        until,
        endedTime: undefined,
        now: 900,
      },
      expect: [[5, undefined]],
    },
    {
      name: 'no more than the threshold is not likely',
      given: { samples: [{ time: 1, probability: 0.9 }], until, endedTime: undefined, now: 900 },
      expect: [],
    },
    {
      name: 'a little better is not good yet',
      given: {
        samples: [
          { time: 1, probability: 0.95 },
          { time: 2, probability: 0.6 },
          { time: 3, probability: 0.95 },
        ],
        until,
        endedTime: undefined,
        now: 900,
      },
      expect: [[1, undefined]],
    },
    {
      name: 'good again',
      given: {
        samples: [
          { time: 1, probability: 0.95 },
          { time: 2, probability: 0.4 },
        ],
        until,
        endedTime: undefined,
        now: 900,
      },
      expect: [[1, 2]],
    },
    {
      name: 'delivered in time after all',
      given: {
        samples: [{ time: 1, probability: 0.95 }],
        until,
        endedTime: 500,
        now: 700,
      },
      expect: [[1, 500]],
    },
    {
      name: 'delivered by a clock that runs ahead',
      given: { samples: [{ time: 1, probability: 0.95 }], until, endedTime: 500, now: 499 },
      expect: [[1, 500]],
    },
    {
      name: 'over when it is late indeed',
      given: {
        samples: [{ time: 1, probability: 0.95 }],
        until,
        endedTime: undefined,
        now: 1200,
      },
      expect: [[1, until]],
    },
    {
      name: 'unknown is not likely',
      given: { samples: [{ time: 1, probability: undefined }], until, endedTime: undefined, now: 900 },
      expect: [],
    },
  ],
});

/** Whole percents; what is only likely is never said to be certain. */
function shareText(probability: number): string {
  const percent = Math.round(probability * 100);
  return percent > 99 ? 'more than 99 %' : `${percent} %`;
}
