import { defineExcursionRule, everyMinute, exampleLimit } from '../excursion-rule.ts';

const threeMinutes = exampleLimit({ mode: 'budget', forS: 180 });

export const stabilityBudget = defineExcursionRule({
  id: 'stability-budget',
  title: 'The time a product may be outside its band is used up',
  word: 'Temperature',
  scenarios: [
    {
      name: 'used up in parts',
      given: { readings: everyMinute([9, 9, 5, 5, 9, 5]), limit: threeMinutes },
      expect: [[0, undefined]],
    },
    {
      name: 'not quite used up',
      given: { readings: everyMinute([9, 9, 5, 5, 5, 5]), limit: threeMinutes },
      expect: [],
    },
  ],
});
