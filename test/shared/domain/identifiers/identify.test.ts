import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gs1CheckDigit } from '#shared/domain/gs1-check.ts';
import { hasBadCheckDigit, identify } from '#shared/domain/identifiers/identify.ts';

function best(text: string): string | undefined {
  const [first] = identify(text).candidates;
  return first && `${first.issuer} ${first.title} ${first.value} ${first.check}`;
}

describe('what a text may be', () => {
  it.each([
    ['(00)106141412345678908', 'GS1 SSCC 106141412345678908 right'],
    ['00106141412345678908', 'GS1 SSCC 106141412345678908 right'],
    ['1z 999 aa1 01 2345 6784', 'UPS UPS 1Z 1Z999AA10123456784 right'],
    ['RB 12345678 5 GB', 'UPU UPU S10 RB123456785GB right'],
    ['wm1001', 'Waymark Waymark order number WM-1001 none'],
    ['#1001', 'Shopify Shopify order number #1001 none'],
    ['TBA000000000000', 'Amazon Amazon Logistics TBA000000000000 none'],
    ['420 22153 9101026837331000039521', 'USPS USPS confirmation 9101026837331000039521 right'],
  ] as const)('%s: %s', (text, first) => expect(best(text)).toBe(first));

  it('a number that several carriers may have issued is said to be of several', () => {
    const issuers = identify('986578788855').candidates.map(({ issuer, check }) => `${issuer} ${check}`);
    expect(issuers).toContain('FedEx right');
    expect(issuers.length).toBeGreaterThan(1);
  });

  it('a wrong check digit is said, and costs rank', () => {
    const { candidates } = identify('RB123456784GB');
    expect(candidates[0]?.because).toBe(
      'has the shape of a UPU S10 number and its check digit (UPU S10 mod 11) is wrong',
    );
    expect(candidates[0]?.score).toBeLessThan(identify('RB123456785GB').candidates[0]?.score ?? 0);
  });

  it.each([
    ['996578788855', '986578788855'],
    ['1Z999AA10123546784', '1Z999AA10123456784'],
    ['106141412345678918', '106141412345678908'],
    ['(00)106141412345687908', '106141412345678908'],
    ['RB123456786GB', 'RB123456785GB'],
    ['WM-lO01', 'WM-1001'],
  ] as const)('%s: did you mean %s', (text, meant) => {
    expect(identify(text).didYouMean.map(({ value }) => value)).toContain(meant);
  });

  it('a right number is taken as it is', () => {
    expect(identify('WM-1001').didYouMean).toEqual([]);
    expect(identify('1Z999AA10123456784').didYouMean).toEqual([]);
  });

  it('one wrong digit of an SSCC, or two swapped, is always put right among the proposals', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{17}$/),
        fc.nat(16),
        fc.integer({ min: 1, max: 9 }),
        (body, place, step) => {
          const good = `${body}${gs1CheckDigit(body)}`;
          const digit = String((Number(good[place]) + step) % 10);
          const wrong = good.slice(0, place) + digit + good.slice(place + 1);
          const swapped = good.slice(0, place) + good[place + 1] + good[place] + good.slice(place + 2);
          const proposed = (text: string) => identify(text).didYouMean.map(({ value }) => value);
          expect(proposed(wrong)).toContain(good);
          const isSeen = swapped !== good && Math.abs(Number(good[place]) - Number(good[place + 1])) !== 5;
          if (isSeen) expect(proposed(swapped)).toContain(good);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('no text makes it throw', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9A-Z()]{0,40}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const { candidates } = identify(text);
        expect(candidates.every(({ score }) => score > 0 && score <= 1)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['(00)106141412345678907', true],
    ['106141412345678907', true],
    ['1Z999AA10123456785', true],
    ['RB123456786GB', true],
    ['(00)106141412345678908', false],
    ['WM-1001', false],
    ['NOBODY-KNOWS', false],
    ['4711000815', false],
    ['TBA000000000000', false],
  ] as const)('%s must be misread: %s', (text, isBad) => expect(hasBadCheckDigit(text)).toBe(isBad));
});
