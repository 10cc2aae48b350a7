import { createHash } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { isTimeZone, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import { parseBerlinger, type LoggerFile } from '../loggers/berlinger.ts';
import { compareLogger } from '../loggers/compare.ts';
import type { EngineParts } from './engine-parts.ts';

type Import = ResultOf<'loggers.import'>;

const perMessage = 500;

/** Files of loggers that were read out: their samples become readings, their own results are kept beside ours. */
export function loggerHandlers(parts: EngineParts) {
  return {
    'loggers.import': (params: ParamsOut<'loggers.import'>): Import => importLogger(parts, params),
    'loggers.list': ({ deviceId, limit }: ParamsOut<'loggers.list'>): ResultOf<'loggers.list'> => ({
      items: parts.store.loggerImports
        .list(deviceId, limit)
        // It was written below.
        .map(({ key, body }) => ({
          ...(JSON.parse(body) as Omit<Import, 'importId'>),
          importId: `logger-${key}`,
        })),
    }),
  };
}

function importLogger(parts: EngineParts, { text, deviceId, timeZone }: ParamsOut<'loggers.import'>): Import {
  const { store, clock } = parts;
  const zone = timeZone ?? zoneOf(parts, deviceId);
  if (!isTimeZone(zone))
    throw new DomainError('invalid-request', `'${zone}' is not an IANA time zone.`, { field: 'timeZone' });
  const parsed = parseBerlinger(text, zone);
  if (!parsed.ok) throw new DomainError('invalid-request', parsed.why, { field: 'text' });
  const { file } = parsed;
  const device = deviceId ?? file.serial;
  const counts = takeIn(parts, device, file);
  const body: Omit<Import, 'importId'> = {
    deviceId: device,
    importedTime: toIso(clock.now()),
    timeZone: zone,
    ...counts,
    ...viewOf(file),
  };
  const key = store.loggerImports.put({
    deviceId: device,
    importedTime: clock.now(),
    fileHash: createHash('sha256').update(`${device}\n${text}`).digest('hex'),
    body: JSON.stringify(body),
  });
  return { importId: `logger-${key}`, ...body };
}

function zoneOf({ store, timeZone }: EngineParts, deviceId: string | undefined): string {
  const device = deviceId === undefined ? undefined : store.devices.get(deviceId);
  return device?.timeZone ?? store.places.site(device?.siteId ?? '')?.timeZone ?? timeZone;
}

/** Samples go the way of every reading, as a back-fill in the native format: a file read in twice changes nothing. */
function takeIn(
  { pipeline, clock, store }: EngineParts,
  deviceId: string,
  { samples, intervalMs }: LoggerFile,
): { readonly stored: number; readonly duplicates: number } {
  const readings = samples.flatMap(({ time, celsius }) =>
    celsius === undefined ? [] : [{ time: toIso(time), temperatureC: celsius }],
  );
  if (readings.length === 0) return { stored: 0, duplicates: 0 };
  const known = store.devices.get(deviceId);
  if (known === undefined && intervalMs > 0)
    store.devices.configure({ deviceId, kind: 'logger', expectedEveryS: intervalMs / 1000 });
  const before = readingsOf(store, deviceId, samples);
  const site = encodeURIComponent(known?.siteId ?? 'import');
  for (let from = 0; from < readings.length; from += perMessage) {
    const message = {
      source: 'import',
      topic: `waymark/v1/${site}/${encodeURIComponent(deviceId)}/reading`,
      payload: Buffer.from(JSON.stringify(readings.slice(from, from + perMessage))),
      qos: 1 as const,
      retained: false,
      dup: false,
      receivedAt: clock.now(),
    };
    pipeline.accept(message, () => undefined);
  }
  pipeline.drain();
  const stored = readingsOf(store, deviceId, samples) - before;
  return { stored, duplicates: readings.length - stored };
}

function readingsOf(store: EngineParts['store'], deviceId: string, samples: LoggerFile['samples']): number {
  const device = store.devices.get(deviceId);
  const series = device && store.keys.seriesOf(device.key, '').find(({ type }) => type === 'Temperature');
  const times = samples.map(({ time }) => time);
  if (series === undefined) return 0;
  return store.alertFacts.readings(series.key, Math.min(...times), Math.max(...times)).length;
}

function viewOf(
  file: LoggerFile,
): Omit<Import, 'importId' | 'deviceId' | 'importedTime' | 'timeZone' | 'stored' | 'duplicates'> {
  const { samples, model, serial, mktC, mktEnergyKJ, averageC, minC, maxC, limits, alarms, days } = file;
  const first = samples[0]?.time;
  const last = samples.at(-1)?.time;
  return compact({
    model,
    serial,
    holds: samples.length === 0 ? ('daily-figures' as const) : ('readings' as const),
    samples: samples.length,
    missing: samples.filter(({ celsius }) => celsius === undefined).length,
    firstTime: first === undefined ? undefined : toIso(first),
    lastTime: last === undefined ? undefined : toIso(last),
    own: compact({
      mktC,
      mktEnergyKJ,
      averageC,
      minC,
      maxC,
      limits: limits.map((limit) => ({ ...limit })),
      alarms: alarms.map(({ limit, crossed, alarm, minutes }) =>
        compact({
          limit,
          crossedTime: crossed === undefined ? undefined : toIso(crossed),
          alarmTime: alarm === undefined ? undefined : toIso(alarm),
          minutes,
        }),
      ),
      days: days.map((day) => compact({ ...day })),
    }),
    comparison: compareLogger(file).map((row) => ({ ...row })),
  });
}
