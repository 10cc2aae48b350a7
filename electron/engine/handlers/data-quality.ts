import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { DeviceStateRow } from '#shared/contract/types.ts';
import { lateShare, latenessBoundsMs, latenessClasses } from '#shared/domain/habits.ts';
import { defaultRateLimit } from '#shared/domain/rate-limit.ts';
import { unpackQuality } from '#shared/domain/quality.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import type { Reconsidered } from '../ingest/sanity.ts';
import type { Device } from '../store/devices.ts';
import { decisions, type DoubtPlace, type DoubtRecord, type FactSpan } from '../store/doubts.ts';
import type { TallyCounts } from '../store/tallies.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';

type Account = ResultOf<'dataQuality.get'>['devices'][number];
type Doubt = ResultOf<'doubts.list'>['items'][number];

const daysShown = 14;

export function dataQualityHandlers(parts: EngineParts) {
  return {
    'dataQuality.get': ({ limit }: ParamsOut<'dataQuality.get'>) => accounts(parts, limit),
    'rateLimit.get': () => rateLimitRow(parts),
    'rateLimit.put': (params: ParamsOut<'rateLimit.put'>) => {
      parts.store.transaction(() => parts.store.rateLimit.put(params));
      return rateLimitRow(parts);
    },
    'doubts.list': (params: ParamsOut<'doubts.list'>) => listDoubts(parts, params),
    'doubts.decide': (params: ParamsOut<'doubts.decide'>, { session }: RequestContext) =>
      decide(parts, params, session.actor),
  };
}

function accounts(parts: EngineParts, limit: number): ResultOf<'dataQuality.get'> {
  const { store, models, clock } = parts;
  store.tallies.flush();
  const since = clock.now() - (daysShown - 1) * dayMs;
  const doubts = store.doubts.openByDevice();
  const all = [...store.devices.all()].flatMap((device): Account[] => {
    const row = models.devices.get(device.deviceId);
    return row === undefined ? [] : [accountOf(device, row, doubts.get(device.key) ?? 0)];
  });
  const devices = all
    .toSorted((a, b) => trouble(b) - trouble(a) || a.deviceId.localeCompare(b.deviceId))
    .slice(0, limit)
    .map((account) => {
      const key = store.devices.get(account.deviceId)?.key ?? 0;
      return { ...account, days: store.tallies.daysOf(key, since).map(dayRow) };
    });
  const topics = store.tallies
    .byTopic(since)
    .map((row) => ({ ...row, received: receivedOf(row) }))
    .toSorted((a, b) => trouble(b) - trouble(a) || a.topic.localeCompare(b.topic))
    .slice(0, limit);
  return {
    latenessBoundsS: latenessBoundsMs.map((bound) => bound / 1000),
    devices,
    formats: byFormat(all),
    topics,
    days: store.tallies.byDay(since).map(dayRow),
    reasons: store.tallies.reasons(),
  };
}

function rateLimitRow({ store }: EngineParts): ResultOf<'rateLimit.get'> {
  return {
    ...(store.rateLimit.get() ?? defaultRateLimit),
    defaultPerSecond: defaultRateLimit.perSecond,
    defaultBurst: defaultRateLimit.burst,
  };
}

/** What somebody would look at first: what was lost to use, then what is in doubt or late. */
function trouble(row: Pick<Account, 'received' | 'quarantined' | 'limited'> & Partial<Account>): number {
  const lost = row.quarantined + row.limited;
  const share = row.received === 0 ? 0 : lost / row.received;
  return lost * (1 + share) + (row.openDoubts ?? 0) + (row.lateShare ?? 0);
}

function accountOf(device: Device, row: DeviceStateRow, openDoubts: number): Account {
  return compact({
    deviceId: device.deviceId,
    format: device.format,
    received: receivedOf(device.counts),
    ...device.counts,
    lateness: [...device.lateness],
    lateShare: lateShare(device.lateness),
    lastSeen: row.lastSeen,
    cadenceS: row.cadenceS,
    clockOffsetS: row.clockOffsetS,
    openDoubts,
    days: [],
  });
}

function receivedOf({ stored, duplicate, ignored, quarantined, limited }: Omit<TallyCounts, 'late'>): number {
  return stored + duplicate + ignored + quarantined + limited;
}

function dayRow({ day, ...counts }: { readonly day: number } & TallyCounts) {
  return { day: toIso(day), received: receivedOf(counts), ...counts };
}

const counted = ['received', 'stored', 'duplicate', 'ignored', 'quarantined', 'limited'] as const;

function byFormat(devices: readonly Account[]): ResultOf<'dataQuality.get'>['formats'] {
  const formats = new Map<string, ResultOf<'dataQuality.get'>['formats'][number]>();
  for (const device of devices) {
    if (device.format === '') continue;
    const known = formats.get(device.format) ?? {
      format: device.format,
      devices: 0,
      received: 0,
      stored: 0,
      duplicate: 0,
      ignored: 0,
      quarantined: 0,
      limited: 0,
      lateness: Array.from({ length: latenessClasses }, () => 0),
    };
    known.devices += 1;
    for (const name of counted) known[name] += device[name];
    known.lateness = known.lateness.map((count, index) => count + (device.lateness[index] ?? 0));
    formats.set(device.format, known);
  }
  return [...formats.values()].sort((a, b) => b.received - a.received);
}

function listDoubts(parts: EngineParts, params: ParamsOut<'doubts.list'>): ResultOf<'doubts.list'> {
  const { store } = parts;
  const rows = store.doubts.list({
    deviceKey: params.deviceId === undefined ? undefined : deviceOf(parts, params.deviceId).key,
    after: params.cursor === undefined ? undefined : placeOf(params.cursor),
    limit: params.limit + 1,
    openOnly: params.state === 'open',
  });
  const items = rows.slice(0, params.limit).map((row) => doubtRow(parts, row));
  const last = rows[params.limit - 1];
  return rows.length > params.limit && last !== undefined
    ? { items, nextCursor: `${last.event_time} ${last.kind} ${last.ref}` }
    : { items };
}

function placeOf(cursor: string): DoubtPlace {
  const [, time, kind, ref] = /^(-?\d{1,16}) (position|reading) (\d{1,15})$/.exec(cursor) ?? [];
  if (kind !== 'position' && kind !== 'reading')
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return { event_time: Number(time), kind, ref: Number(ref) };
}

function deviceOf({ store }: EngineParts, deviceId: string): Device {
  const device = store.devices.get(deviceId);
  if (device === undefined) throw new DomainError('not-found', `No device ${deviceId} is known.`);
  return device;
}

function doubtRow({ store }: EngineParts, record: DoubtRecord): Doubt {
  const span = { from: record.event_time, to: record.event_time, limit: 1 };
  const series = record.kind === 'reading' ? store.keys.seriesByKey(record.ref) : undefined;
  const reading = series === undefined ? undefined : store.queries.readings(record.ref, span)[0];
  const fix = record.kind === 'position' ? store.queries.positions(record.ref, span)[0] : undefined;
  return compact({
    kind: record.kind,
    deviceId: store.devices.byKey(record.device_key)?.deviceId ?? '',
    channel: series?.channel === '' ? undefined : series?.channel,
    type: series?.type,
    time: toIso(record.event_time),
    quality: unpackQuality(record.flags),
    decision: decisions[record.decision] ?? 'open',
    decidedTime: record.decided_time === null ? undefined : toIso(record.decided_time),
    decidedBy: record.decided_by ?? undefined,
    note: record.note ?? undefined,
    value: reading?.value,
    uom: series?.uom,
    lat: fix?.lat,
    lon: fix?.lon,
  });
}

/** The facts stay as they came; what is believed of them, and the alerts that rest on them, follow the decision. */
function decide(
  parts: EngineParts,
  params: ParamsOut<'doubts.decide'>,
  actor: string,
): ResultOf<'doubts.decide'> {
  const { store, clock, pipeline } = parts;
  const device = deviceOf(parts, params.deviceId);
  const [from, to] = [Date.parse(params.from), Date.parse(params.to)];
  const spans = refsOf(parts, device, params).map((ref): FactSpan => ({ kind: params.kind, ref, from, to }));
  const verdict = { decision: params.decision, time: clock.now(), by: actor, note: params.note };
  let facts = 0;
  pipeline.reconsider(() => {
    for (const span of spans) facts += store.doubts.decide(span, device.key, verdict);
    return spans.flatMap((span) =>
      [from, to].map((time): Reconsidered => ({
        kind: span.kind,
        ref: span.ref,
        deviceKey: device.key,
        time,
      })),
    );
  });
  return { facts };
}

function refsOf({ store }: EngineParts, device: Device, params: ParamsOut<'doubts.decide'>): number[] {
  if (params.kind === 'position') return [device.key];
  return store.keys
    .seriesOfDevice(device.key)
    .filter(({ channel }) => params.channel === undefined || channel === params.channel)
    .filter(({ type }) => params.type === undefined || type === params.type)
    .map(({ key }) => key);
}
