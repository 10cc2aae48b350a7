import { beforeEach, describe, expect, it } from 'vitest';

import { findingHandlers } from '#engine/handlers/findings.ts';
import { holdHandlers } from '#engine/handlers/holds.ts';
import { timelineOf } from '#engine/tracking/timeline.ts';
import type { FindingFixRow } from '#shared/contract/types.ts';
import type { FindingKind } from '#shared/domain/finding.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toIso } from '#shared/domain/time.ts';

import type { AlertRig } from '../../support/alert-rig.ts';
import { eachWithSites } from '../../support/each-with-sites.ts';

const hour = 3_600_000;
const context = { session: { role: 'owner' as const, actor: 'owner' }, signal: new AbortController().signal };

let rig: AlertRig;
let now: number;

eachWithSites((each) => {
  rig = each;
  now = rig.clock.now();
});

const board = () => findingHandlers(rig);

function list(state: 'open' | 'ignored' = 'open') {
  return board()['findings.list']({ state, limit: 100 });
}

function theOne(kind: FindingKind) {
  const found = list().items.find((row) => row.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} is on the board`);
  return board()['findings.get']({ findingId: found.findingId });
}

function timeline() {
  const { store, tracking } = rig;
  const posted = store.orders.get('O-P-1')!;
  return timelineOf({ store, judge: tracking.judge, order: posted, journeys: tracking.journeys(posted) });
}

function apply(fix: FindingFixRow): readonly string[] {
  if (fix.does.request !== 'corrections.declare') throw new Error('no correction');
  const parts = { ...rig, onOrdersChanged: () => rig.alerts.show() };
  const { correctionId, also = [] } = holdHandlers(parts)['corrections.declare'](
    { ...fix.does.params, note: fix.note },
    context,
  );
  return [correctionId, ...also];
}

let scans = 0;
function scan(parcelId: string, hoursAgo: number, bizStep: string, siteId: string, more: object = {}) {
  scans += 1;
  return {
    kind: 'scan',
    deviceId: `${siteId}-${bizStep}`,
    siteId,
    time: now - hoursAgo * hour,
    codes: [parcelId],
    bizStep,
    boot: 'b',
    seq: scans,
    ...more,
  } as Observation;
}

const order = (parcelId: string, more: object = {}) => ({
  orderNumber: `O-${parcelId}`,
  shipTo: { lat: 46.2, lon: 5 },
  items: [{ name: 'a thing', quantity: 3 }],
  parcels: [{ parcelId, quantity: 3 }],
  promised: { until: toIso(now + 10 * hour) },
  plan: [
    { siteId: 'W', bizStep: 'packing' },
    { siteId: 'W', bizStep: 'loading', vehicleId: 'TRK-1' },
    { siteId: 'H', bizStep: 'receiving' },
  ],
  ...more,
});

/** What goes wrong with a parcel, and the words of the click that puts it right. */
const stories: readonly (readonly [FindingKind, (id: string) => Observation[], string])[] = [
  ['wrong-site', (id) => [scan(id, 3, 'packing', 'W'), scan(id, 2, 'receiving', 'X')], 'It was scanned at H'],
  [
    'wrong-vehicle',
    (id) => [scan(id, 3, 'packing', 'W'), scan(id, 2, 'loading', 'W', { vehicleId: 'TRK-2' })],
    'It went onto TRK-1',
  ],
  ['quantity-mismatch', (id) => [scan(id, 3, 'packing', 'W', { quantity: 2 })], 'Counted wrongly: 3'],
  [
    'duplicate-scan',
    (id) => [scan(id, 3, 'packing', 'W'), scan(id, 2.5, 'packing', 'W', { deviceId: 'other' })],
    'Declare wrong: Packed at W',
  ],
  [
    'delivered-elsewhere',
    (id) => [
      scan(id, 3, 'packing', 'W'),
      scan(id, 1, 'other', 'H', { outcome: 'delivered', lat: 46.3, lon: 5 }),
    ],
    'Delivered, at another place',
  ],
];

describe('a mismatch on the board', () => {
  it.each(stories)('%s is gone with one click and back when that is undone', (kind, story, title) => {
    rig.post(order('P-1'));
    for (const each of story('P-1')) rig.send([each]);
    const { fixes, sides } = theOne(kind);
    expect(sides.length).toBeGreaterThan(1);
    const fix = fixes.find((each) => each.title === title);
    expect(fixes.map((each) => each.title)).toContain(title);
    apply(fix!);
    expect(list().items.map((row) => row.kind)).not.toContain(kind);
    const parts = { ...rig, onOrdersChanged: () => rig.alerts.show() };
    holdHandlers(parts)['corrections.undo']({ correctionId: '1' }, context);
    expect(list().items.map((row) => row.kind)).toContain(kind);
  });

  it('is put right in the names people know, in the words of the click and in what it writes down', () => {
    rig.store.places.putVehicle({ vehicleId: 'TRK-1', name: 'Truck 10' });
    rig.post(order('P-1'));
    for (const each of stories[1]![1]('P-1')) rig.send([each]);
    const [{ title, note } = { title: '', note: '' }] = theOne('wrong-vehicle').fixes;
    expect([title, note]).toEqual(['It went onto Truck 10', 'It is on the vehicle planned, Truck 10.']);
  });

  it('says where and onto what in the names people know, and keeps the read point beside it', () => {
    rig.store.places.putVehicle({ vehicleId: 'TRK-2', name: 'Truck 20' });
    const site = rig.store.places.site('W')!;
    rig.store.places.putSite({ ...site, siteId: 'DC-LIL', name: 'Lille distribution centre' });
    rig.post(order('P-1', { plan: [{ siteId: 'DC-LIL', bizStep: 'loading', vehicleId: 'TRK-1' }] }));
    rig.send([scan('P-1', 2, 'loading', 'DC-LIL', { vehicleId: 'TRK-2', readPoint: 'dc-lil-out-2' })]);
    const told = { text: 'Loaded on Truck 20 at Lille distribution centre', readPoint: 'dc-lil-out-2' };
    expect(theOne('wrong-vehicle').sides[1]?.evidence).toMatchObject([told]);
    expect(timeline().find(({ kind }) => kind === 'scan')).toMatchObject(told);
    expect(rig.tracking.view(rig.store.orders.get('O-P-1')!).location.because[0]).toMatchObject(told);
  });

  it('names a read point that has a name or stands alone, and ids where there is no name', () => {
    rig.post(order('P-1'));
    rig.send([scan('P-1', 2, 'packing', 'W', { siteId: undefined, readPoint: 'dc-lil-out-2' })]);
    rig.send([scan('P-1', 1.5, 'staging_outbound', 'W', { readPoint: 'Gate 4' })]);
    rig.send([scan('P-1', 1, 'loading', 'W', { vehicleId: 'TRK-2' })]);
    const scanned = timeline().filter(({ kind }) => kind === 'scan');
    expect(scanned.map(({ text }) => text)).toEqual([
      'Packed at dc-lil-out-2',
      'Staged for departure at W, Gate 4',
      'Loaded on TRK-2 at W',
    ]);
  });

  it('is gone at once however many scans put it onto the wrong vehicle, each of which stays and can be had back', () => {
    const aboard = { vehicleId: 'TRK-2', parent: 'TRK-2' };
    rig.post(order('P-1'));
    rig.send([scan('P-1', 4, 'packing', 'W')]);
    rig.send([scan('P-1', 3, 'loading', 'W', aboard)]);
    rig.send([scan('P-1', 2, 'departing', 'W', { vehicleId: 'TRK-2' })]);
    const { fixes, sides } = theOne('wrong-vehicle');
    expect(sides[1]?.evidence.map(({ text }) => text)).toEqual([
      'Loaded on TRK-2 at W',
      'Departed on TRK-2 at W',
    ]);
    expect(fixes.map(({ title }) => title)).toEqual([
      'It went onto TRK-1',
      'Declare wrong: Loaded on TRK-2 at W (one more scan says so)',
    ]);
    const corrections = apply(fixes[0]!);
    expect(list().items.map(({ kind }) => kind)).not.toContain('wrong-vehicle');
    const posted = rig.store.orders.get('O-P-1')!;
    expect(rig.tracking.view(posted).parcels[0]).toMatchObject({
      on: ['TRK-1'],
      location: { kind: 'vehicle', id: 'TRK-1' },
    });
    expect(timeline().filter(({ kind }) => kind === 'correction')).toHaveLength(2);
    for (const correctionId of corrections)
      holdHandlers({ ...rig, onOrdersChanged: () => rig.alerts.show() })['corrections.undo'](
        { correctionId },
        context,
      );
    expect(theOne('wrong-vehicle').sides[1]?.evidence).toHaveLength(2);
  });

  it('is gone without moving what else was scanned with it', () => {
    for (const id of ['P-1', 'P-2', 'P-3']) {
      const vehicleId = id === 'P-1' ? 'TRK-1' : 'TRK-2';
      rig.post(order(id, { plan: [{ siteId: 'W', bizStep: 'loading', vehicleId }] }));
      rig.send([scan(id, 3, 'loading', 'W', { vehicleId: 'TRK-2', parent: 'TRK-2' })]);
    }
    const codes = ['P-1', 'P-2', 'P-3'];
    rig.send([scan('P-1', 2, 'departing', 'W', { codes, vehicleId: 'TRK-2' })]);
    const { fixes } = theOne('wrong-vehicle');
    expect(fixes[1]?.title).toBe('Declare wrong: Loaded on TRK-2 at W');
    apply(fixes[0]!);
    expect(list().items.filter(({ kind }) => kind === 'wrong-vehicle')).toEqual([]);
    const on = (id: string) => rig.tracking.view(rig.store.orders.get(`O-${id}`)!).parcels[0]?.on;
    expect(codes.map(on)).toEqual([['TRK-1'], ['TRK-2'], ['TRK-2']]);
  });

  it('is taken out of a scan of several things, for which the scan still stands', () => {
    const codes = ['P-1', 'P-2', 'P-3'];
    for (const id of codes) {
      const vehicleId = id === 'P-1' ? 'TRK-1' : 'TRK-2';
      rig.post(order(id, { plan: [{ siteId: 'W', bizStep: 'departing', vehicleId }] }));
    }
    rig.send([scan('P-1', 2, 'departing', 'W', { codes, vehicleId: 'TRK-2' })]);
    const { fixes } = theOne('wrong-vehicle');
    expect(fixes.map(({ title }) => title)).toEqual([
      'Declare wrong: Departed on TRK-2 at W (for P-1 alone, of 3 that were scanned)',
    ]);
    apply(fixes[0]!);
    expect(list().items.filter(({ kind }) => kind === 'wrong-vehicle')).toEqual([]);
    const on = (id: string) => rig.tracking.view(rig.store.orders.get(`O-${id}`)!).parcels[0]?.on;
    expect([on('P-2'), on('P-3')]).toEqual([['TRK-2'], ['TRK-2']]);
    expect(on('P-1') ?? []).not.toContain('TRK-2');
  });

  it('is left as it was where one of several scans cannot be put right', () => {
    rig.post(order('P-1'));
    rig.send([scan('P-1', 3, 'loading', 'W', { vehicleId: 'TRK-2' })]);
    const [{ does } = { does: undefined }] = theOne('wrong-vehicle').fixes;
    if (does?.request !== 'corrections.declare') throw new Error('no correction');
    const handlers = holdHandlers({ ...rig, onOrdersChanged: () => rig.alerts.show() });
    const also = [{ target: { kind: 'scan' as const, id: '999999' } }];
    const params = { ...does.params, note: 'n', also };
    expect(() => handlers['corrections.declare'](params, context)).toThrow('No scan 999999 is known.');
    expect(rig.store.corrections.list(10)).toEqual([]);
    expect(theOne('wrong-vehicle').fixes).toHaveLength(2);
  });

  it('a delivery at another place stays a delivery', () => {
    rig.post(order('P-1'));
    for (const each of stories[4]![1]('P-1')) rig.send([each]);
    apply(theOne('delivered-elsewhere').fixes.find(({ title }) => title.startsWith('Delivered'))!);
    expect(rig.tracking.belief(rig.store.orders.get('O-P-1')!).state).toBe('delivered');
  });

  it('a misread code is read as the one it was', () => {
    rig.post(order('WM-77001'));
    rig.send([scan('WM-77OO1', 1, 'packing', 'W')]);
    const { fixes } = theOne('unknown-code');
    apply(fixes.find(({ title }) => title === 'It was WM-77001')!);
    expect(list().items.map(({ kind }) => kind)).not.toContain('unknown-code');
    expect(rig.tracking.belief(rig.store.orders.get('O-WM-77001')!).state).toBe('packed');
  });
});

describe('what is put aside', () => {
  beforeEach(() => {
    for (const id of ['P-1', 'P-2']) {
      rig.post(order(id));
      rig.send([scan(id, 30, 'packing', 'W')]);
      rig.send([scan(id, 2, 'receiving', 'X')]);
    }
  });

  it('is only what was named, stays listed, and comes back when its time is over', () => {
    board()['ignores.create'](
      {
        kind: 'wrong-site',
        subject: { type: 'parcel', id: 'P-1' },
        until: toIso(now + 2 * hour),
        note: 'taken along on purpose',
      },
      context,
    );
    expect(list().items.map(({ subject }) => subject.id)).toEqual(['P-2']);
    expect(list('ignored').items.map(({ subject, ignored }) => [subject.id, ignored?.note])).toEqual([
      ['P-1', 'taken along on purpose'],
    ]);
    rig.clock.advance(2 * hour);
    expect(list('ignored').items).toEqual([]);
    const wrong = list().items.filter(({ kind }) => kind === 'wrong-site');
    expect(wrong.map(({ subject }) => subject.id).toSorted()).toEqual(['P-1', 'P-2']);
  });

  it('comes back when somebody takes it back, once', () => {
    const { ignoreId } = board()['ignores.create'](
      { subject: { type: 'site', id: 'X' }, until: toIso(now + hour), note: 'moving house' },
      context,
    );
    expect([list().open, list().ignored]).toEqual([0, 2]);
    board()['ignores.lift']({ ignoreId }, context);
    expect([list().open, list().ignored]).toEqual([2, 0]);
    expect(() => board()['ignores.lift']({ ignoreId }, context)).toThrow('taken back before');
  });

  it('is never everything, never over at once and never for good', () => {
    const create = (more: object) =>
      board()['ignores.create']({ until: toIso(now + hour), note: 'n', ...more }, context);
    expect(() => create({})).toThrow('not everything');
    expect(() => create({ kind: 'late', until: toIso(now) })).toThrow('over at once');
    expect(() => create({ kind: 'late', until: toIso(now + 91 * 24 * hour) })).toThrow('90 days');
  });
});

describe('what comes first', () => {
  it('is the promise that is due sooner, then what has no promise', () => {
    rig.post(order('LATER', { promised: { until: toIso(now + 90 * hour) } }));
    rig.post(order('SOON', { promised: { until: toIso(now + 2 * hour) } }));
    rig.post(order('NEVER', { promised: undefined }));
    for (const id of ['LATER', 'SOON', 'NEVER']) {
      rig.send([scan(id, 30, 'packing', 'W')]);
      rig.send([scan(id, 2, 'receiving', 'X')]);
    }
    const wrong = list().items.filter(({ kind }) => kind === 'wrong-site');
    expect(wrong.map(({ subject }) => subject.id)).toEqual(['SOON', 'LATER', 'NEVER']);
    expect(wrong[0]?.impact).toMatchObject({ orders: 1, parcels: 1, keepable: 1, broken: 0 });
  });
});
