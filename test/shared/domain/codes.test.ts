import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalCode, ssccOf } from '#shared/domain/codes.ts';
import { gs1CheckDigit, hasGs1CheckDigit } from '#shared/domain/gs1-check.ts';

describe('codes', () => {
  it('have the check digits of the standard', () => {
    expect(gs1CheckDigit('10614141234567890')).toBe(8);
    expect(gs1CheckDigit('00012345000000002')).toBe(7);
    expect(hasGs1CheckDigit('106141412345678908')).toBe(true);
    expect(hasGs1CheckDigit('106141412345678907')).toBe(false);
  });

  it.each([
    '106141412345678908',
    '(00)106141412345678908',
    '00106141412345678908',
    ']C100106141412345678908',
    ' (00) 1 0614141 234567890 8 ',
    'https://id.gs1.org/00/106141412345678908',
    'https://example.org/some/path/00/106141412345678908?lot=1',
    'urn:epc:id:sscc:0614141.1234567890',
  ])('an SSCC written as %s is its 18 digits', (text) =>
    expect(canonicalCode(text)).toBe('106141412345678908'),
  );

  it('a wrong check digit is no SSCC and stays as it was written', () => {
    expect(ssccOf('(00)106141412345678907')).toBeUndefined();
    expect(canonicalCode(' (00)106141412345678907 ')).toBe('(00)106141412345678907');
  });

  it('an order number is upper-cased and trimmed, nothing more', () => {
    expect(canonicalCode(' wm-1001 ')).toBe('WM-1001');
  });

  it('one changed digit never goes unnoticed', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{17}$/),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (body, place, step) => {
          const good = `${body}${gs1CheckDigit(body)}`;
          const changed = good
            .split('')
            .with(place, String((Number(good[place]) + step) % 10))
            .join('');
          expect(hasGs1CheckDigit(good)).toBe(true);
          expect(hasGs1CheckDigit(changed)).toBe(false);
        },
      ),
    );
  });

  it('canonical form is stable', () => {
    const anyText = fc.string().filter((text) => !text.trim().startsWith(']'));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(canonicalCode(canonicalCode(text))).toBe(canonicalCode(text));
      }),
      { numRuns: 500 },
    );
  });
});
