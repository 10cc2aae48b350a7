import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';

import { scanEvent } from '../live/observation-rows.ts';
import { instantOr } from './devices.ts';
import type { EngineParts } from './engine-parts.ts';

const maxInstant = 8.64e15;

export function scanHandlers(parts: EngineParts) {
  const { store, tracking } = parts;
  return {
    'scans.submit': (params: ParamsOut<'scans.submit'>) => submit(parts, params),
    'scans.list': (params: ParamsOut<'scans.list'>) => {
      const skip = readSkip(params.cursor);
      const records = store.queries.scansInRange({
        siteId: params.siteId,
        deviceId: params.deviceId,
        code: params.code === undefined ? undefined : canonicalCode(params.code),
        verdict: params.verdict,
        from: instantOr(params.from, -maxInstant),
        to: skip?.time ?? instantOr(params.to, maxInstant),
        limit: params.limit + (skip?.count ?? 0) + 1,
      });
      const start = skip?.count ?? 0;
      const wanted = records.slice(start, start + params.limit);
      const items = wanted.map((record) => scanEvent(store, record, tracking.judge));
      const last = wanted.at(-1);
      if (records.length <= start + params.limit || last === undefined) return { items };
      const sameInstant = records
        .slice(0, start + params.limit)
        .filter((record) => record.event_time === last.event_time).length;
      return { items, nextCursor: `${last.event_time}.${sameInstant}` };
    },
  };
}

/** How many of a device's newest scans are looked through for the one just stored. */
const recent = 50;

/** Takes the way of a message: the same adapter, the same transaction, the same books, the same verdict. */
async function submit(
  { store, clock, pipeline }: EngineParts,
  { siteId, station, ...scan }: ParamsOut<'scans.submit'>,
): Promise<ResultOf<'scans.submit'>> {
  const deviceId = `scan-station:${station}`;
  const message = {
    source: 'scan-station',
    topic: `waymark/v1/${siteId}/${deviceId}/scan`,
    payload: Buffer.from(JSON.stringify(scan)),
    qos: 1,
    retained: false,
    dup: false,
    receivedAt: clock.now(),
  } as const;
  await new Promise<void>((resolve) => pipeline.accept(message, resolve));
  const time = Date.parse(scan.time);
  const stored = [
    ...store.queries.scansInRange({ deviceId, from: time, to: time, limit: recent }),
    // A clock that is not set: it stands at the time it was received.
    ...store.queries.newestScans({ deviceId }, recent),
  ].find(({ boot, seq }) => boot === scan.boot && seq === scan.seq);
  if (stored === undefined)
    throw new DomainError(
      'invalid-request',
      'The scan could not be used; the Devices screen shows it in quarantine with the reason.',
    );
  const results = store.tracking
    .verdictsOf(stored.scan_key)
    .map(({ code, verdict, message: words }) => ({ code, verdict, message: words }));
  return { deviceId, results };
}

function readSkip(cursor: string | undefined): { time: number; count: number } | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(-?\d{1,16})\.(\d{1,9})$/.exec(cursor);
  if (match === null)
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return { time: Number(match[1]), count: Number(match[2]) };
}
