import { z } from 'zod';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';

/** What was last heard of an order, and after how long of nothing more that is unusual. */
export interface StallInput {
  readonly newestTime: number | undefined;
  readonly gapMs: number;
  /** It came to its end. */
  readonly ended: boolean;
  readonly now: number;
}

export interface StallDetail {
  readonly newestTime: number;
  readonly gapMs: number;
}

const given: StallInput = { newestTime: 100, gapMs: 50, ended: false, now: 200 };

export const stalled = defineRule<StallInput, StallDetail, z.ZodObject>({
  id: 'stalled',
  title: 'Nothing heard for longer than usual',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ newestTime, gapMs, ended, now }) {
    if (newestTime === undefined || ended || now <= newestTime + gapMs) return [];
    return [{ start: newestTime + gapMs, end: undefined, detail: { newestTime, gapMs } }];
  },
  message: ({ detail: { gapMs } }, name) =>
    `Nothing was heard of order ${name} for longer than ${durationText(gapMs)}, which is unusual at this point.`,
  scenarios: [
    { name: 'nothing for too long', given, expect: [[150, undefined]] },
    { name: 'not yet', given: { ...given, now: 150 }, expect: [] },
    { name: 'delivered', given: { ...given, ended: true }, expect: [] },
    { name: 'never heard of', given: { ...given, newestTime: undefined }, expect: [] },
  ],
});
