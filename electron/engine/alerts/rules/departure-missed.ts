import { z } from 'zod';

import { minuteMs, toIso } from '#shared/domain/time.ts';

import { durationText } from '../limits.ts';
import { defineRule, type Span } from '../rule.ts';

/** A planned departure, and what each parcel of the order that was there did. */
export interface DepartureInput {
  readonly departures: readonly {
    readonly siteId: string;
    readonly plannedTime: number;
    /**
     * For each parcel: when it left; `waiting` while it is known to be there still, `unknown` where it is known to
     * have left and nobody knows when, or where nobody knows anything.
     */
    readonly parcels: readonly (number | 'waiting' | 'unknown')[];
  }[];
  readonly now: number;
}

export interface DepartureDetail {
  readonly siteId: string;
  readonly plannedTime: number;
}

const params = z.strictObject({ graceMinutes: z.number().min(0).default(30) });
const leaving = (...parcels: readonly (number | 'waiting' | 'unknown')[]): DepartureInput => ({
  departures: [{ siteId: 'W', plannedTime: 0, parcels }],
  now: 60 * minuteMs,
});

export const departureMissed = defineRule<DepartureInput, DepartureDetail, typeof params>({
  id: 'departure-missed',
  title: 'Not departed as planned',
  audience: 'dispatch',
  severity: 'medium',
  params,
  evaluate({ departures, now }, { graceMinutes }) {
    return departures.flatMap(({ siteId, plannedTime, parcels }): Span<DepartureDetail>[] => {
      const limit = plannedTime + graceMinutes * minuteMs;
      const times = parcels.filter((each) => typeof each === 'number');
      const detail = { siteId, plannedTime };
      if (parcels.includes('waiting'))
        return now > limit ? [{ start: plannedTime, end: undefined, detail }] : [];
      const last = Math.max(...times);
      return last > limit ? [{ start: plannedTime, end: last, detail }] : [];
    });
  },
  message: ({ end, detail: { siteId, plannedTime } }, name) =>
    end === undefined
      ? `Order ${name} has not left ${siteId}; planned was ${toIso(plannedTime)}.`
      : `Order ${name} left ${siteId} ${durationText(end - plannedTime)} after the time planned.`,
  scenarios: [
    { name: 'still there', given: leaving('waiting'), expect: [[0, undefined]] },
    { name: 'left an hour late', given: leaving(59 * minuteMs), expect: [[0, 59 * minuteMs]] },
    { name: 'one of two still there', given: leaving(5 * minuteMs, 'waiting'), expect: [[0, undefined]] },
    { name: 'a little late', given: leaving(20 * minuteMs), expect: [] },
    { name: 'nobody knows', given: leaving('unknown'), expect: [] },
    {
      name: 'not planned to have left yet',
      given: { ...leaving('waiting'), now: 20 * minuteMs },
      expect: [],
    },
  ],
});
