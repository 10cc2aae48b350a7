import { describe, expect, it } from 'vitest';

import { toIso } from '#shared/domain/time.ts';

import { Ledger } from '../../../electron/simulator/ledger.ts';
import { truthLine } from '../../../electron/simulator/truth-file.ts';
import type { TruthEntry } from '../../../electron/simulator/truth.ts';
import type { Item } from '../../../electron/simulator/world/item.ts';
import type { Event } from '../../../electron/simulator/world/step.ts';
import { lifecycle } from '../../../electron/simulator/world/step.ts';
import { itemsOf, morningMs, nativeFacts, worldOf } from './collect.ts';

/** What may follow what in a parcel's life. */
const next: Readonly<Record<Event, readonly Event[]>> = {
  commissioning: ['picking'],
  picking: ['packing'],
  packing: ['staging'],
  staging: ['loading'],
  loading: ['departing'],
  departing: ['arriving'],
  arriving: ['unloading'],
  unloading: ['receiving'],
  receiving: ['van-loading', 'set-aside'],
  'set-aside': [],
  'van-loading': ['out-for-delivery'],
  'out-for-delivery': ['delivered', 'attempt-failed'],
  'attempt-failed': ['brought-back'],
  'brought-back': ['van-reloading'],
  'van-reloading': ['out-again'],
  'out-again': ['delivered'],
  delivered: [],
};

describe('the life of a parcel', () => {
  it('goes step by step from its label to the door', () => {
    const { wave } = worldOf({ ordersPerDay: 400, faults: ['wrong-site', 'traffic-jam'] }).plan(20_780);
    const events = new Map<string, Event[]>();
    for (const step of wave.steps) {
      for (const { parcelId } of step.parcels)
        events.set(parcelId, [...(events.get(parcelId) ?? []), step.event]);
    }
    expect(events.size).toBe(wave.orders.flatMap((order) => order.parcels).length);
    for (const [parcelId, list] of events) {
      const illegal = list
        .slice(1)
        .filter((event, index) => !next[list[index] ?? 'delivered'].includes(event));
      expect({ parcelId, first: list[0], illegal }).toEqual({
        parcelId,
        first: 'commissioning',
        illegal: [],
      });
      expect(['delivered', 'set-aside']).toContain(list.at(-1));
    }
  });

  it.each([1, 2, 3, 4])(
    'ends before the promise when nothing goes wrong but a closed door (seed %i)',
    (seed) => {
      const { wave } = worldOf({ seed, ordersPerDay: 400 }).plan(20_780);
      const late = wave.orders.filter(
        (order) => (wave.deliveredMs.get(order.orderNumber) ?? Infinity) > order.promisedUntilMs,
      );
      expect(late.filter((order) => !order.firstAttemptFails)).toEqual([]);
      expect(late.length).toBeLessThan(30);
    },
  );

  it('places the day’s orders with one to three parcels and unique numbers', () => {
    const { orders } = worldOf({ ordersPerDay: 400 }).plan(20_780).wave;
    expect(orders).toHaveLength(400);
    expect(new Set(orders.map((order) => order.orderNumber)).size).toBe(400);
    expect(new Set(orders.map((order) => order.parcels.length))).toEqual(new Set([1, 2, 3]));
    expect(new Set(orders.flatMap((order) => order.parcels.map((parcel) => parcel.parcelId))).size).toBe(
      orders.reduce((sum, order) => sum + order.parcels.length, 0),
    );
  });
});

interface Heard {
  readonly atMs: number;
  readonly bizStep: string;
  readonly outcome?: string;
}

/** The state a scan makes, from the public table: written down here once more on purpose. */
function stateOf({ bizStep, outcome }: Heard): string {
  if (outcome !== undefined) return outcome;
  const states: Record<string, string> = {
    commissioning: 'created',
    picking: 'picked',
    packing: 'packed',
    staging_outbound: 'at-site',
    arriving: 'at-site',
    unloading: 'at-site',
    receiving: 'at-site',
    storing: 'at-site',
    loading: 'in-transit',
    departing: 'in-transit',
    transporting: 'out-for-delivery',
  };
  return states[bizStep] ?? 'unknown';
}

function booked(items: Iterable<Item>, endMs: number): TruthEntry[] {
  const ledger = new Ledger();
  return [...[...items].flatMap((item) => ledger.note(item)), ...ledger.close(endMs)];
}

describe('the ground truth', () => {
  const hours = 26;
  const endMs = morningMs + hours * 3_600_000;
  const items = [...itemsOf({ hours, ordersPerDay: 100 })];
  const truth = booked(items, endMs);
  const factsOf = (name: string): TruthEntry[] => truth.filter((entry) => entry.detail['fact'] === name);

  it('has every scan that was sent, once', () => {
    const sent = items
      .filter((item) => item.type === 'message')
      .flatMap((item) =>
        item.said.flatMap((said) =>
          (said.scans ?? []).map((scan) => `${said.deviceId} ${toIso(said.saidMs)} ${scan.codes.join()}`),
        ),
      );
    const claimed = factsOf('scan').map(
      (entry) => `${entry.subject.id} ${String(entry.detail['time'])} ${String(entry.detail['codes'])}`,
    );
    expect(claimed.sort()).toEqual(sent.sort());
    expect(factsOf('totals')[0]?.detail).toMatchObject({
      messages: items.filter((item) => item.type === 'message').length,
    });
  });

  it('agrees with a recount of the native scans about every parcel’s last state', () => {
    const last = new Map<string, Heard>();
    for (const item of items) {
      if (item.type !== 'message' || !/^waymark.*\/scan$/.test(item.message.topic)) continue;
      for (const fact of nativeFacts(item)) {
        const heard = {
          atMs: Date.parse(String(fact['time'])),
          bizStep: String(fact['bizStep']),
          ...('outcome' in fact ? { outcome: String(fact['outcome']) } : {}),
        };
        for (const code of fact['codes'] as string[]) {
          const id = code.slice(4);
          if (heard.atMs >= (last.get(id)?.atMs ?? 0)) last.set(id, heard);
        }
      }
    }
    const parcels = factsOf('parcel').filter((entry) => last.has(entry.subject.id));
    expect(parcels.length).toBeGreaterThan(200);
    for (const { subject, detail } of parcels) {
      const heard = last.get(subject.id);
      const state = heard && stateOf(heard);
      // Departures of one lane are seen by its portal, which speaks another format.
      expect(detail).toMatchObject({ state, known: { state } });
    }
  });

  it('says an order is as far as its least advanced parcel, and late only after its promise', () => {
    const rankOf = new Map<string, number>(
      Object.values(lifecycle).map((entry) => [entry.state, entry.rank]),
    );
    const parcels = new Map<string, string[]>();
    for (const { detail } of factsOf('parcel')) {
      const order = String(detail['orderNumber']);
      parcels.set(order, [...(parcels.get(order) ?? []), String(detail['state'])]);
    }
    for (const { subject, detail } of factsOf('order')) {
      const states = parcels.get(subject.id) ?? [];
      expect(states).toContain(detail['state']);
      if (states.every((state) => state === 'delivered')) expect(detail['state']).toBe('delivered');
      else expect(rankOf.get(String(detail['state']))).toBeLessThan(rankOf.get('delivered') ?? 0);
    }
    const late = truth.filter((entry) => entry.kind === 'late').map((entry) => entry.subject.id);
    const claimed = factsOf('order')
      .filter((entry) => entry.detail['late'] === true)
      .map((entry) => entry.subject.id);
    expect(claimed.filter((id) => !late.includes(id))).toEqual([]);
  });

  it('knows the last fix of every vehicle', () => {
    const last = new Map<string, number>();
    for (const item of items) {
      if (item.type !== 'message') continue;
      for (const { fix, saidMs } of item.said) if (fix !== undefined) last.set(fix.vehicleId, saidMs);
    }
    const claimed = new Map(
      factsOf('vehicle').map((entry) => [entry.subject.id, Date.parse(String(entry.detail['time']))]),
    );
    expect(claimed).toEqual(last);
    expect(claimed.size).toBe(40);
  });

  it('is written as lines with time, kind, subject and detail', () => {
    const [first] = truth;
    if (first === undefined) throw new Error('no truth');
    expect(Object.keys(JSON.parse(truthLine(first)) as object)).toEqual([
      'time',
      'kind',
      'subject',
      'detail',
    ]);
    const line = truthLine({ ...first, fromMs: 0, toMs: 1000 });
    expect(JSON.parse(line)).toMatchObject({ from: '1970-01-01T00:00:00Z', to: '1970-01-01T00:00:01Z' });
  });
});
