import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { durationText } from '../limits.ts';
import { defineRule, type Span } from '../rule.ts';

/** How far the time a device said was ahead of the arrival of its message; negative: behind. */
export interface ClockSample {
  readonly receivedAt: number;
  readonly aheadMs: number;
}

export interface ClockInput {
  /** By arrival, those of the same half minute as one. */
  readonly samples: readonly ClockSample[];
}

export interface ClockDetail {
  readonly offsetMs: number;
}

/** Messages that arrive within this time are one sample: the least delayed of them tells. */
export const sampleMs = 30_000;
/** So many samples agree on what a clock says. */
export const samplesJudged = 8;
/** Networks delay by this much more or less without saying anything about a clock. */
const agreeMs = 90_000;

const params = z.strictObject({
  raiseBeyondS: z.number().positive().default(120),
  clearWithinS: z.number().positive().default(60),
});
const minutes = (...ahead: readonly number[]): ClockInput => ({
  samples: ahead.map((each, index) => ({ receivedAt: index * minuteMs, aheadMs: each * minuteMs })),
});
const many = (count: number, ahead: number): number[] => Array.from({ length: count }, () => ahead);

/**
 * By how much a clock is off, by the newest samples; undefined while they do not agree: a message can be held up, and
 * then each by another time, but a clock that is off is off by the same time all along.
 */
export function clockOffset(samples: readonly ClockSample[]): number | undefined {
  if (samples.length < samplesJudged) return undefined;
  const sorted = samples
    .slice(-samplesJudged)
    .map(({ aheadMs }) => aheadMs)
    .sort((a, b) => a - b);
  const [low, high] = [sorted[1]!, sorted.at(-2)!];
  return high - low > agreeMs ? undefined : Math.round((low + high) / 2);
}

export const clockSkew = defineRule<ClockInput, ClockDetail, typeof params>({
  id: 'clock-skew',
  title: 'A clock that is wrong',
  audience: 'technician',
  severity: 'low',
  params,
  evaluate({ samples }, { raiseBeyondS, clearWithinS }) {
    const found: Span<ClockDetail>[] = [];
    for (let count = samplesJudged; count <= samples.length; count += 1) {
      const judged = samples.slice(count - samplesJudged, count);
      const offsetMs = clockOffset(judged);
      const last = found.at(-1);
      const open = last !== undefined && last.end === undefined ? last : undefined;
      if (offsetMs === undefined) continue;
      const since = agreesSince(judged, offsetMs);
      if (open === undefined && Math.abs(offsetMs) > raiseBeyondS * 1000)
        found.push({ start: since, end: undefined, detail: { offsetMs } });
      else if (open !== undefined && Math.abs(offsetMs) < clearWithinS * 1000)
        found[found.length - 1] = { ...open, end: Math.max(open.start, since) };
      else if (open !== undefined) found[found.length - 1] = { ...open, detail: { offsetMs } };
    }
    return found;
  },
  message: ({ end, detail: { offsetMs } }, name) => {
    const off = `${durationText(Math.abs(offsetMs))} ${offsetMs > 0 ? 'fast' : 'slow'}`;
    return end === undefined
      ? `The clock of ${name} is ${off}; its facts are compared as if it were right.`
      : `The clock of ${name} was ${off}, and is right again.`;
  },
  scenarios: [
    { name: 'ten minutes fast', given: minutes(...many(8, 10)), expect: [[0, undefined]] },
    { name: 'ten minutes slow', given: minutes(...many(8, -10)), expect: [[0, undefined]] },
    { name: 'too little is known', given: minutes(...many(7, 10)), expect: [] },
    { name: 'a minute is nothing', given: minutes(...many(8, 1)), expect: [] },
    {
      name: 'held up, each by another time',
      given: minutes(-9, -8, -7, -6, -5, -4, -3, -2, -1, 0),
      expect: [],
    },
    { name: 'one that was held up', given: minutes(0, 0, -50, 0, 0, 0, 0, 0), expect: [] },
    {
      name: 'put right again',
      given: minutes(...many(8, 10), ...many(8, 0)),
      expect: [[0, 8 * minuteMs]],
    },
    {
      name: 'from when on it was wrong',
      given: minutes(...many(8, 0), ...many(8, 10)),
      expect: [[8 * minuteMs, undefined]],
    },
  ],
});

/** When the first of these samples arrived that says the same. */
export function agreesSince(samples: readonly ClockSample[], offsetMs: number): number {
  const first = samples.find(({ aheadMs }) => Math.abs(aheadMs - offsetMs) <= agreeMs);
  return (first ?? samples[0]!).receivedAt;
}
