import { defineOrderNumberFormat, following } from '../format.ts';

export const etsy = defineOrderNumberFormat({
  id: 'etsy',
  shop: 'Etsy',
  pattern: /^#?(\d{10})$/,
  normalise: ([, digits = '']) => digits,
  fixed: 0.2,
  examples: [['#1234567890', '1234567890']],
  counterexamples: ['123456789', '12345678901'],
  next: ({ inUse }) => following(inUse, 1_000_000_000, 10),
});
