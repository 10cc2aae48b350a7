import { describe, expect, it } from 'vitest';

import { checkTruth, type Ask, type TruthLine } from '../support/truth-check.ts';

const time = '2026-11-23T08:00:00.000Z';
const truth: TruthLine[] = [
  {
    time,
    kind: 'fact',
    subject: { type: 'order', id: 'O1' },
    detail: { fact: 'order', known: { state: 'packed', stateTime: time } },
  },
  {
    time,
    kind: 'fact',
    subject: { type: 'parcel', id: '1' },
    detail: {
      fact: 'parcel',
      orderNumber: 'O1',
      known: { state: 'packed', stateTime: time, location: { kind: 'site', id: 'WH' } },
    },
  },
  {
    time,
    kind: 'fact',
    subject: { type: 'vehicle', id: 'V1' },
    detail: { fact: 'vehicle', lat: 1, lon: 2, time },
  },
  {
    time,
    kind: 'fact',
    subject: { type: 'device', id: 'H1' },
    detail: { fact: 'scan', time, codes: ['(00)1'] },
  },
];

interface World {
  order: {
    state: string;
    parcels: { parcelId: string; state: string; location: { kind: string; id: string } }[];
  };
  vehicles: { vehicleId: string; position: { lat: number; lon: number; time: string } }[];
  scans: { deviceId: string; time: string; codes: string[] }[];
}

function world(): World {
  return {
    order: {
      state: 'packed',
      parcels: [{ parcelId: '(00)1', state: 'packed', location: { kind: 'site', id: 'WH' } }],
    },
    vehicles: [{ vehicleId: 'V1', position: { lat: 1, lon: 2, time } }],
    scans: [{ deviceId: 'H1', time, codes: ['(00)1'] }],
  };
}

function asking({ order, vehicles, scans }: World): Ask {
  return async <T>(path: string): Promise<T> => {
    const answer: unknown = path.startsWith('/orders')
      ? order
      : path.startsWith('/vehicles')
        ? { items: vehicles }
        : path.startsWith('/scans')
          ? { items: scans }
          : { store: { scans: scans.length } };
    return await Promise.resolve(answer as T);
  };
}

describe('the comparison with the truth', () => {
  it('finds nothing where there is nothing', async () => {
    expect((await checkTruth(truth, asking(world()))).differences).toEqual([]);
  });

  const faults: [string, (changed: World) => void][] = [
    ['an order in another state', (changed) => (changed.order.state = 'picked')],
    ['a parcel at another site', (changed) => (changed.order.parcels[0]!.location.id = 'DC')],
    ['a parcel nobody knows', (changed) => (changed.order.parcels = [])],
    ['a vehicle elsewhere', (changed) => (changed.vehicles[0]!.position.lat = 1.0001)],
    ['a vehicle at another time', (changed) => (changed.vehicles[0]!.position.time = '2026-11-23T08:01:00Z')],
    ['a scan that is missing', (changed) => (changed.scans = [])],
    ['a scan that came twice', (changed) => changed.scans.push(changed.scans[0]!)],
    ['a scan of another code', (changed) => (changed.scans[0]!.codes = ['2'])],
  ];

  it.each(faults)('finds %s', async (_, plant) => {
    const changed = world();
    plant(changed);
    expect((await checkTruth(truth, asking(changed))).differences).not.toEqual([]);
  });
});
