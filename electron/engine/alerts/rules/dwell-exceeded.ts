import { z } from 'zod';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';

/** A stay that goes on, and how long stays there usually last. */
export interface DwellInput {
  readonly siteId: string;
  readonly since: number;
  /** Undefined where too few stays were seen. */
  readonly usual: { readonly usual: number; readonly limit: number } | undefined;
  readonly ended: boolean;
  readonly now: number;
}

export interface DwellDetail {
  readonly siteId: string;
  readonly since: number;
  readonly usualMs: number;
}

const given: DwellInput = {
  siteId: 'H',
  since: 100,
  usual: { usual: 20, limit: 50 },
  ended: false,
  now: 200,
};

export const dwellExceeded = defineRule<DwellInput, DwellDetail, z.ZodObject>({
  id: 'dwell-exceeded',
  title: 'At a site for longer than usual',
  audience: 'dispatch',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ siteId, since, usual, ended, now }) {
    if (usual === undefined || ended || now <= since + usual.limit) return [];
    return [{ start: since + usual.limit, end: undefined, detail: { siteId, since, usualMs: usual.usual } }];
  },
  message: ({ start, detail: { siteId, since, usualMs } }, name) =>
    `${name} has been at ${siteId} for longer than ${durationText(start - since)}; usual is ${durationText(usualMs)}.`,
  scenarios: [
    { name: 'longer than nearly all', given, expect: [[150, undefined]] },
    { name: 'as long as some', given: { ...given, now: 149 }, expect: [] },
    { name: 'nobody knows what is usual', given: { ...given, usual: undefined }, expect: [] },
    { name: 'gone', given: { ...given, ended: true }, expect: [] },
  ],
});
