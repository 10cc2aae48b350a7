import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { code128, code128Svg, code128Symbols } from '#shared/domain/code128.ts';

const printable = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 40,
});

describe('Code 128', () => {
  it('has the check symbol of a published example', () => {
    expect(code128Symbols('Wikipedia').at(-1)).toBe(88);
  });

  it('gives every character 11 modules with an even number of black ones, as the standard demands', () => {
    for (let code = 32; code < 127; code += 1) {
      const { width, bars } = code128(String.fromCharCode(code));
      // Quiet zones, start, one character, check symbol, stop.
      expect(width).toBe(10 + 11 + 11 + 11 + 13 + 10);
      const own = bars.slice(3, 6);
      expect(own.reduce((sum, bar) => sum + bar.width, 0) % 2).toBe(0);
    }
  });

  it('draws other texts otherwise, and bars never touch', () => {
    fc.assert(
      fc.property(printable, printable, (a, b) => {
        const drawn = code128(a);
        drawn.bars.slice(1).forEach((bar, index) => {
          const before = drawn.bars[index]!;
          expect(bar.x).toBeGreaterThan(before.x + before.width);
        });
        expect(code128Svg(a) === code128Svg(b)).toBe(a === b);
      }),
    );
  });

  it('refuses what it cannot hold', () => {
    expect(() => code128('Zoë')).toThrow(RangeError);
    expect(() => code128('')).toThrow(RangeError);
  });
});
