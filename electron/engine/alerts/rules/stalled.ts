import { z } from 'zod';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';

/** A time in which nothing was heard of an order. */
export interface Silence {
  /** When something was last heard before. */
  readonly newestTime: number;
  /** From when on that is unusual; undefined where it was not, or is not yet. */
  readonly dueTime: number | undefined;
  /** Until when news may still come from devices that report late: it is told after that. Undefined while nobody works. */
  readonly tellTime: number | undefined;
  /** When something was heard again, or it came to its end; undefined while neither is so. */
  readonly until: number | undefined;
}

export interface StallInput {
  readonly silences: readonly Silence[];
  readonly now: number;
}

export interface StallDetail {
  readonly gapMs: number;
  readonly tellTime: number | undefined;
}

const given = { newestTime: 100, dueTime: 150, tellTime: 170, until: undefined };

export const stalled = defineRule<StallInput, StallDetail, z.ZodObject>({
  id: 'stalled',
  title: 'Nothing heard for longer than usual',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ silences, now }) {
    return silences.flatMap(({ newestTime, dueTime, tellTime, until }) => {
      if (dueTime === undefined) return [];
      const isTold = tellTime !== undefined && now > tellTime && (until === undefined || until > dueTime);
      return isTold
        ? [{ start: dueTime, end: until, detail: { gapMs: dueTime - newestTime, tellTime } }]
        : [];
    });
  },
  message: ({ detail: { gapMs } }, name) =>
    `Nothing was heard of order ${name} for longer than ${durationText(gapMs)}, which is unusual at this point.`,
  scenarios: [
    { name: 'nothing for too long', given: { silences: [given], now: 200 }, expect: [[150, undefined]] },
    { name: 'not yet', given: { silences: [{ ...given, dueTime: undefined }], now: 120 }, expect: [] },
    { name: 'some devices report late', given: { silences: [given], now: 170 }, expect: [] },
    {
      name: 'heard again, and silent again',
      given: {
        silences: [
          { ...given, until: 160 },
          { newestTime: 160, dueTime: 210, tellTime: 230, until: undefined },
        ],
        now: 240,
      },
      expect: [
        [150, 160],
        [210, undefined],
      ],
    },
    {
      name: 'heard again the moment it was due',
      given: { silences: [{ ...given, until: 150 }], now: 200 },
      expect: [],
    },
    { name: 'never heard of', given: { silences: [], now: 200 }, expect: [] },
  ],
});
