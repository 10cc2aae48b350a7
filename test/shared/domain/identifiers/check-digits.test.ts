import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type CheckRule,
  gs1,
  luhn,
  mod10,
  mod11,
  mod3736,
  mod7,
  s10,
} from '#shared/domain/identifiers/check-digits.ts';

interface Case {
  readonly name: string;
  readonly rule: CheckRule;
  readonly length: number;
  /** Changes of one digit that the rule cannot see, by the difference of the digits. */
  readonly blindTo?: (difference: number) => boolean;
  /** Pairs whose swapping it cannot see. */
  readonly blindToSwap?: (a: number, b: number) => boolean;
}

/** What each rule can see follows from its arithmetic; where it may be blind is said here and held to. */
const cases: readonly Case[] = [
  { name: 'GS1', rule: gs1, length: 17, blindToSwap: (a, b) => Math.abs(a - b) === 5 },
  { name: 'Luhn', rule: luhn, length: 11, blindToSwap: (a, b) => a + b === 9 && a * b === 0 },
  {
    name: 'mod 10 with 1 and 2',
    rule: mod10({ first: 1, second: 2 }),
    length: 15,
    blindTo: (difference) => difference === 5,
  },
  {
    name: 'mod 10 with 3 and 1',
    rule: mod10({ first: 3, second: 1 }),
    length: 15,
    blindToSwap: (a, b) => Math.abs(a - b) === 5,
  },
  {
    name: 'mod 7',
    rule: mod7,
    length: 9,
    blindTo: (difference) => difference === 7,
    blindToSwap: (a, b) => Math.abs(a - b) === 7,
  },
  { name: 'mod 37,36', rule: mod3736, length: 14 },
];

const body = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

describe('check digits', () => {
  it.each(cases)('$name: one wrong digit is seen', ({ rule, length, blindTo = () => false }) => {
    fc.assert(
      fc.property(body(length), fc.nat(length - 1), fc.integer({ min: 0, max: 9 }), (text, place, digit) => {
        const before = Number(text[place]);
        fc.pre(before !== digit && !blindTo(Math.abs(before - digit)));
        expect(rule.of(text.slice(0, place) + String(digit) + text.slice(place + 1))).not.toBe(rule.of(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each(cases.filter(({ rule }) => rule !== mod3736))(
    '$name: two swapped neighbours are seen',
    ({ rule, length, blindToSwap = () => false }) => {
      fc.assert(
        fc.property(body(length), fc.nat(length - 2), (text, place) => {
          const [a = '', b = ''] = [text[place], text[place + 1]];
          fc.pre(a !== b && !blindToSwap(Number(a), Number(b)));
          expect(rule.of(text.slice(0, place) + b + a + text.slice(place + 2))).not.toBe(rule.of(text));
        }),
        { numRuns: 300 },
      );
    },
  );

  it('mod 37,36 sees nearly every swap of two neighbours', () => {
    const samples = fc.sample(fc.tuple(body(14), fc.nat(12)), { numRuns: 2000, seed: 7 });
    const swapped = samples.filter(([text, place]) => text[place] !== text[place + 1]);
    const unseen = swapped.filter(([text, place]) => {
      const other = text.slice(0, place) + text[place + 1] + text[place] + text.slice(place + 2);
      return mod3736.of(other) === mod3736.of(text);
    });
    expect(unseen.length / swapped.length).toBeLessThan(0.02);
  });

  /** Where a remainder of eleven is written as one digit, two of them share it: those are not told apart. */
  it.each([
    { name: 'UPU S10', rule: s10, weights: [8, 6, 4, 2, 3, 5, 9, 7], shared: [0, 6] },
    {
      name: 'mod 11 cut to one digit',
      rule: mod11([3, 1, 7, 3, 1, 7, 3, 1]),
      weights: [3, 1, 7, 3, 1, 7, 3, 1],
      shared: [0, 10],
    },
  ])('$name sees everything but the two remainders that share a digit', ({ rule, weights, shared }) => {
    const rest = (text: string) =>
      weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11;
    fc.assert(
      fc.property(body(8), fc.nat(7), fc.integer({ min: 0, max: 9 }), (one, place, digit) => {
        const other = one.slice(0, place) + String(digit) + one.slice(place + 1);
        const isBlind = shared.includes(rest(one)) && shared.includes(rest(other));
        expect(rule.of(one) === rule.of(other)).toBe(rest(one) === rest(other) || isBlind);
      }),
      { numRuns: 300 },
    );
  });
});
