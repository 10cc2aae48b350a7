import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { latenesses } from '#shared/contract/orders.ts';
import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';
import { alertKinds } from '#shared/domain/alert.ts';
import { answerFacts } from '#shared/domain/answer/answer-facts.ts';
import { answerText, answerWords } from '#shared/domain/answer/answer-text.ts';
import { type AnswerLanguage, answerLanguages } from '#shared/domain/answer/answer-words.ts';
import { answerSentence, isStale } from '#shared/domain/answer/answer.ts';
import { holdKinds } from '#shared/domain/hold.ts';
import { milestoneKinds, milestoneStatuses, orderStates } from '#shared/domain/order-state.ts';
import { dayMs } from '#shared/domain/time.ts';

import { at, noon, orderOnItsWay, parcel, scanEvidence, teller } from '../../../support/spoken-order.ts';

function told(language: AnswerLanguage, patch: Partial<OrderBelievedRow> = {}): string {
  return answerSentence({ ...orderOnItsWay(), ...patch }, teller, answerWords[language]);
}

function atSite(id: string, minutes: number): OrderBelievedRow['location'] {
  return { kind: 'site', id, asOf: at(minutes), confidence: 0.95, because: [scanEvidence(minutes)] };
}

const nowhere: OrderBelievedRow['location'] = { kind: 'unknown', confidence: 0, because: [] };

function alert(kind: string): OrderBelievedRow['alerts'][number] {
  return { alertId: kind, kind, message: kind, startTime: at(-60), raisedTime: at(-55) };
}

const hold: OrderBelievedRow['holds'][number] = {
  holdId: '1',
  subject: { type: 'order', id: 'WM-1001' },
  kind: 'quality',
  note: 'Seal broken, says Bob',
  placedTime: at(-30),
  who: 'ada',
};

const notLoaded: OrderBelievedRow['holes'][number] = {
  siteId: 'LYON-DC',
  bizStep: 'loading',
  expectedTime: at(-24 * 60 - 190),
  because: '',
  usualDevices: [],
};

/** Every situation a caller may ring up in. */
const situations: Readonly<Record<string, Partial<OrderBelievedRow>>> = {
  created: { state: 'created', stateTime: at(-180), location: nowhere, eta: null },
  packed: { state: 'packed', stateTime: at(-25), location: atSite('LYON-DC', -25), milestones: [] },
  'on a vehicle': {},
  'on a vehicle without a departure': { milestones: [] },
  'at a hub': { state: 'at-site', stateTime: at(-20), location: atSite('LIL', -20) },
  'in customs': { state: 'customs', stateTime: at(-40), location: atSite('CDG', -40), eta: null },
  'out for delivery': {
    state: 'out-for-delivery',
    eta: { ...orderOnItsWay().eta!, p10: at(90), p90: at(210) },
  },
  'ready for pick-up': {
    state: 'available-for-pickup',
    stateTime: at(-15),
    location: atSite('SHOP-7', -15),
    eta: null,
  },
  delivered: { state: 'delivered', stateTime: at(-60), eta: null },
  'delivered late': {
    state: 'delivered',
    stateTime: at(-60),
    eta: null,
    lateness: 'delivered-late',
    promised: { until: at(-92) },
  },
  late: {
    state: 'at-site',
    location: atSite('LIL', -20),
    lateness: 'late',
    promised: { until: at(-120) },
    alerts: [alert('departure-missed')],
  },
  'at risk': { lateness: 'at-risk', lateProbability: 0.7, alerts: [alert('vehicle-stopped')] },
  split: {
    state: 'packed',
    location: atSite('LYON-DC', -100),
    parcels: [parcel('a', 'in-transit'), parcel('b', 'packed')],
    holes: [notLoaded],
  },
  'split in three': {
    state: 'created',
    location: nowhere,
    parcels: [
      parcel('a', 'created'),
      parcel('b', 'in-transit'),
      parcel('c', 'delivered'),
      parcel('d', 'delivered'),
    ],
  },
  held: { state: 'at-site', location: atSite('LIL', -20), holds: [hold] },
  'too warm': { alerts: [alert('temperature-excursion')] },
  cancelled: { state: 'cancelled', stateTime: at(-300), eta: null },
  'attempt failed': { state: 'attempt-failed', stateTime: at(-5) },
  'no facts for long': {
    location: { ...orderOnItsWay().location, asOf: at(-312) },
  },
  'not seen since days': {
    state: 'at-site',
    location: atSite('LIL', -3 * 24 * 60),
    promised: { until: at(-24 * 60) },
    lateness: 'unknown',
  },
  'nothing promised': { promised: undefined },
  returning: { state: 'returning', stateTime: at(-200), location: atSite('LIL', -30), eta: null },
  returned: { state: 'returned', stateTime: at(-26 * 60), eta: null },
  'across midnight': { eta: { ...orderOnItsWay().eta!, p10: at(10 * 60), p90: at(14 * 60) } },
  'next year': {
    eta: { ...orderOnItsWay().eta!, p10: at(45 * 24 * 60), p90: at(45 * 24 * 60 + 120) },
    promised: { until: at(46 * 24 * 60) },
  },
};

describe('the sentence that is read out', () => {
  it.each(answerLanguages)('tells every situation in plain words (%s)', async (language) => {
    const page = Object.entries(situations)
      .map(([name, patch]) => `${name}\n  ${told(language, patch)}`)
      .join('\n\n');
    await expect(`${page}\n`).toMatchFileSnapshot(`./answers-${language}.txt`);
  });

  it('tells times in the zone of the site, and adds the offset beyond a clock change', () => {
    const beforeChange = Date.UTC(2026, 9, 24, 12, 0, 0);
    const order = { ...orderOnItsWay(), promised: { until: '2026-10-25T17:00:00Z' }, eta: null };
    const sentence = answerSentence(order, { ...teller, now: beforeChange }, answerWords.en);
    expect(sentence).toContain('promised until 18:00 +01:00 tomorrow');
  });

  it('gives a device whose clock is ahead no age below zero', () => {
    const location = { ...orderOnItsWay().location, asOf: at(10) };
    expect(told('en', { location })).toContain('last heard of 10 min ahead of our clock');
  });

  it('says that it left only where more than its loading was seen', () => {
    const milestones: OrderBelievedRow['milestones'] = [
      { milestone: 'departed', siteId: 'LYON-DC', eventTime: at(-180), status: 'done' },
    ];
    expect(told('en', { milestones })).toMatch(/^On truck VAN-14, loaded at 09:00 today,/);
  });

  it('says nothing of a hold but its kind', () => {
    expect(told('en', { holds: [hold] })).not.toMatch(/Seal|Bob|ada/);
  });
});

const minutes = fc.integer({ min: -60 * 24 * 40, max: 60 * 24 * 3 });
const instant = minutes.map(at);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const defined = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;

const anyOrder = fc
  .record({
    state: fc.constantFrom(...orderStates),
    stateTime: maybe(instant),
    lateness: fc.constantFrom(...latenesses),
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
    location: fc
      .record({
        kind: fc.constantFrom('site', 'vehicle', 'place', 'unknown'),
        id: maybe(fc.constantFrom('LYON', 'VAN-14')),
        asOf: maybe(instant),
        because: fc.array(minutes.map(scanEvidence), { maxLength: 2 }),
        confidence: fc.constant(0.5),
      })
      .map(defined),
    milestones: fc.array(
      fc
        .record({
          milestone: fc.constantFrom(...milestoneKinds),
          status: fc.constantFrom(...milestoneStatuses),
          siteId: maybe(fc.constant('LYON')),
          eventTime: maybe(instant),
        })
        .map(defined),
      { maxLength: 6 },
    ),
    parcels: fc.array(
      fc.constantFrom(...orderStates).map((state) => parcel('p', state)),
      { maxLength: 4 },
    ),
    holes: fc.array(
      instant.map((expectedTime) => ({ ...notLoaded, expectedTime })),
      { maxLength: 2 },
    ),
    holds: fc.array(
      fc.constantFrom(...holdKinds).map((kind) => ({ ...hold, kind })),
      { maxLength: 2 },
    ),
    alerts: fc.array(fc.constantFrom(...alertKinds).map(alert), { maxLength: 3 }),
  })
  .map((patch): OrderBelievedRow => {
    const { stateTime: _, promised: __, ...usual } = orderOnItsWay();
    return { ...usual, ...defined(patch) };
  });

const lateWords = { en: /\bit is late\b|\d (?:min|h|days) late\b/i, fr: /est en retard|de retard/i } as const;
const unknownNow = { en: /where it is now is not known/, fr: /sa position actuelle est/ } as const;
const aged = {
  en: /\bago\b|ahead of our clock|not known|nothing has been heard/,
  fr: /il y a|en avance sur|inconnu|aucune nouvelle|jamais été reçue/,
} as const;

describe.each(answerLanguages)('whatever is known of an order (%s)', (language) => {
  const say = (order: OrderBelievedRow): string => answerSentence(order, teller, answerWords[language]);

  it('is never told as late unless it is believed to be', () => {
    fc.assert(
      fc.property(
        anyOrder,
        (order) =>
          !lateWords[language].test(say(order)) ||
          order.lateness === 'late' ||
          order.lateness === 'delivered-late',
      ),
    );
  });

  it('carries an age, or says that there is none', () => {
    fc.assert(fc.property(anyOrder, (order) => aged[language].test(say(order))));
  });

  it('is never told as being on a vehicle or at a site now when that is old', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const { kind, asOf } = order.location;
        if ((kind !== 'vehicle' && kind !== 'site') || asOf === undefined || !isStale(order, noon))
          return true;
        return order.state === 'created' || unknownNow[language].test(say(order));
      }),
    );
  });

  it('becomes one sentence, without gaps in the words', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const sentence = say(order);
        return /^[A-ZÀ-Ý0-9].*\.$/s.test(sentence) && !/undefined|NaN|Invalid| {2}|\.\./.test(sentence);
      }),
    );
  });

  it('goes stale in the end, wherever it was heard of last', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const heard = order.location.asOf;
        return (
          heard === undefined ||
          isStale(order, Date.parse(heard) + 30 * dayMs) ||
          order.location.kind === 'place' ||
          ['delivered', 'returned', 'cancelled'].includes(order.state)
        );
      }),
    );
  });
});

function scan(id: string, minutesAgo: number, more: Partial<TimelineRow>): TimelineRow {
  return {
    id,
    kind: 'scan',
    eventTime: at(-minutesAgo),
    recordTime: at(-minutesAgo + 1),
    source: { type: 'device', id: 'GUN-3' },
    text: '',
    ...more,
  };
}

describe('the facts an answer rests on', () => {
  const parcels = [parcel('a', 'in-transit'), parcel('b', 'packed')];
  const timeline = [
    scan('1', 300, { bizStep: 'packing', siteId: 'LYON-DC', parcelIds: ['a', 'b'] }),
    scan('2', 168, { bizStep: 'loading', siteId: 'LYON-DC', vehicleId: 'VAN-14', parcelIds: ['a'] }),
    scan('3', 5, {
      bizStep: 'receiving',
      siteId: 'LIL',
      parcelIds: ['a'],
      correction: {
        correctionId: '1',
        reason: 'did_not_occur',
        note: '',
        declarationTime: at(-1),
        who: 'ada',
      },
    }),
  ];

  it('are the last believed scan of each parcel, the estimate, the promise, holds and alerts, each with its age and source', () => {
    const order = { ...orderOnItsWay(), parcels, holds: [hold], alerts: [alert('vehicle-stopped')] };
    const facts = answerFacts(order, timeline, teller, answerWords.en);
    expect(facts.map(({ kind, text, ageS, stale, source }) => [kind, text, ageS, stale, source.id])).toEqual([
      ['scan', 'Parcel a: loaded on truck VAN-14 at site LYON-DC', 168 * 60, false, 'GUN-3'],
      ['scan', 'packed at site LYON-DC', 300 * 60, true, 'GUN-3'],
      ['estimate', 'expected tomorrow between 10:20 and 12:40', 120, false, 'distance-dwell-1'],
      ['promise', 'promised until 18:00 tomorrow', undefined, false, 'api'],
      ['hold', 'it is on hold for a quality check', 30 * 60, false, 'ada'],
      ['alert', 'its vehicle has stopped on the way', 60 * 60, false, 'vehicle-stopped'],
    ]);
  });

  it('say of an estimate that starts from an old place that it is old', () => {
    const location = { ...orderOnItsWay().location, asOf: at(-312) };
    const facts = answerFacts({ ...orderOnItsWay(), location }, [], teller, answerWords.fr);
    expect(facts.map(({ kind, stale }) => [kind, stale])).toEqual([
      ['estimate', true],
      ['promise', false],
    ]);
  });
});

describe('the text to send', () => {
  it('is the order, the sentence and when that was true, in the language of the answer', () => {
    const order = orderOnItsWay();
    const text = answerText(order, 'X.', teller, answerWords.fr).replaceAll('\u00a0', ' ');
    expect(text).toBe(
      'Commande WM-1001 pour Anna Example, 69002 Lyon\nX.\n' +
        'État aujourd’hui à 12 h 00 ; heures de Europe/Paris, +01:00.',
    );
  });
});
