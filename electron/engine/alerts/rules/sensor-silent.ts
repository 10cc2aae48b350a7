import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';
import { silencesOf, type SilenceDetail, type SilenceInput } from '../silences.ts';

const minute = 60_000;
const minutes = (...values: readonly number[]): number[] => values.map((value) => value * minute);

export const sensorSilent = defineRule<SilenceInput, SilenceDetail, z.ZodObject>({
  id: 'sensor-silent',
  title: 'No reading for twice the usual time',
  audience: 'technician',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate: (input) => silencesOf(input),
  message: ({ end, detail }, name) =>
    end === undefined
      ? `No reading of ${name} since ${toIso(detail.last)}; it is silent after ${durationText(detail.limitMs)} without one.`
      : `No reading of ${name} for ${durationText(end - detail.last)}.`,
  scenarios: [
    {
      name: 'silent after twice its cadence and a minute',
      given: { instants: minutes(0, 1, 2, 3), now: 7 * minute },
      expect: [[6 * minute, undefined]],
    },
    {
      name: 'not silent at exactly that',
      given: { instants: minutes(0, 1, 2, 3), now: 6 * minute },
      expect: [],
    },
    {
      name: 'over with the next reading',
      given: { instants: minutes(0, 1, 2, 3, 20, 21), now: 21 * minute },
      expect: [[6 * minute, 20 * minute]],
    },
    {
      name: 'a rhythm nobody knows is never broken',
      given: { instants: minutes(0, 60), now: 600 * minute },
      expect: [],
    },
    {
      name: 'a configured cadence is known at once',
      given: { instants: [0], expectedEveryMs: 5 * minute, now: 12 * minute },
      expect: [[11 * minute, undefined]],
    },
    {
      name: 'time in which nobody listened does not count',
      given: {
        instants: minutes(0, 1, 2, 3),
        now: 20 * minute,
        deaf: [{ from: 4 * minute, to: 18 * minute }],
      },
      expect: [],
    },
  ],
});
