import { dayMs, minuteMs, toIso } from '#shared/domain/time.ts';

import type { CarrierWord, TagRide } from '../faults/fault.ts';
import { encode } from '../formats/index.ts';
import { hash32 } from '../random.ts';
import type { RegistryEntry } from '../registry.ts';
import type { Tracker } from './devices.ts';
import { vehicleOf } from './fleet.ts';
import type { Item } from './item.ts';
import { latencyMs } from './ticks.ts';
import type { Wave } from './wave.ts';
import { locate } from './world.ts';

const tagEveryMs = 10 * minuteMs;
const carrierId = 'Navette-Express';

/** What is said of a ride: what the tag is put on and when it is taken off, and where it is all along. */
export function rideItems(ride: TagRide, wave: Wave): Item[] {
  const { tagId, vehicleId, fromMs, toMs } = ride;
  const vehicle = vehicleOf(vehicleId);
  const device: Tracker = {
    kind: 'tracker',
    deviceId: tagId,
    format: 'native',
    clientId: 'tag-network',
    siteId: vehicle.home,
    key: hash32(tagId),
    vehicle,
    periodMs: tagEveryMs,
  };
  const drives = wave.drivesOf.get(vehicleId) ?? [];
  const fixes = Array.from({ length: Math.floor((toMs - fromMs) / tagEveryMs) }, (_, index) => {
    const atMs = Math.round(fromMs + (index + 0.5) * tagEveryMs);
    const where = locate(vehicle, drives, atMs);
    const fix = { ...where, lat: rounded(where.lat), lon: rounded(where.lon), accuracyM: 12, altitudeM: 150 };
    return fixItem(device, fix, atMs);
  });
  return [
    // A tag sleeps between two rides.
    registration(fromMs, 'devices', tagId, {
      deviceId: tagId,
      kind: 'tracker',
      expectedEveryS: dayMs / 1000,
    }),
    association(ride, fromMs, undefined),
    ...fixes.flat(),
    association(ride, toMs, toMs),
  ];
}

function fixItem(
  device: Tracker,
  fix: Extract<Parameters<typeof encode>[0], { kind: 'position' }>['fix'],
  atMs: number,
): Item[] {
  const sentMs = atMs + latencyMs(device);
  const message = encode({ kind: 'position', device, fix, batteryPct: 90 }, atMs, sentMs);
  const said = { deviceId: device.deviceId, kind: 'position', trueMs: atMs, saidMs: atMs } as const;
  return message === undefined ? [] : [{ type: 'message', atMs: sentMs, message, said: [said] }];
}

function association({ tagId, parcel, fromMs }: TagRide, atMs: number, toMs: number | undefined): Item {
  return registration(atMs, 'associations', `${tagId}@${parcel.parcelId}`, {
    deviceId: tagId,
    subject: { type: 'parcel', id: `(00)${parcel.parcelId}` },
    from: toIso(fromMs),
    ...(toMs === undefined ? {} : { to: toIso(toMs) }),
  });
}

function registration(
  atMs: number,
  collection: RegistryEntry['collection'],
  id: string,
  body: RegistryEntry['body'],
): Item {
  return { type: 'registration', atMs, entry: { collection, id, body } };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(6));
}

/** A carrier's words, each a message of its own. */
export function wordItems(words: readonly CarrierWord[]): Item[] {
  const first = Math.min(...words.map(({ sentMs }) => sentMs));
  if (words.length === 0) return [];
  const known = registration(first, 'devices', carrierId, { deviceId: carrierId, kind: 'carrier' });
  return [known, ...words.map(wordItem)];
}

function wordItem({ parcel, atMs, sentMs, place }: CarrierWord): Item {
  const codes = [`(00)${parcel.parcelId}`];
  const step = { event: 'delivered', atMs, deviceId: carrierId, parcels: [parcel], place } as const;
  return {
    type: 'message',
    atMs: sentMs,
    message: {
      atMs: sentMs,
      clientId: 'carrier-navette',
      topic: `waymark/carriers/${carrierId}`,
      payload: JSON.stringify([{ time: toIso(atMs), code: codes[0], outcome: 'delivered' }]),
      qos: 1,
      retain: false,
    },
    said: [
      {
        deviceId: carrierId,
        kind: 'scan',
        trueMs: atMs,
        saidMs: atMs,
        scans: [{ codes, parcels: [parcel], step, event: 'delivered' }],
      },
    ],
  };
}
