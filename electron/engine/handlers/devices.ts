import type { ParamsOut } from '#shared/contract/index.ts';
import type { DeviceStateRow, ObservationEventRow } from '#shared/contract/types.ts';
import { parseBizStep } from '#shared/domain/cbv.ts';
import { observationKinds, type ObservationKind } from '#shared/domain/observation.ts';
import { isTimeZone } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { positionRow, readingRow, scanRow, statusRow } from '../live/observation-rows.ts';
import type { FactRange } from '../store/fact-queries.ts';
import type { EngineParts } from './engine-parts.ts';

const maxInstant = 8.64e15;

export function deviceHandlers(parts: EngineParts) {
  const { store, models, secrets, alerts } = parts;

  function put(params: ParamsOut<'devices.put'>): DeviceStateRow {
    if (params.timeZone !== undefined && !isTimeZone(params.timeZone)) {
      throw new DomainError('invalid-request', `'${params.timeZone}' is not an IANA time zone.`, {
        field: 'timeZone',
      });
    }
    const bizStep = params.bizStep === undefined ? undefined : parseBizStep(params.bizStep);
    if (params.bizStep !== undefined && bizStep === undefined) {
      throw new DomainError('invalid-request', `'${params.bizStep}' is not a CBV business step.`, {
        field: 'bizStep',
      });
    }
    const { key, ...config } = params;
    store.devices.configure({ ...config, bizStep });
    if (key !== undefined) secrets.setDeviceKey(params.deviceId, key);
    models.refreshDevice(params.deviceId);
    alerts.configured(params.deviceId);
    const row = models.devices.get(params.deviceId);
    if (row === undefined) throw new DomainError('internal', `The device ${params.deviceId} was not kept.`);
    return row;
  }

  return {
    'devices.list': () => ({
      items: [...models.devices.values()].sort((a, b) => a.deviceId.localeCompare(b.deviceId)),
    }),
    'devices.put': put,
    'observations.list': (params: ParamsOut<'observations.list'>) => listObservations(parts, params),
  };
}

/** A place in a list ordered by event time: the instant reached and how many rows at it were already given. */
interface Place {
  readonly time: number;
  readonly skip: number;
}

function listObservations(parts: EngineParts, params: ParamsOut<'observations.list'>) {
  const { store } = parts;
  const place = readCursor(params.cursor) ?? { time: instantOr(params.to, maxInstant), skip: 0 };
  const topicKey = params.topic === undefined ? undefined : store.keys.findTopic(params.topic);
  const deviceKeys = devicesOf(parts, params, topicKey);
  const range: FactRange = {
    from: instantOr(params.from, -maxInstant),
    to: place.time,
    limit: params.limit + place.skip + 1,
    topicKey,
  };
  const kinds = params.kind === undefined ? observationKinds : [params.kind];
  const found = deviceKeys.flatMap((key) => kinds.flatMap((kind) => factsOf(parts, key, kind, range)));
  found.sort((a, b) => b.at - a.at);
  const wanted = found.slice(place.skip, place.skip + params.limit);
  const more = found.length > place.skip + params.limit;
  const items = wanted.map((entry) => entry.row);
  const last = wanted.at(-1);
  if (!more || last === undefined) return { items };
  const sameInstant = found
    .slice(0, place.skip + params.limit)
    .filter((entry) => entry.at === last.at).length;
  return { items, nextCursor: `${last.at}.${sameInstant}` };
}

function devicesOf(
  parts: EngineParts,
  params: ParamsOut<'observations.list'>,
  topicKey: number | undefined,
): readonly number[] {
  const { store } = parts;
  if (params.deviceId !== undefined) {
    const device = store.devices.get(params.deviceId);
    if (device === undefined) throw new DomainError('not-found', `No device ${params.deviceId} is known.`);
    return params.topic !== undefined && topicKey === undefined ? [] : [device.key];
  }
  if (params.topic === undefined) throw new DomainError('invalid-request', 'Name a deviceId or a topic.');
  return topicKey === undefined ? [] : store.keys.devicesOn(topicKey);
}

interface Found {
  readonly at: number;
  readonly row: ObservationEventRow;
}

function factsOf(parts: EngineParts, deviceKey: number, kind: ObservationKind, range: FactRange): Found[] {
  const { queries, keys, devices } = parts.store;
  const deviceId = devices.byKey(deviceKey)?.deviceId ?? '';
  switch (kind) {
    case 'scan':
      return queries
        .scans(deviceKey, range)
        .map((record) => ({ at: record.event_time, row: scanRow(record, deviceId) }));
    case 'position':
      return queries
        .positions(deviceKey, range)
        .map((record) => ({ at: record.event_time, row: positionRow(record, deviceId) }));
    case 'status':
      return queries
        .statuses(deviceKey, range)
        .map((record) => ({ at: record.event_time, row: statusRow(record, deviceId) }));
    case 'reading':
      return keys
        .seriesOfDevice(deviceKey)
        .flatMap((series) =>
          queries
            .readings(series.key, range)
            .map((record) => ({ at: record.event_time, row: readingRow(record, series, deviceId) })),
        );
  }
}

function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(-?\d{1,16})\.(\d{1,9})$/.exec(cursor);
  if (match === null)
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return { time: Number(match[1]), skip: Number(match[2]) };
}

/** Epoch milliseconds of an optional ISO instant. */
export function instantOr(iso: string | undefined, otherwise: number): number {
  return iso === undefined ? otherwise : Date.parse(iso);
}
