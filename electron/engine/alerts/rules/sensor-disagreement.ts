import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { valueText } from '../limits.ts';
import { defineRule, type Span } from '../rule.ts';

/** What one sensor measured in a quarter of an hour, beside the others on the same subject. */
export interface Comparison {
  readonly time: number;
  readonly own: number;
  readonly others: readonly number[];
}

export interface DisagreementInput {
  /** By time. */
  readonly comparisons: readonly Comparison[];
  /** How far the sensor may be off, and how far the others. */
  readonly uncertainties: readonly [own: number, others: number];
  readonly quantity: string;
}

export interface DisagreementDetail {
  readonly farthest: number;
  readonly quantity: string;
}

/** Readings are compared by their mean over this time. */
export const comparedMs = 15 * minuteMs;

const params = z.strictObject({
  /** Air does not mix at once: so many quarters of an hour on end. */
  quarters: z.number().int().min(1).default(3),
});
const given = (...apart: readonly (number | undefined)[]): DisagreementInput => ({
  comparisons: apart.flatMap((each, index) =>
    each === undefined ? [] : [{ time: index * comparedMs, own: 5 + each, others: [5, 5.1] }],
  ),
  uncertainties: [0.5, 0.5],
  quantity: 'Temperature',
});

export const sensorDisagreement = defineRule<DisagreementInput, DisagreementDetail, typeof params>({
  id: 'sensor-disagreement',
  title: 'Two sensors that cannot both be right',
  audience: 'technician',
  severity: 'medium',
  params,
  evaluate({ comparisons, uncertainties: [own, others], quantity }, { quarters }) {
    const found: Span<DisagreementDetail>[] = [];
    let run: { readonly time: number; readonly apart: number }[] = [];
    const close = (end: number | undefined): void => {
      if (run.length >= quarters)
        found.push({ start: run[0]!.time, end, detail: { farthest: farthestOf(run), quantity } });
      run = [];
    };
    for (const { time, own: value, others: values } of comparisons) {
      const before = run.at(-1);
      if (before !== undefined && time - before.time > comparedMs) close(before.time + comparedMs);
      const apart = value - middleOf(values);
      if (Math.abs(apart) > own + others && isOddOne(value, values)) run.push({ time, apart });
      else close(time);
    }
    close(undefined);
    return found;
  },
  message: ({ end, detail: { farthest, quantity } }, name) => {
    const how = `${valueText(quantity, Number(Math.abs(farthest).toFixed(1)))} ${farthest > 0 ? 'above' : 'below'} the others beside it`;
    return end === undefined ? `${name} measures up to ${how}.` : `${name} measured up to ${how}.`;
  },
  scenarios: [
    { name: 'two degrees apart for long', given: given(0, 2, 2, 2), expect: [[comparedMs, undefined]] },
    { name: 'the door was open for a moment', given: given(0, 2, 2, 0), expect: [] },
    { name: 'within what both may be off', given: given(1, 1, 1, 1), expect: [] },
    { name: 'too cold is apart as well', given: given(-2, -2, -2, 0), expect: [[0, 3 * comparedMs]] },
    {
      name: 'of three the one that is wrong pulls the middle of the others away from one that is right',
      given: {
        ...given(),
        comparisons: [0, 1, 2, 3].map((quarter) => ({
          time: quarter * comparedMs,
          own: 5,
          others: [5.6, 7],
        })),
      },
      expect: [],
    },
    { name: 'nothing to compare with meanwhile', given: given(2, 2, undefined, 2), expect: [] },
  ],
});

function farthestOf(run: readonly { readonly apart: number }[]): number {
  return run.reduce((worst, { apart }) => (Math.abs(apart) > Math.abs(worst) ? apart : worst), 0);
}

/** Of three it is the one that is farther from both others than they are from each other. */
function isOddOne(value: number, others: readonly number[]): boolean {
  const [one, other] = others;
  if (others.length !== 2 || one === undefined || other === undefined) return true;
  return Math.abs(one - other) < Math.min(Math.abs(value - one), Math.abs(value - other));
}

/** The median: one sensor that is wrong does not make the others look wrong. */
function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
