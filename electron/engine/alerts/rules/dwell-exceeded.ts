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
  /** That it was due then is known: somebody has worked since, and what comes late would have come. */
  readonly isKnown: boolean;
  /** When it left; undefined while it is there. */
  readonly until: number | undefined;
}

export interface DwellInput {
  /** Those that were longer than usual. */
  readonly stays: readonly LongStay[];
}

export interface DwellDetail {
  readonly siteId: string;
  readonly since: number;
  readonly usualMs: number;
}

const given: LongStay = {
  siteId: 'H',
  since: 100,
  usualMs: 20,
  dueTime: 150,
  isKnown: true,
  until: undefined,
};

export const dwellExceeded = defineRule<DwellInput, DwellDetail, z.ZodObject>({
  id: 'dwell-exceeded',
  title: 'At a site for longer than usual',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ stays }) {
    return stays.flatMap(({ siteId, since, usualMs, dueTime, isKnown, until }) => {
      const isTold = isKnown && (until === undefined || until > dueTime);
      return isTold ? [{ start: dueTime, end: until, detail: { siteId, since, usualMs } }] : [];
    });
  },
  message: ({ start, detail: { siteId, since, usualMs } }, name) =>
    `${name} has been at ${siteId} for longer than ${durationText(start - since)}; usual is ${durationText(usualMs)}.`,
  scenarios: [
    { name: 'longer than nearly all', given: { stays: [given] }, expect: [[150, undefined]] },
    {
      name: 'nobody works just now',
      given: { stays: [{ ...given, isKnown: false }] },
      expect: [],
    },
    { name: 'gone since', given: { stays: [{ ...given, until: 160 }] }, expect: [[150, 160]] },
    { name: 'gone in time', given: { stays: [{ ...given, until: 150 }] }, expect: [] },
  ],
});
