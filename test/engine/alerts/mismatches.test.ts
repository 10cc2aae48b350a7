import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Observation } from '#shared/domain/observation.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { dice } from '../../support/random-history.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const hour = 60 * minute;

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;
let base: number;

function open(): void {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
  base = rig.clock.now() - 48 * hour;
  const sites = { W: [45, 5], H: [46, 5], X: [48, 2] } as const;
  for (const [siteId, [lat, lon]] of Object.entries(sites))
    rig.store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat, lon, radiusM: 300 });
  for (const vehicleId of ['TRK-1', 'TRK-2']) rig.store.places.putVehicle({ vehicleId });
  rig.store.devices.configure({ deviceId: 'CARRIER', kind: 'carrier' });
  for (const subjectId of ['P', 'moved-without-scan'])
    rig.store.tracking.putAssociation({
      associationId: subjectId,
      deviceId: `TAG-${subjectId}`,
      channel: undefined,
      subjectType: 'parcel',
      subjectId,
      from: base,
      to: undefined,
    });
  rig.tracking.world.refresh();
}

function close(): void {
  rig.stop();
  folder.remove();
}

beforeEach(open);
afterEach(close);

const order = (parcelId: string, more: object = {}) => ({
  orderNumber: `O-${parcelId}`,
  shipTo: { lat: 46.2, lon: 5 },
  items: [{ name: 'a thing', quantity: 1 }],
  parcels: [{ parcelId, quantity: 3 }],
  plan: [
    { siteId: 'W', bizStep: 'packing' },
    { siteId: 'W', bizStep: 'departing', vehicleId: 'TRK-1' },
    { siteId: 'H', bizStep: 'receiving' },
  ],
  ...more,
});

let scans = 0;
function scan(
  parcelId: string,
  atHours: number,
  bizStep: string,
  siteId: string,
  more: object = {},
): Observation {
  scans += 1;
  return {
    kind: 'scan',
    deviceId: `${siteId}-${bizStep}`,
    siteId,
    time: base + atHours * hour,
    codes: [parcelId],
    bizStep,
    boot: 'b',
    seq: scans,
    ...more,
  };
}

const fix = (id: string, atHours: number, lat: number): Observation => ({
  kind: 'position',
  deviceId: `TAG-${id}`,
  time: base + atHours * hour,
  lat,
  lon: 5,
  accuracyM: 10,
});

const aboard = { vehicleId: 'TRK-1', parent: 'TRK-1' };
/** A journey on which nothing is wrong. */
const calm = (id: string): Observation[] => [
  scan(id, 1, 'picking', 'W'),
  scan(id, 2, 'packing', 'W', { quantity: 3 }),
  scan(id, 3, 'loading', 'W', aboard),
  scan(id, 4, 'departing', 'W', aboard),
  scan(id, 7, 'receiving', 'H'),
  scan(id, 9, 'loading', 'H'),
  scan(id, 12, 'other', 'H', { outcome: 'delivered', lat: 46.2001, lon: 5 }),
];

/** One journey for each way in which facts can contradict each other. */
const stories: Readonly<Record<string, (id: string) => Observation[]>> = {
  'duplicate-scan': (id) => [
    ...calm(id),
    scan(id, 2.1, 'packing', 'W', { deviceId: 'W-other', quantity: 3 }),
  ],
  'out-of-sequence': (id) => [...calm(id).slice(1), scan(id, 2.5, 'picking', 'W')],
  'wrong-vehicle': (id) => [
    scan(id, 2, 'packing', 'W'),
    scan(id, 3, 'loading', 'W', { vehicleId: 'TRK-2', parent: 'TRK-2' }),
  ],
  'missing-scan': (id) => calm(id).filter((each) => each.kind === 'scan' && each.bizStep !== 'departing'),
  'impossible-travel': (id) => [
    ...calm(id).slice(0, 4),
    scan(id, 4.2, 'receiving', 'H'),
    ...calm(id).slice(5),
  ],
  'two-places-at-once': (id) => [
    ...calm(id).slice(0, 5),
    scan(id, 14, 'packing', 'W', { deviceId: 'W-late' }),
    scan(id, 20, 'loading', 'H'),
  ],
  'delivered-elsewhere': (id) => [
    ...calm(id).slice(0, -1),
    scan(id, 12, 'other', 'H', { outcome: 'delivered', lat: 46.21, lon: 5 }),
  ],
  'scan-after-delivery': (id) => [...calm(id), scan(id, 20, 'receiving', 'H')],
  'moved-without-scan': (id) => [
    ...calm(id).filter((each) => each.kind === 'scan' && !/^(loading|departing)$/.test(each.bizStep ?? '')),
    ...[2.5, 4.5, 4.7, 5].map((hours) => fix(id, hours, hours < 3 ? 45 : 45.2)),
  ],
  'carrier-disagrees': (id) => [
    ...calm(id),
    scan(id, 7.5, '', '', {
      deviceId: 'CARRIER',
      siteId: undefined,
      bizStep: undefined,
      outcome: 'delivered',
    }),
  ],
  'quantity-mismatch': (id) => [scan(id, 2, 'packing', 'W', { quantity: 2 })],
};

/** What is flagged of a scan by itself. */
const strangers = (): Observation[] => [
  ...calm('wrong-site').slice(0, 4),
  scan('wrong-site', 9, 'receiving', 'X'),
  scan('WHOSE-1', 5, 'receiving', 'H'),
  scan('(00)106141412345678901', 6, 'receiving', 'H'),
];

const flags = (): string[] =>
  rig
    .list()
    .map(({ kind, subject, startTime, endTime }) => [kind, subject.id, startTime, endTime ?? '…'].join(' '))
    .sort();

describe('facts that contradict each other', () => {
  it('nothing is flagged of a journey on which nothing is wrong', () => {
    rig.post(order('P'));
    for (const each of calm('P')) rig.send([each]);
    expect(flags()).toEqual([]);
  });

  it.each(Object.keys(stories))('flags %s with what both sides rest on', (kind) => {
    rig.post(order('P'));
    for (const each of stories[kind]!('P')) rig.send([each]);
    rig.post(order('P'));
    const [found] = rig.list().filter((alert) => alert.kind === kind);
    expect(found?.orderNumbers).toEqual(['O-P']);
    expect(found?.mismatch?.sides.map(({ evidence }) => evidence.length > 0)).toEqual([true, true]);
    expect(found?.mismatch?.cause).not.toBe('');
  });

  it('are flagged the same whatever order they come in, and however often', () => {
    const roll = dice(7);
    const posted = [...Object.keys(stories), 'wrong-site'].map((kind) => order(kind));
    const facts = [...Object.entries(stories).flatMap(([kind, story]) => story(kind)), ...strangers()];
    const outcomes = Array.from({ length: 4 }, (_, round) => {
      const arrival = round === 0 ? facts : facts.toSorted(() => roll() - 0.5);
      for (const each of posted.slice(0, round % 2 === 0 ? posted.length : 4)) rig.post(each);
      for (const each of arrival) rig.send([each]);
      for (const each of arrival.slice(0, 9)) rig.send([each]);
      for (const each of posted) rig.post(each);
      const found = flags();
      close();
      open();
      return found;
    });
    const kinds = new Set(outcomes[0]!.map((flag) => flag.split(' ')[0]));
    expect([...kinds]).toEqual(
      expect.arrayContaining([...Object.keys(stories), 'wrong-site', 'unknown-code', 'bad-check-digit']),
    );
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  }, 60_000);
});
