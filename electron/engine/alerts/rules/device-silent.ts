import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';
import { silencesOf, type SilenceDetail, type SilenceInput } from '../silences.ts';

const minute = 60_000;

const habitText = ({ limitMs, pauseMs }: SilenceDetail): string =>
  pauseMs === undefined
    ? `it usually speaks every ${durationText((limitMs - minute) / 2)}`
    : `its usual pauses last ${durationText(pauseMs)} at most`;

export const deviceSilent = defineRule<SilenceInput, SilenceDetail, z.ZodObject>({
  id: 'device-silent',
  title: 'No message of any kind for twice the usual time',
  audience: 'technician',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate: (input) => silencesOf(input),
  message: ({ end, detail }, name) =>
    end === undefined
      ? `Nothing heard of ${name} since ${toIso(detail.last)}; ${habitText(detail)}.`
      : `Nothing heard of ${name} for ${durationText(end - detail.last)}.`,
  scenarios: [
    {
      name: 'silent for long',
      given: { instants: [0, minute, 2 * minute, 3 * minute], now: 30 * minute },
      expect: [[6 * minute, undefined]],
    },
    {
      name: 'heard again',
      given: { instants: [0, minute, 2 * minute, 3 * minute, 9 * minute] },
      expect: [[6 * minute, 9 * minute]],
    },
    {
      name: 'a scan is a sign of life, though no rhythm',
      given: {
        instants: [0, minute, 2 * minute, 3 * minute],
        signs: [5 * minute, 7 * minute],
        now: 9 * minute,
      },
      expect: [],
    },
  ],
});
