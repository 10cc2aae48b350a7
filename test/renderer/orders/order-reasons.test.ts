import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { latenesses } from '#shared/contract/orders.ts';
import { hourMs } from '#shared/domain/time.ts';

import { latenessWords, reasonLine, worstFirst } from '#renderer/text/order-reasons.ts';
import { at, noon, summary, teller } from '../../support/spoken-order.ts';

const passed = { promisedUntil: at(-120) };

describe('the reason why an order needs somebody', () => {
  it('says since when it is late and when it is expected now', () => {
    expect(reasonLine(summary({ ...passed, lateness: 'late' }), teller)).toBe(
      'Late since 10:00 today (2 h 00 min ago), expected today 15:00–17:00',
    );
  });

  it('says by how much it will likely miss its promise', () => {
    expect(reasonLine(summary({ promisedUntil: at(200), lateness: 'at-risk' }), teller)).toBe(
      'Promised until 15:20 today, expected today 15:00–17:00: likely 40 min over',
    );
    expect(reasonLine(summary({ promisedUntil: at(270), lateness: 'at-risk' }), teller)).toBe(
      'Promised until 16:30 today, expected today 15:00–17:00: up to 30 min over',
    );
  });

  it('says how long there is no news, and takes silence for nothing else', () => {
    expect(reasonLine(summary({ ...passed, lateness: 'unknown', newestTime: at(-26 * 60) }), teller)).toBe(
      'Promise ended 10:00 today (2 h 00 min ago), not known whether kept; no news for 26 h 00 min',
    );
    const { newestTime: _, ...neverScanned } = summary();
    expect(reasonLine(neverScanned, teller)).toBe('never scanned');
    expect(reasonLine(summary(), teller)).toBe('Nothing speaks against it');
  });
});

describe('how an order stands to its promise', () => {
  it('fits into a column', () => {
    const { promisedUntil: _, ...withoutPromise } = summary();
    expect(
      [
        summary(),
        summary({ ...passed, lateness: 'late' }),
        summary({ promisedUntil: at(200), lateness: 'at-risk' }),
        summary({ promisedUntil: at(270), lateness: 'at-risk' }),
        summary({ ...passed, lateness: 'delivered-late', state: 'delivered', stateTime: at(-88) }),
        summary({ ...passed, lateness: 'unknown', newestTime: at(-26 * 60) }),
        summary({ lateness: 'unknown' }),
        withoutPromise,
      ].map((order) => latenessWords(order, noon)),
    ).toEqual([
      'On time',
      'Late by 2 h 00 min',
      'At risk: +40 min',
      'At risk: up to +30 min',
      'Delivered 32 min late',
      'No news for 26 h 00 min',
      'Not known',
      'none',
    ]);
  });

  it('is never late unless it is believed to be', () => {
    const rows = fc.record({
      lateness: fc.constantFrom(...latenesses),
      until: fc.integer({ min: -5000, max: 5000 }),
      newest: fc.integer({ min: -5000, max: 0 }),
      hasEta: fc.boolean(),
    });
    fc.assert(
      fc.property(rows, ({ lateness, until, newest, hasEta }) => {
        const row = summary({
          lateness,
          promisedUntil: at(until),
          newestTime: at(newest),
          stateTime: at(newest),
        });
        const order = hasEta ? row : { ...row, eta: null };
        const words = `${latenessWords(order, noon)} ${reasonLine(order, teller)}`;
        return !/\blate\b/i.test(words) || lateness === 'late' || lateness === 'delivered-late';
      }),
    );
  });
});

describe('the order of what needs attention', () => {
  it('is what is late the longest, then what nothing is heard of, then the likeliest misses', () => {
    const rows = [
      summary({ orderNumber: 'fine' }),
      summary({ orderNumber: 'risk 10 min', lateness: 'at-risk', promisedUntil: at(230) }),
      summary({ orderNumber: 'late 1 h', lateness: 'late', promisedUntil: at(-60) }),
      summary({ orderNumber: 'risk 3 h', lateness: 'at-risk', promisedUntil: at(60) }),
      summary({ orderNumber: 'silent', lateness: 'unknown', promisedUntil: at(-30) }),
      summary({
        orderNumber: 'late 5 h',
        lateness: 'late',
        promisedUntil: new Date(noon - 5 * hourMs).toISOString(),
      }),
    ];
    expect(worstFirst(rows).map((row) => row.orderNumber)).toEqual([
      'late 5 h',
      'late 1 h',
      'silent',
      'risk 3 h',
      'risk 10 min',
      'fine',
    ]);
  });
});
