import { defineOrderNumberFormat, following } from '../format.ts';

export const woocommerce = defineOrderNumberFormat({
  id: 'woocommerce',
  shop: 'WooCommerce',
  pattern: /^#?(\d{1,9})$/,
  normalise: ([, digits = '']) => digits.replace(/^0+(?=\d)/, ''),
  fixed: 0.2,
  examples: [
    ['727', '727'],
    ['#727', '727'],
  ],
  counterexamples: ['72-7', 'WC727', ''],
  next: ({ inUse }) => following(inUse, 1),
});
