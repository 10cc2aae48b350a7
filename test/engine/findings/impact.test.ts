import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { impactOf, priorityOf, type Concerned } from '#engine/findings/impact.ts';
import { severities } from '#shared/domain/alert.ts';
import { findingGroups } from '#shared/domain/finding.ts';

const hour = 3_600_000;
const now = 1000 * hour;

const concerned = (more: Partial<Concerned> = {}): Concerned => ({
  orderNumber: 'O-1',
  customerName: undefined,
  parcels: 1,
  promisedUntil: now + 4 * hour,
  expected: undefined,
  lateProbability: 0.5,
  over: false,
  ...more,
});

const anyOrder = fc.record({
  orderNumber: fc.string(),
  customerName: fc.constant(undefined),
  parcels: fc.integer({ min: 1, max: 50 }),
  promisedUntil: fc.option(fc.integer({ min: now - 100 * hour, max: now + 100 * hour }), { nil: undefined }),
  expected: fc.constant(undefined),
  lateProbability: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  over: fc.boolean(),
});
const weighing = fc.record({
  severity: fc.constantFrom(...severities),
  group: fc.constantFrom(...findingGroups),
  sure: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  now: fc.constant(now),
});

describe('what hangs on a finding', () => {
  it('counts promises that are not yet due apart from those that have passed, and leaves out what is over', () => {
    const orders = [
      concerned({ parcels: 3, promisedUntil: now + 9 * hour }),
      concerned({ lateProbability: 0.9 }),
      concerned({ promisedUntil: now - hour, lateProbability: 1 }),
      concerned({ promisedUntil: undefined, lateProbability: undefined }),
      concerned({ over: true, parcels: 40 }),
    ];
    expect(impactOf(orders, now)).toEqual({
      orders: 4,
      parcels: 6,
      keepable: 2,
      broken: 1,
      nextPromise: now + 4 * hour,
      lateProbability: 0.9,
    });
  });
});

describe('what is to be done first', () => {
  const weigh = { severity: 'medium', group: 'delay', sure: 1, now } as const;

  it('is what is not yet due before what is broken already', () => {
    const kept = priorityOf({ ...weigh, concerned: [concerned({ lateProbability: 0.9 })] });
    const broken = priorityOf({
      ...weigh,
      concerned: [concerned({ promisedUntil: now - hour, lateProbability: 1 })],
    });
    expect(kept).toBeGreaterThan(broken);
  });

  it('is what is due in two hours before what is due in seven, though that has a parcel more', () => {
    const due = (hours: number, parcels: number): number =>
      priorityOf({
        ...weigh,
        concerned: [concerned({ promisedUntil: now + hours * hour, lateProbability: 0.98, parcels })],
      });
    expect(due(2, 1)).toBeGreaterThan(due(7, 2));
    expect(due(2, 2)).toBeGreaterThan(due(2, 1));
  });

  it('is a single order that is almost certainly late before a stopped van with ten that hardly will be', () => {
    const van = (lateProbability: number): number =>
      priorityOf({
        ...weigh,
        severity: 'high',
        concerned: Array.from({ length: 10 }, (_, index) =>
          concerned({ orderNumber: `V-${index}`, promisedUntil: now + hour, lateProbability }),
        ),
      });
    const single = (hours: number): number =>
      priorityOf({
        ...weigh,
        concerned: [concerned({ promisedUntil: now + hours * hour, lateProbability: 0.99 })],
      });
    expect(single(8)).toBeGreaterThan(van(0.009));
    expect(van(0.5)).toBeGreaterThan(single(1));
  });

  it('of delays is what more promises are to be expected to break of, however many hang on it', () => {
    const orders = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    const sumOf = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0);
    const due = (all: readonly number[]): number =>
      priorityOf({
        ...weigh,
        concerned: all.map((lateProbability, index) =>
          concerned({ orderNumber: `${index}`, lateProbability }),
        ),
      });
    fc.assert(
      fc.property(orders, orders, (a, b) => {
        if (sumOf(a) > sumOf(b) + 1e-3) expect(due(a)).toBeGreaterThan(due(b));
      }),
    );
  });

  it('is not made first by doubts of many orders where one is known to be late', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      concerned({ orderNumber: `${index}`, lateProbability: undefined }),
    );
    for (const group of findingGroups)
      expect(priorityOf({ ...weigh, group, severity: 'high', concerned: many })).toBeLessThan(
        priorityOf({ ...weigh, concerned: [concerned({ lateProbability: 0.99 })] }),
      );
  });

  it('never grows less with one more order, and never with less certainty', () => {
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 8 }), anyOrder, weighing, (orders, more, given) => {
        const before = priorityOf({ ...given, concerned: orders });
        expect(priorityOf({ ...given, concerned: [...orders, more] })).toBeGreaterThanOrEqual(before);
        expect(priorityOf({ ...given, concerned: orders, sure: 1 })).toBeGreaterThanOrEqual(before);
        expect(before).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is what is due sooner of what is as likely late', () => {
    fc.assert(
      fc.property(anyOrder, weighing, fc.integer({ min: 1, max: 48 }), (order, given, hours) => {
        const due = (promisedUntil: number): number =>
          priorityOf({ ...given, concerned: [{ ...order, promisedUntil }] });
        expect(due(now + hour)).toBeGreaterThanOrEqual(due(now + (1 + hours) * hour));
      }),
    );
  });

  it('is at least what the worst finding makes it, and no more than all of them, whichever is named first', () => {
    const finding = fc.record({
      concerned: fc.array(anyOrder, { maxLength: 4 }),
      severity: fc.constantFrom(...severities),
      group: fc.constantFrom(...findingGroups),
      sure: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      now: fc.constant(now),
    });
    fc.assert(
      fc.property(fc.array(finding, { minLength: 1, maxLength: 5 }), (findings) => {
        const each = findings.map((one) => priorityOf(one));
        const all = priorityOf(...findings);
        expect(all).toBeGreaterThanOrEqual(Math.max(...each) - 1e-6);
        expect(all).toBeLessThanOrEqual(each.reduce((sum, one) => sum + one, 0) + 1e-5);
        expect(priorityOf(...findings.toReversed())).toBeCloseTo(all, 5);
      }),
    );
  });

  it('counts an order once, however many of its findings there are', () => {
    const one = { ...weigh, concerned: [concerned()] };
    expect(priorityOf(one, one, one)).toBe(priorityOf(one));
  });
});
