import { defineExcursionRule, everyMinute, exampleLimit } from '../excursion-rule.ts';

export const humidityExcursion = defineExcursionRule({
  id: 'humidity-excursion',
  title: 'Humidity outside the allowed band',
  word: 'Humidity',
  scenarios: [
    {
      name: 'above its limit',
      given: {
        readings: everyMinute([50, 66, 64]),
        limit: exampleLimit({ mode: 'single', quantity: 'RelativeHumidity', value: 65 }),
      },
      expect: [[60_000, 120_000]],
    },
    {
      name: 'at its limit',
      given: {
        readings: everyMinute([50, 65]),
        limit: exampleLimit({ mode: 'single', quantity: 'RelativeHumidity', value: 65 }),
      },
      expect: [],
    },
  ],
});
