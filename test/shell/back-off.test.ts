import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { backOffMs } from '../../electron/main/back-off.ts';

describe('the pause before an engine is started again', () => {
  it('doubles with each fall up to half a minute', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((falls) => backOffMs(falls, () => 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is half chance', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (falls, chance) => {
        const delayMs = backOffMs(falls, () => chance);
        const longest = backOffMs(falls, () => 1);
        return delayMs >= longest / 2 && delayMs <= longest;
      }),
    );
  });
});
