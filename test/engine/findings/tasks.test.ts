import { describe, expect, it } from 'vitest';

import { taskSubject } from '#engine/findings/tasks.ts';
import { findingHandlers } from '#engine/handlers/findings.ts';
import { holdHandlers } from '#engine/handlers/holds.ts';
import { parseTaskId, taskIdOf } from '#shared/domain/finding.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, toIso } from '#shared/domain/time.ts';

import type { AlertRig } from '../../support/alert-rig.ts';
import { eachWithSites } from '../../support/each-with-sites.ts';

const context = { session: { role: 'owner' as const, actor: 'owner' }, signal: new AbortController().signal };

let rig: AlertRig;
let now: number;

eachWithSites((each) => {
  rig = each;
  now = rig.clock.now();
});

const board = () => findingHandlers(rig);
const list = (state: 'open' | 'ignored' = 'open') => board()['tasks.list']({ state, limit: 100 });
const get = (taskId: string) => board()['tasks.get']({ taskId });
const rows = (state?: 'open' | 'ignored') =>
  list(state).items.map(({ taskId, findings }) => [taskId, findings.map(({ kind }) => kind).toSorted()]);

let scans = 0;
function send(parcelId: string, hoursAgo: number, bizStep: string, siteId: string, more: object = {}): void {
  scans += 1;
  const scan = {
    kind: 'scan',
    deviceId: `${siteId}-${bizStep}`,
    siteId,
    codes: [parcelId],
    bizStep,
    boot: 'b',
  };
  rig.send([{ ...scan, time: now - hoursAgo * hourMs, seq: scans, ...more } as Observation]);
}

const post = (id: string, dueInHours: number): void =>
  rig.post({
    orderNumber: `O-${id}`,
    shipTo: { lat: 46.2, lon: 5 },
    items: [{ name: 'a thing', quantity: 1 }],
    parcels: [{ parcelId: `${id}-A` }, { parcelId: `${id}-B` }],
    promised: { until: toIso(now + dueInHours * hourMs) },
    plan: [
      { siteId: 'W', bizStep: 'packing' },
      { siteId: 'W', bizStep: 'loading', vehicleId: 'TRK-1' },
      { siteId: 'H', bizStep: 'receiving' },
    ],
  });

/** Both parcels go onto the wrong vehicle, and one of them to the wrong site. */
function misload(id: string): void {
  for (const parcel of [`${id}-A`, `${id}-B`]) {
    send(parcel, 5, 'packing', 'W');
    send(parcel, 4, 'loading', 'W', { vehicleId: 'TRK-2' });
  }
  send(`${id}-A`, 1, 'receiving', 'X');
}

describe('what is to be done', () => {
  it('is one row for an order, with all that is wrong with it, and its promise is counted once', () => {
    post('1', 30);
    post('2', 3);
    misload('1');
    misload('2');
    const wrong = ['wrong-site', 'wrong-vehicle', 'wrong-vehicle'];
    expect(rows()).toEqual([
      ['order:O-2', wrong],
      ['order:O-1', wrong],
    ]);
    const { items, open, ignored, keepable, broken } = list();
    expect({ open, ignored, keepable, broken }).toEqual({ open: 2, ignored: 0, keepable: 2, broken: 0 });
    expect(items[0]).toMatchObject({
      order: { orderNumber: 'O-2', promise: 'kept', parcels: 2 },
      impact: { orders: 1, parcels: 2, keepable: 1 },
      startTime: toIso(now - 4 * hourMs),
    });
    const priorities = items[0]!.findings.map(({ priority }) => priority);
    expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
    expect(items[0]!.priority).toBe(priorities[0]);
  });

  it('is found by its id and by that of each of its findings, and lists what was put right as over', () => {
    post('1', 30);
    misload('1');
    const [task] = list().items;
    const wrongSite = task!.findings.find(({ kind }) => kind === 'wrong-site')!;
    expect(get('order:O-1')).toEqual(get(wrongSite.findingId));
    expect(get('order:O-1')).toMatchObject({ concerned: [{ orderNumber: 'O-1' }], past: [], related: [] });
    const { fixes } = board()['findings.get']({ findingId: wrongSite.findingId });
    const { does, note } = fixes[0]!;
    if (does.request !== 'corrections.declare') throw new Error('no correction');
    const parts = { ...rig, onOrdersChanged: () => rig.alerts.show() };
    holdHandlers(parts)['corrections.declare']({ ...does.params, note }, context);
    expect(rows()).toEqual([['order:O-1', ['wrong-vehicle', 'wrong-vehicle']]]);
    expect(get(wrongSite.findingId)).toMatchObject({
      taskId: 'order:O-1',
      past: [{ findingId: wrongSite.findingId, kind: 'wrong-site', outcome: 'withdrawn' }],
    });
  });

  it('stays with what is left of it when one finding is put aside, and is listed there with that one', () => {
    post('1', 30);
    misload('1');
    board()['ignores.create'](
      { kind: 'wrong-vehicle', until: toIso(now + hourMs), note: 'swapped on purpose' },
      context,
    );
    expect(rows()).toEqual([['order:O-1', ['wrong-site']]]);
    expect(rows('ignored')).toEqual([['order:O-1', ['wrong-vehicle', 'wrong-vehicle']]]);
    expect(get('order:O-1').findings.map(({ ignored }) => ignored?.note)).toEqual([
      undefined,
      'swapped on purpose',
      'swapped on purpose',
    ]);
    expect(board()['tasks.list']({ state: 'open', kind: 'wrong-vehicle', limit: 10 }).items).toEqual([]);
  });

  it('is nothing for an order that nothing is wrong with, and an alert of another kind is none', () => {
    rig.post({ orderNumber: 'WM:1', items: [{ name: 'a thing', quantity: 1 }], parcels: [] });
    expect(get('order:WM:1')).toMatchObject({
      subject: { type: 'order', id: 'WM:1' },
      findings: [],
      past: [],
    });
    expect(() => get('alert-77')).toThrow('alert-77');
  });
});

describe('what nobody knows', () => {
  it.each(['order', 'parcel', 'pallet', 'vehicle', 'device', 'site'])(
    'is no %s that is over, but one that there is not',
    (type) => {
      expect(() => get(`${type}:NOPE`)).toThrow(`No ${type} NOPE is known.`);
    },
  );

  it('is nothing that was posted, configured or only scanned', () => {
    post('1', 30);
    send('S-1', 2, 'packing', 'W', { parent: 'CAGE-1' });
    for (const taskId of [
      'order:O-1',
      'parcel:1-A',
      'parcel:S-1',
      'pallet:CAGE-1',
      'vehicle:TRK-1',
      'device:W-packing',
      'site:W',
    ])
      expect(get(taskId)).toMatchObject({ taskId });
  });
});

describe('what somebody has to look at', () => {
  const parcel = { type: 'parcel', id: 'P-1' } as const;
  const truck = { type: 'vehicle', id: 'TRK-1' } as const;
  type About = Parameters<typeof taskSubject>[0];
  const about: About = {
    kind: 'wrong-site',
    subject: parcel,
    deviceId: 'D-1',
    siteId: 'W',
    orderNumbers: [],
  };
  const cases: readonly (readonly [string, Partial<About>, string])[] = [
    ['the order of a parcel', { orderNumbers: ['O-1'] }, 'order:O-1'],
    [
      'a pallet with parcels of several',
      { subject: { type: 'pallet', id: 'S' }, orderNumbers: ['O-1', 'O-2'] },
      'pallet:S',
    ],
    ['a parcel of no order', {}, 'parcel:P-1'],
    ['a vehicle, whatever is on it', { subject: truck, orderNumbers: ['O-1'] }, 'vehicle:TRK-1'],
    ['the device of a channel', { subject: { type: 'channel', id: 'D-1#top' } }, 'device:D-1'],
    ['where an unknown code was scanned', { kind: 'unknown-code' }, 'site:W'],
    ['else by what', { kind: 'bad-check-digit', siteId: undefined }, 'device:D-1'],
    ['else the code', { kind: 'unknown-code', siteId: undefined, deviceId: undefined }, 'parcel:P-1'],
  ];

  it.each(cases)('is %s', (_, more, taskId) => {
    const subject = taskSubject({ ...about, ...more });
    expect(taskIdOf(subject)).toBe(taskId);
    expect(parseTaskId(taskId)).toEqual(subject);
  });
});
