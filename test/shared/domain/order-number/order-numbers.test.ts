import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normaliseOrderNumber } from '#shared/domain/order-number/format.ts';
import { newOrderNumber, orderNumberFormats } from '#shared/domain/order-number/registry.ts';

describe('order numbers of shops', () => {
  it('each format is there once', () => {
    const ids = orderNumberFormats.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(orderNumberFormats)('$shop: its examples are read, its counterexamples are not', (format) => {
    const read = format.examples.map(([written]) => normaliseOrderNumber(written, format));
    expect(read).toEqual(format.examples.map(([, normal]) => normal));
    expect(format.counterexamples.map((text) => normaliseOrderNumber(text, format))).toEqual(
      format.counterexamples.map(() => undefined),
    );
  });

  it.each(orderNumberFormats)('$shop: a new number has the shape, is new, and stays as it is', (format) => {
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 5 }), fc.nat(), (offsets, seed) => {
        let state = seed;
        const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
        const first = newOrderNumber(format, { inUse: [], random }, () => false) ?? '';
        const inUse = [
          first,
          ...offsets.map(() => newOrderNumber(format, { inUse: [first], random }, () => false) ?? ''),
        ];
        const number = newOrderNumber(format, { inUse, random }, (text) => inUse.includes(text));
        expect(number).toBeDefined();
        expect(inUse).not.toContain(number);
        expect(normaliseOrderNumber(number ?? '', format)).toBe(number);
      }),
      { numRuns: 50 },
    );
  });

  it('the shops that count go on counting', () => {
    const next = (id: string, inUse: readonly string[]) => {
      const format = orderNumberFormats.find((each) => each.id === id)!;
      return newOrderNumber(format, { inUse, random: () => 0 }, () => false);
    };
    expect(next('waymark', ['WM-1001', 'WM-998'])).toBe('WM-1002');
    expect(next('shopify', ['#1009'])).toBe('#1010');
    expect(next('magento', ['000000099'])).toBe('000000100');
  });

  it('none is proposed when all that are tried are taken', () => {
    expect(
      newOrderNumber(orderNumberFormats[0]!, { inUse: [], random: () => 0 }, () => true),
    ).toBeUndefined();
  });
});
