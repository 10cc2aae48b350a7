import { defineOrderNumberFormat, randomText } from '../format.ts';

export const prestashop = defineOrderNumberFormat({
  id: 'prestashop',
  shop: 'PrestaShop',
  pattern: /^[A-Z]{9}$/,
  normalise: ([whole]) => whole,
  fixed: 0.5,
  examples: [
    ['XKBKNABJK', 'XKBKNABJK'],
    ['ohsatsera', 'OHSATSERA'],
  ],
  counterexamples: ['XKBKNABJ', 'XKBKNABJ1', 'XKBKN-ABJK'],
  next: ({ random }) => randomText(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', random),
});
