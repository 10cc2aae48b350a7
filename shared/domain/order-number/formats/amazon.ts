import { defineOrderNumberFormat, randomText } from '../format.ts';

export const amazon = defineOrderNumberFormat({
  id: 'amazon',
  shop: 'Amazon',
  pattern: /^(\d{3})[- ]?(\d{7})[- ]?(\d{7})$/,
  normalise: ([, first = '', second = '', third = '']) => `${first}-${second}-${third}`,
  fixed: 1,
  examples: [
    ['028-3456789-1234567', '028-3456789-1234567'],
    ['02834567891234567', '028-3456789-1234567'],
  ],
  counterexamples: ['28-3456789-1234567', '028-345678-1234567', '028-3456789-12345678'],
  next: ({ random }) =>
    ['1', '', '']
      .map((head, index) => head + randomText((index === 0 ? 3 : 7) - head.length, '0123456789', random))
      .join('-'),
});
