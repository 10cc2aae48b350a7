import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { samePlain } from '#shared/contract/same-plain.ts';

it('sees a copy of any JSON value as the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => samePlain(value, structuredClone(value))),
    { numRuns: 300 },
  );
});

it.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }],
  [[1, 2], [1]],
  [[], {}],
  [null, {}],
  [0, false],
  [0, null],
  ['1', 1],
])('tells %j from %j', (a, b) => {
  expect([samePlain(a, b), samePlain(b, a)]).toEqual([false, false]);
});
