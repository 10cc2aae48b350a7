import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Observation } from '#shared/domain/observation.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;
let now: number;

const limit = (value: number) =>
  ({
    side: 'above',
    value,
    inclusive: false,
    quantity: 'Temperature',
    mode: 'single',
    severity: 'high',
  }) as const;

function open(): void {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
  now = rig.clock.now();
  for (const value of [4, 8, 15, 25])
    rig.store.profiles.put({ id: `to-${value}`, name: `To ${value}`, limits: [limit(value)] });
  vehicle();
  rig.store.tracking.putAssociation({
    associationId: 'a',
    deviceId: 'S',
    channel: undefined,
    subjectType: 'vehicle',
    subjectId: 'truck-7',
    from: now - 600 * minute,
    to: undefined,
  });
  rig.tracking.world.refresh();
}

function vehicle(temperatureProfileId?: string): void {
  rig.store.places.putVehicle({ vehicleId: 'truck-7', temperatureProfileId });
  rig.alerts.configured();
}

beforeEach(open);

afterEach(() => {
  rig.stop();
  folder.remove();
});

function order(orderNumber: string, profiles: { item?: string; parcel?: string }): void {
  const { item, parcel } = profiles;
  rig.post({
    orderNumber,
    customer: {},
    shipTo: {},
    items: [{ name: 'x', quantity: 1, ...(item === undefined ? {} : { temperatureProfileId: item }) }],
    parcels: [
      { parcelId: `${orderNumber}-P`, ...(parcel === undefined ? {} : { temperatureProfileId: parcel }) },
    ],
  });
}

const scan = (orderNumber: string, minutes: number, bizStep: string): Observation => ({
  kind: 'scan',
  deviceId: 'H',
  time: now + minutes * minute,
  codes: [`${orderNumber}-P`],
  bizStep,
  vehicleId: 'truck-7',
});

const read = (minutes: number, value: number): void =>
  rig.send([rig.reading('S', now + minutes * minute, value)]);

const found = (): string[] =>
  rig
    .list('temperature-excursion')
    .map(({ startTime, measure, orderNumbers }) =>
      [(Date.parse(startTime) - now) / minute, measure?.profileId, ...orderNumbers].join(' '),
    );

describe('goods in a vehicle', () => {
  it('are held to the profile of their items, else of their parcels, whatever the vehicle’s own is', () => {
    vehicle('to-4');
    order('WM-1', { item: 'to-15', parcel: 'to-8' });
    rig.send([scan('WM-1', -60, 'loading')]);
    for (const [minutes, value] of [
      [-50, 5],
      [-49, 9],
      [-48, 16],
      [-47, 5],
    ] as const)
      read(minutes, value);
    expect(found()).toEqual(['-48 to-15 WM-1']);
    order('WM-2', { parcel: 'to-8' });
    rig.send([scan('WM-2', -40, 'loading')]);
    for (const [minutes, value] of [
      [-30, 5],
      [-29, 9],
      [-28, 5],
    ] as const)
      read(minutes, value);
    expect(found()).toEqual(['-48 to-15 WM-1', '-29 to-8 WM-1 WM-2']);
  });

  it('beside others without a profile are held to theirs, the others to the vehicle’s', () => {
    vehicle('to-25');
    order('WM-1', { item: 'to-8' });
    order('WM-2', {});
    rig.send([scan('WM-1', -60, 'loading'), scan('WM-2', -60, 'loading')]);
    for (const [minutes, value] of [
      [-50, 5],
      [-49, 9],
      [-48, 5],
      [-47, 26],
      [-46, 5],
    ] as const)
      read(minutes, value);
    expect(found().toSorted()).toEqual(['-47 to-25 WM-1 WM-2', '-47 to-8 WM-1 WM-2', '-49 to-8 WM-1 WM-2']);
  });

  it('leave the vehicle with its own profile again', () => {
    order('WM-1', { item: 'to-8' });
    rig.send([scan('WM-1', -60, 'loading')]);
    read(-50, 9);
    read(-49, 5);
    rig.send([scan('WM-1', -40, 'unloading')]);
    read(-30, 9);
    expect(found()).toEqual(['-50 to-8 WM-1']);
  });

  it('whose loading is heard of late are held to it from then on, and whose correction, no longer', () => {
    order('WM-1', { item: 'to-8' });
    for (const [minutes, value] of [
      [-50, 5],
      [-49, 9],
      [-48, 5],
    ] as const)
      read(minutes, value);
    expect(found()).toEqual([]);
    rig.send([scan('WM-1', -60, 'loading')]);
    rig.clock.advance(2000);
    expect(found()).toEqual(['-49 to-8 WM-1']);
    rig.restart();
    read(-10, 9);
    expect(found()).toEqual(['-49 to-8 WM-1', '-10 to-8 WM-1']);
  });

  it('are the same whatever comes first', () => {
    const gist = (steps: readonly (() => void)[]): string[] => {
      for (const step of steps) step();
      rig.clock.advance(3000);
      return found();
    };
    const steps = [
      () => order('WM-1', { item: 'to-8' }),
      () => rig.send([scan('WM-1', -60, 'loading')]),
      () => [-50, -49, -48].forEach((minutes) => read(minutes, minutes === -49 ? 9 : 5)),
      () => rig.send([scan('WM-1', -40, 'unloading')]),
      () => [-30, -29].forEach((minutes) => read(minutes, 9)),
    ];
    const inOrder = gist(steps);
    rig.stop();
    folder.remove();
    open();
    expect(gist([steps[4]!, steps[2]!, steps[3]!, steps[1]!, steps[0]!])).toEqual(inOrder);
  });
});
