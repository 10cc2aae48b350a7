import { describe, expect, it } from 'vitest';

import type { AssociationRow, SensorStateRow } from '#shared/contract/types.ts';

import { type TripSources, tripSensors, tripSpan } from '#renderer/screens/orders/trip-sensors.ts';
import { at, noon, parcel } from '../../support/spoken-order.ts';

const minute = (minutes: number): number => noon + minutes * 60_000;

function sensor(deviceId: string, ...types: readonly string[]): SensorStateRow {
  const latest = types.map((type) => ({
    type,
    value: 4,
    uom: 'CEL',
    time: at(0),
    recordTime: at(0),
    quality: [],
  }));
  return { sensorId: deviceId, deviceId, latest, time: at(0) };
}

function association(
  deviceId: string,
  subject: AssociationRow['subject'],
  from = -1000,
  to?: number,
): AssociationRow {
  return {
    associationId: deviceId,
    deviceId,
    subject,
    from: at(from),
    ...(to === undefined ? {} : { to: at(to) }),
  };
}

const sources: TripSources = {
  order: { orderNumber: 'WM-1', parcels: [{ ...parcel('P1', 'in-transit'), on: ['CAGE-9', 'TRK-1'] }] },
  timeline: [],
  rides: [{ vehicleId: 'TRK-1', from: minute(-120), to: minute(-60) }],
  associations: [],
  sensors: [
    sensor('logger', 'Temperature'),
    sensor('cargo', 'BatteryLevel', 'RelativeHumidity', 'Temperature'),
  ],
  devicesOn: () => [],
  trip: { from: minute(-200), to: minute(0) },
};

function found(patch: Partial<TripSources>) {
  return tripSensors({ ...sources, ...patch }).map(({ id, from, to, on }) => [
    id,
    (from - noon) / 60_000,
    (to - noon) / 60_000,
    on.type,
  ]);
}

describe('the sensors on a trip', () => {
  it('are those on the parcels for the whole trip and those on the vehicle for the ride', () => {
    const associations = [
      association('cargo', { type: 'vehicle', id: 'TRK-1' }),
      association('logger', { type: 'parcel', id: 'P1' }),
    ];
    expect(found({ associations })).toEqual([
      ['logger Temperature', -200, 0, 'parcel'],
      ['cargo Temperature', -120, -60, 'vehicle'],
      ['cargo RelativeHumidity', -120, -60, 'vehicle'],
    ]);
  });

  it('count only for the time they were there', () => {
    expect(
      found({ associations: [association('logger', { type: 'vehicle', id: 'TRK-1' }, -90, -70)] }),
    ).toEqual([['logger Temperature', -90, -70, 'vehicle']]);
    expect(found({ associations: [association('logger', { type: 'vehicle', id: 'TRK-1' }, -50)] })).toEqual(
      [],
    );
    expect(found({ associations: [association('logger', { type: 'vehicle', id: 'TRK-2' })] })).toEqual([]);
  });

  it('include what is on its cage and what is on board now', () => {
    expect(found({ associations: [association('logger', { type: 'pallet', id: 'CAGE-9' })] })).toEqual([
      ['logger Temperature', -200, 0, 'pallet'],
    ]);
    const rides = [{ vehicleId: 'TRK-1', from: minute(-30), to: undefined }];
    expect(found({ rides, devicesOn: () => ['logger'] })).toEqual([
      ['logger Temperature', -30, 0, 'vehicle'],
    ]);
  });
});

describe('the span of a trip', () => {
  const order = {
    id: 'o',
    kind: 'order',
    source: { type: 'channel', id: 'api' },
    text: '',
    recordTime: at(0),
  };
  const scan = (minutes: number) => ({ ...order, id: String(minutes), kind: 'scan', eventTime: at(minutes) });

  it('begins with the first scan and ends with the last one or now', () => {
    const timeline = [{ ...order, eventTime: at(-900) }, scan(-100), scan(-40)];
    expect(tripSpan(timeline, true, noon)).toEqual({ from: minute(-100), to: minute(-40) });
    expect(tripSpan(timeline, false, noon)).toEqual({ from: minute(-100), to: noon });
    expect(tripSpan(timeline.slice(0, 1), false, noon)).toBeUndefined();
  });
});
