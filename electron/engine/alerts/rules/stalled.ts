import { z } from 'zod';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';

/** A time in which nothing was heard of an order. */
export interface Silence {
  /** When something was last heard before. */
  readonly newestTime: number;
  /** From when on that is unusual; undefined where it was not, or is not yet. */
  readonly dueTime: number | undefined;
  /** That it was due then is known: somebody has worked since, and what comes late would have come. */
  readonly isKnown: boolean;
  /** When something was heard again, or it came to its end; undefined while neither is so. */
  readonly until: number | undefined;
}

export interface StallInput {
  readonly silences: readonly Silence[];
}

export interface StallDetail {
  readonly gapMs: number;
}

const given = { newestTime: 100, dueTime: 150, isKnown: true, until: undefined };

export const stalled = defineRule<StallInput, StallDetail, z.ZodObject>({
  id: 'stalled',
  title: 'Nothing heard for longer than usual',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ silences }) {
    return silences.flatMap(({ newestTime, dueTime, isKnown, until }) => {
      if (dueTime === undefined) return [];
      const isTold = isKnown && (until === undefined || until > dueTime);
      return isTold ? [{ start: dueTime, end: until, detail: { gapMs: dueTime - newestTime } }] : [];
    });
  },
  message: ({ detail: { gapMs } }, name) =>
    `Nothing was heard of order ${name} for longer than ${durationText(gapMs)}, which is unusual at this point.`,
  scenarios: [
    { name: 'nothing for too long', given: { silences: [given] }, expect: [[150, undefined]] },
    { name: 'not yet', given: { silences: [{ ...given, dueTime: undefined }] }, expect: [] },
    {
      name: 'heard again, and silent again',
      given: {
        silences: [
          { ...given, until: 160 },
          { newestTime: 160, dueTime: 210, isKnown: true, until: undefined },
        ],
      },
      expect: [
        [150, 160],
        [210, undefined],
      ],
    },
    {
      name: 'heard again the moment it was due',
      given: { silences: [{ ...given, until: 150 }] },
      expect: [],
    },
    { name: 'never heard of', given: { silences: [] }, expect: [] },
  ],
});
