import { defineExcursionRule, everyMinute, exampleLimit } from '../excursion-rule.ts';

const atOrBelowZero = exampleLimit({
  side: 'below',
  value: 0,
  inclusive: true,
  mode: 'single',
  severity: 'critical',
  clearValue: 0.5,
});

export const freeze = defineExcursionRule({
  id: 'freeze',
  title: 'Goods that must not freeze were at freezing',
  word: 'Temperature',
  scenarios: [
    {
      name: 'zero is at zero',
      given: { readings: everyMinute([2, 0, 1]), limit: atOrBelowZero },
      expect: [[60_000, 120_000]],
    },
    {
      name: 'a tenth above zero is not',
      given: { readings: everyMinute([2, 0.1, 2]), limit: atOrBelowZero },
      expect: [],
    },
  ],
});
