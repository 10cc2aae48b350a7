import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { latenesses } from '#shared/contract/orders.ts';
import { milestoneKinds, milestoneStatuses, orderStates } from '#shared/domain/order-state.ts';
import { dayMs } from '#shared/domain/time.ts';

import {
  isStale,
  orderReport,
  orderSentence,
  type ReportedOrder,
  shareWords,
} from '#renderer/text/order-sentence.ts';
import { at, noon, orderOnItsWay, parcel, scanEvidence, teller } from './spoken-order.ts';

function told(patch: Partial<ReportedOrder> = {}): { headline: string; notes: readonly string[] } {
  return orderSentence({ ...orderOnItsWay(), ...patch }, teller);
}

describe('the sentence about an order', () => {
  it('says where it left, on what, how fresh that is, when it comes and until when it was promised', () => {
    expect(told({ parcels: [parcel('a', 'in-transit'), parcel('b', 'packed')] })).toEqual({
      headline:
        'Left site LYON-DC 09:12 today on truck VAN-14, last heard of 2 min ago; expected tomorrow 10:20–12:40 (promised until 18:00).',
      notes: ['1 of 2 parcels is behind: not yet loaded; the other is in transit.'],
    });
  });

  it('tells an old position as old, and the estimate as resting on it', () => {
    const location = { ...orderOnItsWay().location, asOf: at(-312) };
    expect(told({ location }).headline).toBe(
      'Left site LYON-DC 09:12 today on truck VAN-14; last heard of 5 h 12 min ago, so where it is now is not known; ' +
        'expected tomorrow 10:20–12:40, if it goes on from where it was last seen (promised until 18:00).',
    );
  });

  it('tells a parcel that lies at a site by its last scan', () => {
    const location = { kind: 'site', id: 'LIL', confidence: 0.95, because: [] } as const;
    expect(
      told({ state: 'at-site', location: { ...location, because: [], asOf: at(-20) } }).headline,
    ).toMatch(/^At site LIL, last scanned 11:40 today \(20 min ago\); expected/);
    expect(
      told({ state: 'at-site', location: { ...location, because: [], asOf: at(-26 * 60) } }).headline,
    ).toMatch(/^Last seen at site LIL 10:00 yesterday, 26 h 00 min ago; no news since; expected/);
  });

  it('says since when it is on a vehicle where no departure was seen', () => {
    expect(told({ milestones: [] }).headline).toMatch(
      /^On truck VAN-14 since 09:00 today, last heard of 2 min ago;/,
    );
    expect(told({ state: 'out-for-delivery' }).headline).toMatch(
      /^Out for delivery on truck VAN-14 since 09:00 today,/,
    );
  });

  it('says that nothing was scanned rather than guessing', () => {
    const location = { kind: 'unknown', confidence: 0, because: [] } as const;
    expect(
      told({ state: 'created', stateTime: at(-180), location: { ...location, because: [] }, eta: null }),
    ).toEqual({
      headline:
        'Ordered 09:00 today (3 h 00 min ago); nothing of it has been scanned yet; ' +
        'when it comes cannot be estimated yet (promised until 18:00 tomorrow).',
      notes: [],
    });
  });

  it('tells of parcels that are apart, and not of the whole order what holds for one', () => {
    const location = { kind: 'unknown', confidence: 0, because: [] } as const;
    const parcels = [
      parcel('a', 'created'),
      parcel('b', 'in-transit'),
      parcel('c', 'delivered'),
      parcel('d', 'delivered'),
    ];
    const { headline, notes } = told({ state: 'created', location: { ...location, because: [] }, parcels });
    expect(headline).toMatch(/; not all of it has been scanned yet;/);
    expect(notes).toEqual([
      '1 of 4 parcels is behind: not yet scanned; the others are 1 in transit, 2 delivered.',
    ]);
  });

  it('says how a delivery stood to its promise', () => {
    const done = { state: 'delivered', stateTime: at(-60), eta: null } as const;
    expect(told({ ...done, lateness: 'on-time' }).headline).toBe(
      'Delivered 11:00 today (1 h 00 min ago), within its promise: promised until 18:00 tomorrow.',
    );
    expect(told({ ...done, lateness: 'delivered-late', promised: { until: at(-92) } }).headline).toBe(
      'Delivered 11:00 today (1 h 00 min ago), 32 min late: promised until 10:28.',
    );
  });

  it('says late only of what is late, at risk as a risk, and silence as not known', () => {
    const passed = { promised: { until: at(-120) } };
    expect(told({ ...passed, lateness: 'late' }).notes).toEqual([
      'It is late: its promise ended 10:00 today, 2 h 00 min ago.',
    ]);
    expect(told({ lateness: 'at-risk', lateProbability: 0.724 }).notes).toEqual([
      'It may miss its promise with a probability of 72 %: promised until 18:00 tomorrow.',
    ]);
    expect(told({ ...passed, lateness: 'unknown' }).notes).toEqual([
      'Its promise ended 10:00 today, 2 h 00 min ago; without fresh news nobody knows whether it was kept.',
    ]);
  });

  it('names what was not scanned on the way and a place the plan does not lead through', () => {
    const order = orderOnItsWay();
    const hole = {
      bizStep: 'loading',
      siteId: 'LYON-DC',
      expectedTime: at(-190),
      because: 'Passed over',
      usualDevices: [{ deviceId: 'GUN-3' }],
    };
    const told = orderSentence(
      {
        ...order,
        holes: [hole],
        plan: [{ siteId: 'LYON-DC', bizStep: 'departing' }],
        location: { kind: 'site', id: 'DIJON', asOf: at(-5), confidence: 0.9, because: [scanEvidence(-5)] },
      },
      teller,
    );
    expect(told.notes).toEqual([
      'It is where its plan does not lead: site DIJON.',
      'Not scanned on the way: “Loaded” at site LYON-DC, expected by 08:50 today, usually by GUN-3.',
    ]);
  });

  it('says that it is as last received while there is no link', () => {
    const { notes } = orderSentence(orderOnItsWay(), { ...teller, heardUntil: noon - 7 * 60_000 });
    expect(notes).toEqual(['There is no link to the engine: this is as received 7 min ago.']);
  });

  it('gives a device whose clock is ahead no age below zero', () => {
    const location = { ...orderOnItsWay().location, asOf: at(10) };
    expect(told({ location }).headline).toContain('last heard of 10 min ahead of our clock');
  });

  it('adds the offset to a time beyond a clock change', () => {
    const beforeChange = Date.UTC(2026, 9, 24, 12, 0, 0);
    const order = { ...orderOnItsWay(), promised: { until: '2026-10-25T17:00:00Z' }, eta: null };
    const { headline } = orderSentence(order, { ...teller, now: beforeChange });
    expect(headline).toContain('promised until 18:00 +01:00 tomorrow');
  });
});

describe('whatever is known of an order', () => {
  const minutes = fc.integer({ min: -60 * 24 * 40, max: 60 * 24 * 3 });
  const instant = minutes.map(at);
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const location = fc
    .record({
      kind: fc.constantFrom('site', 'vehicle', 'place', 'unknown'),
      id: maybe(fc.constantFrom('LYON', 'VAN-14')),
      asOf: maybe(instant),
      because: fc.array(minutes.map(scanEvidence), { maxLength: 2 }),
    })
    .map(({ kind, id, asOf, because }) => ({
      kind,
      confidence: 0.5,
      because,
      ...(id === undefined ? {} : { id }),
      ...(asOf === undefined ? {} : { asOf }),
    }));
  const milestone = fc
    .record({
      milestone: fc.constantFrom(...milestoneKinds),
      status: fc.constantFrom(...milestoneStatuses),
      expectedTime: maybe(instant),
      eventTime: maybe(instant),
    })
    .map(({ expectedTime, eventTime, ...rest }) => ({
      ...rest,
      ...(expectedTime === undefined ? {} : { expectedTime }),
      ...(eventTime === undefined ? {} : { eventTime }),
    }));
  const order = fc
    .record({
      state: fc.constantFrom(...orderStates),
      stateTime: maybe(instant),
      lateness: fc.constantFrom(...latenesses),
      lateProbability: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      promised: maybe(instant.map((until) => ({ until }))),
      eta: fc.option(
        fc.tuple(minutes, fc.nat(5000), fc.nat(5000)).map(([from, rest, more]) => ({
          p10: at(from),
          p50: at(from + rest),
          p90: at(from + rest + more),
          model: 'm',
          reasons: [],
        })),
      ),
      location,
      milestones: fc.array(milestone, { maxLength: 6 }),
      parcels: fc.array(
        fc.constantFrom(...orderStates).map((state) => parcel('p', state)),
        { maxLength: 4 },
      ),
    })
    .map(({ stateTime, promised, ...rest }): ReportedOrder => {
      const { stateTime: _, promised: __, ...usual } = orderOnItsWay();
      return {
        ...usual,
        ...rest,
        ...(promised === undefined ? {} : { promised }),
        ...(stateTime === undefined ? {} : { stateTime }),
      };
    });

  it('is never told as late unless it is believed to be', () => {
    fc.assert(
      fc.property(order, (each) => {
        const { headline, notes } = orderSentence(each, teller);
        const saysLate = /\blate\b/i.test([headline, ...notes].join(' '));
        return !saysLate || each.lateness === 'late' || each.lateness === 'delivered-late';
      }),
    );
  });

  it('carries an age, or says that there is none', () => {
    fc.assert(
      fc.property(order, (each) => {
        const { headline } = orderSentence(each, teller);
        return /\bago\b|ahead of our clock|not known|nothing has been heard/.test(headline);
      }),
    );
  });

  it('is never told as being somewhere now when that is old', () => {
    fc.assert(
      fc.property(order, (each) => {
        if (!isStale(each, noon) || each.location.kind !== 'vehicle' || each.location.asOf === undefined)
          return true;
        const { headline } = orderSentence(each, teller);
        return each.state === 'created' || /where it is now is not known/.test(headline);
      }),
    );
  });

  it('becomes one sentence and complete notes, without gaps in the words', () => {
    fc.assert(
      fc.property(order, (each) => {
        const { headline, notes } = orderSentence(each, teller);
        const all = [headline, ...notes];
        return all.every((text) => /^[A-Z0-9].*\.$/s.test(text) && !/undefined|NaN|Invalid| {2}/.test(text));
      }),
    );
  });

  it('goes stale in the end, wherever it was heard of last', () => {
    fc.assert(
      fc.property(order, (each) => {
        const heard = each.location.asOf;
        return (
          heard === undefined ||
          isStale(each, Date.parse(heard) + 30 * dayMs) ||
          each.location.kind === 'place' ||
          ['delivered', 'returned', 'cancelled'].includes(each.state)
        );
      }),
    );
  });
});

describe('the report to copy', () => {
  it('is the sentence, the parcels and the time it was made, with its zone', () => {
    const order = {
      ...orderOnItsWay(),
      alerts: [
        { alertId: '1', kind: 'late', message: 'Its promise has passed.' },
        { alertId: '2', kind: 'freeze', message: 'It was colder than 2 °C.' },
      ],
      parcels: [
        parcel('A1', 'in-transit'),
        { ...parcel('A2', 'packed'), carrier: 'DHL', trackingNumber: 'JD01' },
      ],
    };
    expect(orderReport(order, teller)).toBe(
      [
        'Order WM-1001 to Anna Example, 69002 Lyon',
        'Left site LYON-DC 09:12 today on truck VAN-14, last heard of 2 min ago; expected tomorrow 10:20–12:40 (promised until 18:00).',
        '1 of 2 parcels is behind: not yet loaded; the other is in transit.',
        'It was colder than 2 °C.',
        '- Parcel A1: in transit',
        '- Parcel A2 (DHL JD01): packed',
        'As of 2026-11-23 12:00:00 +01:00; times in Europe/Paris, +01:00.',
      ].join('\n'),
    );
  });
});

describe('a probability', () => {
  it('is never told as certain', () => {
    expect([0, 0.004, 0.5, 0.994, 1].map(shareWords)).toEqual(['< 1 %', '< 1 %', '50 %', '> 99 %', '> 99 %']);
  });
});
