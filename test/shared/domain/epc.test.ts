import { describe, expect, test } from 'vitest';

import { gs1KeyOfEpc, isEpcHex } from '#shared/domain/epc.ts';

describe('electronic product codes', () => {
  test.each([
    ['SGTIN-96 of the tag data standard', '3074257bf7194e4000001a85', '(01)80614141123458(21)6789'],
    ['SSCC-96 of the tag data standard', '3174257bf4499602d2000000', '(00)106141412345678908'],
    ['the same in upper case', '3174257BF4499602D2000000', '(00)106141412345678908'],
  ])('%s becomes its GS1 key', (_what, hex, key) => {
    expect(gs1KeyOfEpc(hex)).toBe(key);
  });

  test.each([
    ['another scheme', 'e28011700000020d2a412182'],
    ['a partition that does not exist', '301c257bf7194e4000001a85'],
    ['a company prefix too large for its digits', '3018ffffffffffffffffffff'],
    ['an SSCC with bits set after its end', '3174257bf4499602d2000001'],
    ['another length', '3174257bf4499602d2'],
  ])('%s has none', (_what, hex) => {
    expect(gs1KeyOfEpc(hex)).toBeUndefined();
  });

  test.each([
    ['e28011700000020d2a412182', true],
    ['112233445566778899001134_2', false],
    ['abc', false],
    ['', false],
  ])('%s is memory of a tag: %s', (hex, yes) => {
    expect(isEpcHex(hex)).toBe(yes);
  });
});
