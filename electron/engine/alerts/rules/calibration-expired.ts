import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { defineRule } from '../rule.ts';

export interface CalibrationInput {
  /** When the newest calibration that has begun is due to be done again. */
  readonly due: number | undefined;
  readonly now: number;
}

export const calibrationExpired = defineRule<CalibrationInput, { readonly due: number }, z.ZodObject>({
  id: 'calibration-expired',
  title: 'The due date of a calibration has passed',
  audience: 'qa',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate: ({ due, now }) =>
    due === undefined || now < due ? [] : [{ start: due, end: undefined, detail: { due } }],
  message: ({ detail }, name) => `The calibration of ${name} was due at ${toIso(detail.due)}.`,
  scenarios: [
    { name: 'at the due date', given: { due: 10, now: 10 }, expect: [[10, undefined]] },
    { name: 'before it', given: { due: 10, now: 9 }, expect: [] },
    { name: 'without one', given: { due: undefined, now: 9 }, expect: [] },
  ],
});
