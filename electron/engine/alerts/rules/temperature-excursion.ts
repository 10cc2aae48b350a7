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
      name: 'minutes above are added up over the trip',
      given: {
        readings: after([9, 9, 5, 9, 9, 5, 5]),
        limit: exampleLimit({ mode: 'cumulative', forS: 240 }),
      },
      expect: [[5 * minute, undefined]],
    },
    {
      name: 'minutes above that left the window do not count',
      given: {
        readings: after([9, 9, 5, 5, 5, 5, 5, 9, 9, 5]),
        limit: exampleLimit({ mode: 'cumulative', forS: 180, windowS: 300 }),
      },
      expect: [],
    },
    {
      name: 'time across a gap is not added up',
      given: {
        readings: after([9, ...many(20, 0).map(() => undefined), 9, 5]),
        limit: exampleLimit({ mode: 'cumulative', forS: 120 }),
      },
      expect: [],
    },
    {
      name: 'a rise within the window',
      given: {
        readings: after([6, 7.5, 9, 9, 9, 9, 9]),
        limit: exampleLimit({ mode: 'rate', value: 3, windowS: 180 }),
      },
      expect: [[7 * minute, 8 * minute]],
    },
    {
      name: 'a slow rise is none',
      given: {
        readings: after([5.5, 6, 6.5, 7, 7.5]),
        limit: exampleLimit({ mode: 'rate', value: 3, windowS: 180 }),
      },
      expect: [],
    },
    {
      name: 'a fall within the window',
      given: {
        readings: after([1, 1, 1]),
        limit: exampleLimit({ mode: 'rate', side: 'below', value: -3, windowS: 60 }),
      },
      expect: [[5 * minute, 6 * minute]],
    },
    {
      name: 'the mean kinetic temperature of the trip',
      given: { readings: after([...many(7, 5), 20, 20, 5]), limit: exampleLimit({ mode: 'mkt' }) },
      expect: [[14 * minute, undefined]],
    },
    {
      name: 'no mean of goods that froze',
      given: { readings: after([-1, ...many(7, 5), 25, 25, 25]), limit: exampleLimit({ mode: 'mkt' }) },
      expect: [],
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
