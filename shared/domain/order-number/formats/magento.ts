import { defineOrderNumberFormat, following } from '../format.ts';

export const magento = defineOrderNumberFormat({
  id: 'magento',
  shop: 'Magento',
  pattern: /^#?(\d{9,10})(-\d{1,2})?$/,
  normalise: ([, digits = '', edit = '']) => `${digits}${edit}`,
  fixed: 0.5,
  examples: [
    ['000000123', '000000123'],
    ['#1000000045', '1000000045'],
    ['000000123-1', '000000123-1'],
  ],
  counterexamples: ['12345678', '000000123-', 'A00000123'],
  next: ({ inUse }) =>
    following(
      inUse.filter((number) => !number.includes('-')),
      1,
      9,
    ),
});
