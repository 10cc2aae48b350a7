import { defineOrderNumberFormat, following } from '../format.ts';

export const waymark = defineOrderNumberFormat({
  id: 'waymark',
  shop: 'Waymark',
  pattern: /^WM[- ]?(\d{1,12})$/,
  normalise: ([, digits = '']) => `WM-${digits}`,
  fixed: 2,
  examples: [
    ['WM-1001', 'WM-1001'],
    ['wm1001', 'WM-1001'],
    ['wm 20417', 'WM-20417'],
  ],
  counterexamples: ['WM-', 'VM-1001', 'WM-10A1'],
  next: ({ inUse }) => `WM-${following(inUse, 1001)}`,
});
