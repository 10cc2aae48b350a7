import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import type { AllowedSilence } from '../allowed-silence.ts';
import { durationText } from '../limits.ts';
import { defineRule } from '../rule.ts';
import { silencesOf, type SilenceDetail, type SilenceInput } from '../silences.ts';

const minute = 60_000;
const minutes = (...values: readonly number[]): number[] => values.map((value) => value * minute);

function allowedText({ limit, limitMs }: SilenceDetail): string {
  const time = durationText(limitMs);
  if (limit === undefined) return `it is silent after ${time} without one`;
  const where = limit.scope === 'leg' ? ' while it is on a vehicle' : '';
  return `the profile ${limit.profileName} allows ${time} without one${where}`;
}

export const sensorSilent = defineRule<SilenceInput, SilenceDetail, z.ZodObject>({
  id: 'sensor-silent',
  title: 'No reading for twice the usual time',
  audience: 'technician',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate: (input) => silencesOf(input),
  message: ({ end, detail }, name) =>
    end === undefined
      ? `No reading of ${name} since ${toIso(detail.last)}; ${allowedText(detail)}.`
      : `No reading of ${name} for ${durationText(end - detail.last)}${detail.limit === undefined ? '' : `; ${allowedText(detail)}`}.`,
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
      name: 'a limit allows more than its rhythm',
      given: {
        instants: minutes(0, 1, 2, 3),
        allowed: allowed([{ limitMs: 30 * minute }]),
        now: 34 * minute,
      },
      expect: [[33 * minute, undefined]],
    },
    {
      name: 'half an hour on the road is too long, in the warehouse four are not',
      given: {
        instants: minutes(0, 200, 240, 300, 301),
        allowed: allowed([
          { limitMs: 240 * minute },
          { limitMs: 30 * minute, from: 230 * minute, to: 400 * minute },
        ]),
        now: 310 * minute,
      },
      expect: [[270 * minute, 300 * minute]],
    },
    {
      name: 'what was quiet before it was loaded is counted from the loading',
      given: {
        instants: minutes(0, 170),
        allowed: allowed([
          { limitMs: 240 * minute },
          { limitMs: 30 * minute, from: 120 * minute, to: 180 * minute },
        ]),
        now: 171 * minute,
      },
      expect: [[150 * minute, 170 * minute]],
    },
    {
      name: 'unloaded in time it may be quiet for longer',
      given: {
        instants: [0],
        allowed: allowed([{ limitMs: 240 * minute }, { limitMs: 30 * minute, from: 0, to: 20 * minute }]),
        now: 241 * minute,
      },
      expect: [[240 * minute, undefined]],
    },
    {
      name: 'where its limit does not apply its rhythm does',
      given: {
        instants: minutes(0, 1, 2, 3),
        allowed: allowed([{ limitMs: 30 * minute, from: 60 * minute, to: 90 * minute }]),
        now: 7 * minute,
      },
      expect: [[6 * minute, undefined]],
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

/** Spans of time with what they allow, for the examples; for ever where nothing is said. */
function allowed(
  spans: readonly { readonly limitMs: number; readonly from?: number; readonly to?: number }[],
): AllowedSilence[] {
  return spans.map(({ limitMs, from = -Infinity, to = Infinity }) => ({ limitMs, from, to }));
}
