import { z } from 'zod';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';

/** A stay at a site, and how long stays there usually last. */
export interface LongStay {
  readonly siteId: string;
  readonly since: number;
  readonly usualMs: number;
  /** From when on it was longer than nearly all. */
  readonly dueTime: number;
  /** Until when it may still be heard that it left from devices that report late: it is told after that. Undefined while nobody works. */
  readonly tellTime: number | undefined;
  /** When it left; undefined while it is there. */
  readonly until: number | undefined;
}

export interface DwellInput {
  /** Those that were longer than usual. */
  readonly stays: readonly LongStay[];
  readonly now: number;
}

export interface DwellDetail {
  readonly siteId: string;
  readonly since: number;
  readonly usualMs: number;
  readonly tellTime: number | undefined;
}

const given: LongStay = {
  siteId: 'H',
  since: 100,
  usualMs: 20,
  dueTime: 150,
  tellTime: 170,
  until: undefined,
};

export const dwellExceeded = defineRule<DwellInput, DwellDetail, z.ZodObject>({
  id: 'dwell-exceeded',
  title: 'At a site for longer than usual',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ stays, now }) {
    return stays.flatMap(({ siteId, since, usualMs, dueTime, tellTime, until }) => {
      const isTold = tellTime !== undefined && now > tellTime && (until === undefined || until > dueTime);
      return isTold ? [{ start: dueTime, end: until, detail: { siteId, since, usualMs, tellTime } }] : [];
    });
  },
  message: ({ start, detail: { siteId, since, usualMs } }, name) =>
    `${name} has been at ${siteId} for longer than ${durationText(start - since)}; usual is ${durationText(usualMs)}.`,
  scenarios: [
    { name: 'longer than nearly all', given: { stays: [given], now: 200 }, expect: [[150, undefined]] },
    {
      name: 'nobody works just now',
      given: { stays: [{ ...given, tellTime: undefined }], now: 200 },
      expect: [],
    },
    { name: 'some devices report late', given: { stays: [given], now: 170 }, expect: [] },
    { name: 'gone since', given: { stays: [{ ...given, until: 160 }], now: 200 }, expect: [[150, 160]] },
    { name: 'gone in time', given: { stays: [{ ...given, until: 150 }], now: 200 }, expect: [] },
  ],
});
