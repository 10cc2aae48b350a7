import { defineExcursionRule, everyMinute, exampleLimit } from '../excursion-rule.ts';

const tenMinutes = exampleLimit({ forS: 600 });
const atOnce = exampleLimit({ mode: 'single' });
const minute = 60_000;

/** Readings each minute: `before` good ones first, so that their rhythm is known. */
const after = (values: readonly (number | undefined)[]) => everyMinute([5, 5, 5, 5, 5, ...values]);
const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

export const temperatureExcursion = defineExcursionRule({
  id: 'temperature-excursion',
  title: 'Temperature outside the allowed band',
  word: 'Temperature',
  scenarios: [
    {
      name: 'beyond the limit for the whole delay',
      given: { readings: after([...many(12, 9), 5]), limit: tenMinutes },
      expect: [[5 * minute, 17 * minute]],
    },
    {
      name: 'back one reading before the delay is over',
      given: { readings: after([...many(10, 9), 5]), limit: tenMinutes },
      expect: [],
    },
    {
      name: '8.4 is above 8',
      given: { readings: after([8.4]), limit: atOnce },
      expect: [[5 * minute, undefined]],
    },
    { name: '8 is not above 8', given: { readings: after([8]), limit: atOnce }, expect: [] },
    {
      name: '8 is at or above 8',
      given: { readings: after([8, 5]), limit: exampleLimit({ mode: 'single', inclusive: true }) },
      expect: [[5 * minute, 6 * minute]],
    },
    {
      name: 'zero is above minus one',
      given: { readings: everyMinute([-2, 0, -2]), limit: exampleLimit({ mode: 'single', value: -1 }) },
      expect: [[minute, 2 * minute]],
    },
    {
      name: 'zero is below a limit of 0.5',
      given: {
        readings: everyMinute([1, 0, 1]),
        limit: exampleLimit({ mode: 'single', side: 'below', value: 0.5 }),
      },
      expect: [[minute, 2 * minute]],
    },
    {
      name: 'minus 0.1 is below a limit of zero',
      given: {
        readings: everyMinute([0, -0.1, 0]),
        limit: exampleLimit({ mode: 'single', side: 'below', value: 0 }),
      },
      expect: [[minute, 2 * minute]],
    },
    {
      name: 'a spike and then silence is no ten minutes above',
      given: {
        readings: after([12, ...many(20, Number.NaN).map(() => undefined), 12, 5]),
        limit: tenMinutes,
      },
      expect: [],
    },
    {
      name: 'readings missing in the middle split it',
      given: {
        readings: after([...many(12, 9), ...many(20, 0).map(() => undefined), ...many(12, 9), 5]),
        limit: tenMinutes,
      },
      expect: [
        [5 * minute, 16 * minute],
        [37 * minute, 49 * minute],
      ],
    },
    {
      name: 'a value in the hysteresis band keeps it going',
      given: {
        readings: after([9, 7.8, 7.8, 9, 7, 7, 7]),
        limit: exampleLimit({ mode: 'single', clearValue: 7.5, clearForS: 60 }),
      },
      expect: [[5 * minute, 9 * minute]],
    },
    {
      name: 'clear for too short a time does not end it',
      given: {
        readings: after([9, 7, 9, 7, 7]),
        limit: exampleLimit({ mode: 'single', clearValue: 7.5, clearForS: 60 }),
      },
      expect: [[5 * minute, 8 * minute]],
    },
  ],
});
