import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { placeOfLink } from '../../electron/main/deep-link.ts';

describe('a waymark: link', () => {
  it('leads to its order', () => {
    expect(placeOfLink('waymark://order/WM-1001')).toBe('#/orders?order=WM-1001');
    expect(placeOfLink('WAYMARK://order/WM-1001/')).toBe('#/orders?order=WM-1001');
    expect(placeOfLink('waymark://order/%231001%2F2%20A')).toBe('#/orders?order=%231001%2F2+A');
  });

  it.each([
    'waymark://order/',
    'waymark://order',
    'waymark://orders/WM-1',
    'waymark://order/WM-1/more',
    'waymark://order/WM-1?x=1',
    'waymark://order/%',
    'waymark://order/%00',
    'waymark://order/%20',
    'waymark:order/WM-1',
    'https://order/WM-1',
    'javascript:alert(1)',
    `waymark://order/${'9'.repeat(129)}`,
    '',
  ])('leads nowhere as %j', (link) => {
    expect(placeOfLink(link)).toBeUndefined();
  });

  it('holds exactly the number it was made of, whatever that is', () => {
    const orderNumber = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/\p{Cc}/u.test(text) && text.trim() === text && text.length <= 128);
    fc.assert(
      fc.property(orderNumber, (text) => {
        const hash = placeOfLink(`waymark://order/${encodeURIComponent(text)}`) ?? '';
        const [path, query] = [hash.slice(0, hash.indexOf('?')), hash.slice(hash.indexOf('?') + 1)];
        expect([path, [...new URLSearchParams(query)]]).toEqual(['#/orders', [['order', text]]]);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => void placeOfLink(`waymark://order/${text}`)),
    );
  });
});
