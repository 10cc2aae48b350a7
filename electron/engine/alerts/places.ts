import type { EvidenceRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { sensorIdOf } from '../live/rows.ts';
import { calibrationAt, type CalibrationRecord } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { OrderBelief } from '../tracking/believe.ts';
import type { AlertDraft, Subject, Whereabouts } from './book.ts';
import { valueText } from './limits.ts';
import { ordersWith, type During, type Journeys } from './riders.ts';

const forever = Number.MAX_SAFE_INTEGER;

/** Something the engine found out itself about a device, a channel or a vehicle at an instant. */
export interface OwnEvidence {
  readonly kind: string;
  readonly of: string;
  /** Event time. */
  readonly time: number;
  /** When we knew it. */
  readonly recordTime: number;
  readonly source: string;
  readonly text: string;
}

/** What the engine found out itself, as evidence. */
export function ownEvidence({ kind, of, time, recordTime, source, text }: OwnEvidence): EvidenceRow {
  const at = toIso(time);
  return { kind, id: `${of}@${at}`, eventTime: at, recordTime: toIso(recordTime), source, text };
}

/** What rules about devices need of the world around them. */
export interface Surroundings {
  whereabouts(device: Device, channel: string | undefined, at: number): Whereabouts;
  /** How people call a channel, with what it is on. */
  nameOf(device: Device, channel: string, at: number): string;
  /** The calibration of a channel that applies at an instant. */
  calibrationOf(device: Device, channel: string, quantity: string, at: number): CalibrationRecord | undefined;
  /** Orders that were on what a device was on. */
  ordersNear(device: Device, channel: string | undefined, during: During): string[];
  /** Orders of which something was on a vehicle or a pallet, or is of a parcel. */
  ordersOn(subjectId: string, during: During): string[];
}

export function createSurroundings(
  store: Store,
  associations: () => readonly AssociationRow[],
  tracking: Journeys,
): Surroundings {
  function rowsOf(
    device: Device,
    channel: string | undefined,
    { start, end = forever }: During,
  ): AssociationRow[] {
    return associations().filter(
      (row) =>
        row.deviceId === device.deviceId &&
        (channel === undefined || row.channel === undefined || row.channel === channel) &&
        row.from <= end &&
        (row.to ?? forever) > start,
    );
  }

  function vehicleOf(device: Device, at: number): string | undefined {
    const row = rowsOf(device, undefined, { start: at, end: at }).find(
      ({ subjectType }) => subjectType === 'vehicle',
    );
    return (
      row?.subjectId ?? (store.places.vehicle(device.deviceId) === undefined ? undefined : device.deviceId)
    );
  }

  return {
    whereabouts(device, channel, at) {
      const site = rowsOf(device, channel, { start: at, end: at }).find(
        ({ subjectType }) => subjectType === 'site',
      )?.subjectId;
      return {
        deviceId: device.deviceId,
        channel: channel === '' ? undefined : channel,
        vehicleId: vehicleOf(device, at),
        siteId: device.siteId ?? site ?? device.heardSiteId,
      };
    },
    nameOf(device, channel, at) {
      const sensorId = sensorIdOf(device.deviceId, channel);
      const name = device.channels[channel]?.name;
      const own = name === undefined || name === sensorId ? sensorId : `${name} (${sensorId})`;
      const vehicleId = vehicleOf(device, at);
      if (vehicleId === undefined || vehicleId === device.deviceId) return own;
      return `${own} on ${store.places.vehicle(vehicleId)?.name ?? vehicleId}`;
    },
    calibrationOf: (device, channel, quantity, at) =>
      calibrationAt(store.calibrations.of(device.deviceId, channel, quantity), at),
    ordersOn: (subjectId, during) => ordersWith(store, tracking, subjectId, during),
    ordersNear(device, channel, during) {
      const rows = rowsOf(device, channel, during).filter(({ subjectType }) => subjectType !== 'site');
      const spans = rows.map((row) => ({ id: row.subjectId, during: within(during, row) }));
      const all = [...spans, { id: device.deviceId, during }].flatMap((each) =>
        ordersWith(store, tracking, each.id, each.during),
      );
      return [...new Set(all)].sort();
    },
  };
}

function within({ start, end = forever }: During, row: AssociationRow): During {
  const to = Math.min(end, row.to ?? forever);
  return { start: Math.max(start, row.from), end: to === forever ? undefined : to };
}

/** What alerts about a channel are about: the device itself where it has no named channels. */
export function channelSubject(deviceId: string, channel: string): Subject {
  return channel === ''
    ? { type: 'device', id: deviceId }
    : { type: 'channel', id: sensorIdOf(deviceId, channel) };
}

/** A reading as evidence. */
export function readingEvidence(
  sensorId: string,
  deviceId: string,
  quantity: string,
  reading: { time: number; value: number; recordTime: number },
  what: string,
): EvidenceRow {
  return {
    kind: 'reading',
    id: `${sensorId}@${toIso(reading.time)}`,
    eventTime: toIso(reading.time),
    recordTime: toIso(reading.recordTime),
    source: deviceId,
    text: `${what}: ${valueText(quantity, reading.value)}`,
  };
}

/** Where an order is believed to be, by the parcel that is furthest behind. */
export function believedPlace({
  least: { location },
}: OrderBelief): Pick<AlertDraft, 'vehicleId' | 'siteId'> {
  return {
    vehicleId: location.kind === 'vehicle' ? location.id : undefined,
    siteId: location.kind === 'site' ? location.id : undefined,
  };
}
