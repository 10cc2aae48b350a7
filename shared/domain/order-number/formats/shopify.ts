import { defineOrderNumberFormat, following } from '../format.ts';

export const shopify = defineOrderNumberFormat({
  id: 'shopify',
  shop: 'Shopify',
  pattern: /^#?(\d{4,9})$/,
  normalise: ([, digits = '']) => `#${digits}`,
  fixed: 0.3,
  examples: [
    ['#1001', '#1001'],
    ['1001', '#1001'],
  ],
  counterexamples: ['#', '#12', '#10 01', '1001-A'],
  next: ({ inUse }) => `#${following(inUse, 1001)}`,
});
