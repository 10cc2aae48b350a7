import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';

/** What is known of an order's promise. */
export interface PromiseInput {
  readonly until: number | undefined;
  /** When all of it was delivered; or otherwise came to its end. */
  readonly deliveredTime: number | undefined;
  readonly endedTime: number | undefined;
  /** Event time of the newest fact about it. */
  readonly newestTime: number | undefined;
  readonly now: number;
  /** News older than this says nothing any more. */
  readonly freshMs: number;
}

export interface LateDetail {
  readonly until: number;
  readonly deliveredTime: number | undefined;
}

const hour = 3_600_000;
const known = {
  until: 10 * hour,
  deliveredTime: undefined,
  endedTime: undefined,
  newestTime: 9 * hour,
  now: 11 * hour,
  freshMs: 24 * hour,
};

export const late = defineRule<PromiseInput, LateDetail, z.ZodObject>({
  id: 'late',
  title: 'Not delivered when promised',
  audience: 'customer-care',
  severity: 'high',
  params: z.strictObject({}),
  evaluate({ until, deliveredTime, endedTime, newestTime, now, freshMs }) {
    if (until === undefined || now <= until) return [];
    if (deliveredTime !== undefined)
      return deliveredTime > until
        ? [{ start: until, end: deliveredTime, detail: { until, deliveredTime } }]
        : [];
    // Without news from about the time of the promise it may have been delivered: silent is not late.
    if (newestTime === undefined || newestTime < until - freshMs) return [];
    const detail = { until, deliveredTime };
    if (endedTime !== undefined) return endedTime > until ? [{ start: until, end: endedTime, detail }] : [];
    const trusted = newestTime + freshMs;
    return [{ start: until, end: now > trusted ? trusted : undefined, detail }];
  },
  message: ({ detail: { until, deliveredTime }, end }, name) => {
    if (deliveredTime !== undefined)
      return `Order ${name} was delivered ${durationText(deliveredTime - until)} after its promise.`;
    const passed = `The promise of order ${name} passed at ${toIso(until)} and it is not delivered.`;
    return end === undefined ? passed : `${passed} There is no further news since ${toIso(end)}.`;
  },
  scenarios: [
    { name: 'the promise has passed with fresh news', given: known, expect: [[10 * hour, undefined]] },
    {
      name: 'delivered late',
      given: { ...known, deliveredTime: 12 * hour, now: 13 * hour },
      expect: [[10 * hour, 12 * hour]],
    },
    { name: 'delivered in time', given: { ...known, deliveredTime: 9.5 * hour }, expect: [] },
    { name: 'delivered at the last moment', given: { ...known, deliveredTime: 10 * hour }, expect: [] },
    { name: 'no news at all is not late', given: { ...known, newestTime: undefined }, expect: [] },
    {
      name: 'no news for longer than is usual is not late',
      given: { ...known, until: 40 * hour, now: 41 * hour },
      expect: [],
    },
    {
      name: 'news that stopped after the promise',
      given: { ...known, now: 40 * hour },
      expect: [[10 * hour, 33 * hour]],
    },
    { name: 'without a promise nothing is late', given: { ...known, until: undefined }, expect: [] },
    {
      name: 'returned after its promise',
      given: { ...known, endedTime: 20 * hour, now: 21 * hour },
      expect: [[10 * hour, 20 * hour]],
    },
  ],
});
