import { defineOrderNumberFormat, randomText } from '../format.ts';

export const ebay = defineOrderNumberFormat({
  id: 'ebay',
  shop: 'eBay',
  pattern: /^(\d{2})-(\d{5})-(\d{5})$/,
  normalise: ([whole]) => whole,
  fixed: 2,
  examples: [['09-12345-67890', '09-12345-67890']],
  counterexamples: ['9-12345-67890', '09-1234-67890', '091234567890'],
  next: ({ random }) => [2, 5, 5].map((length) => randomText(length, '0123456789', random)).join('-'),
});
