import type { ParamsOut } from '#shared/contract/index.ts';
import type { SensorLanesResult, SiteRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { distanceM } from '#shared/domain/geo.ts';
import { hourMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import type { Device } from '../store/devices.ts';
import type { ScanRecord } from '../store/fact-queries.ts';
import type { LaneFix } from '../store/lane-facts.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import { distinctSlots, joinPlaces, type PlaceSpan, type PlacedFix } from '../tracking/lane-spans.ts';
import type { EngineParts } from './engine-parts.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A time in which a sensor was on something. */
interface Mount extends Span {
  readonly type: AssociationRow['subjectType'];
  readonly id: string;
}

const usualRadiusM = 300;
const mostSiteScans = 5000;

/** What happened around a sensor: its door, what it was on, where that was, and what was scanned there. */
export function laneHandlers({ store, tracking }: EngineParts) {
  return {
    'readings.lanes': (params: ParamsOut<'readings.lanes'>): SensorLanesResult => {
      const device = store.devices.get(params.deviceId);
      if (device === undefined) throw new DomainError('not-found', `No device ${params.deviceId} is known.`);
      const range = { from: Date.parse(params.from), to: Date.parse(params.to) };
      if (range.to <= range.from)
        throw new DomainError('invalid-request', 'The range ends before it begins.', { field: 'to' });
      const of = { store, device, range, associations: tracking.world.associations() };
      const mounts = mountsOf(of, params.channel);
      return {
        door: doorSpans(of, { mounts, channel: params.channel ?? '', points: params.points }),
        on: mounts.map(({ type, id, ...span }) => ({ ...spanView(span, range), subject: { type, id } })),
        places: placesOf(of, mounts, params.points).map(({ siteId, ...span }) =>
          compact({ from: toIso(span.from), to: toIso(span.to), siteId }),
        ),
        scans: scansOf(of, mounts, params.points),
      };
    },
  };
}

interface LaneInput {
  readonly store: Store;
  readonly device: Device;
  readonly range: Span;
  readonly associations: readonly AssociationRow[];
}

/** An open end is left open: it goes on past the range. */
function spanView({ from, to }: Span, range: Span) {
  return compact({ from: toIso(from), to: to >= range.to ? undefined : toIso(to) });
}

function mountsOf({ store, device, range, associations }: LaneInput, channel: string | undefined): Mount[] {
  const stated = associations
    .filter(
      (row) =>
        row.deviceId === device.deviceId &&
        (row.channel === undefined || row.channel === (channel ?? '')) &&
        row.from < range.to &&
        (row.to ?? Infinity) > range.from,
    )
    .map((row) => ({
      type: row.subjectType,
      id: row.subjectId,
      from: Math.max(row.from, range.from),
      to: Math.min(row.to ?? Infinity, range.to),
    }));
  const isVehicle = store.places.vehicle(device.deviceId) !== undefined;
  if (!isVehicle || stated.some(({ type }) => type === 'vehicle')) return stated;
  return [...stated, { type: 'vehicle', id: device.deviceId, ...range }];
}

/** Devices that tell of the same thing in the same time: the sensor itself, and those on its vehicles. */
function companionsOf({ store, device, range, associations }: LaneInput, mounts: readonly Mount[]) {
  const beside = mounts
    .filter(({ type }) => type === 'vehicle')
    .flatMap((mount) => [
      { deviceId: mount.id, from: mount.from, to: mount.to },
      ...associations
        .filter((row) => row.subjectType === 'vehicle' && row.subjectId === mount.id)
        .map((row) => ({
          deviceId: row.deviceId,
          from: Math.max(row.from, mount.from),
          to: Math.min(row.to ?? Infinity, mount.to),
        })),
    ]);
  return [{ deviceId: device.deviceId, ...range }, ...beside]
    .filter(({ from, to }) => to > from)
    .flatMap(({ deviceId, from, to }) => {
      const known = store.devices.get(deviceId);
      return known === undefined ? [] : [{ device: known, from, to }];
    });
}

/** From each reading (or span) at which the door was open to the next at which it was not. */
function doorSpans(
  input: LaneInput,
  { mounts, channel, points }: { mounts: readonly Mount[]; channel: string; points: number },
): SensorLanesResult['door'] {
  const { store } = input;
  const spans: { from: string; to?: string }[] = [];
  for (const { device, from, to } of companionsOf(input, mounts)) {
    const doors = store.keys.seriesOfDevice(device.key).filter(({ type }) => type === 'DoorOpen');
    const door = doors.find((series) => series.channel === channel) ?? doors[0];
    if (door === undefined) continue;
    let since: number | undefined;
    for (const point of store.readSeries(door.key, { from, to, points }).points) {
      if (point.max > 0) since ??= point.time;
      else if (since !== undefined) {
        spans.push({ from: toIso(since), to: toIso(point.time) });
        since = undefined;
      }
    }
    if (since !== undefined) spans.push(spanView({ from: since, to }, input.range));
    // The sensor's own door is the door; others tell of it where it has none.
    if (device === input.device) break;
  }
  return spans.sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Where it was, as finely as it is drawn: by the fixes of whoever was with it, else the site it stands at. */
function placesOf(input: LaneInput, mounts: readonly Mount[], points: number): PlaceSpan[] {
  const { store, device, range } = input;
  const sites = [...store.places.sites()];
  const sources = companionsOf(input, mounts);
  const slotMs = Math.max(1, Math.ceil((range.to - range.from) / points));
  const fixes: PlacedFix[] = [];
  for (let from = range.from; from < range.to; from += slotMs) {
    const fix = fixIn(store, sources, { from, to: Math.min(range.to, from + slotMs) });
    if (fix !== undefined) fixes.push({ time: fix.time, siteId: siteAt(sites, fix) });
  }
  if (fixes.length > 0) return joinPlaces(fixes, Math.max(hourMs, 2 * slotMs));
  const stated = mounts.filter(({ type }) => type === 'site');
  if (stated.length > 0) return stated.map(({ id, from, to }) => ({ siteId: id, from, to }));
  const siteId = device.siteId ?? device.heardSiteId;
  const isMoved = mounts.length > 0;
  return siteId === undefined || isMoved || store.places.site(siteId) === undefined
    ? []
    : [{ siteId, ...range }];
}

function fixIn(
  store: Store,
  sources: readonly (Span & { readonly device: Device })[],
  { from, to }: Span,
): LaneFix | undefined {
  for (const source of sources) {
    const start = Math.max(from, source.from);
    const end = Math.min(to, source.to);
    const fix = end > start ? store.laneFacts.firstFix(source.device.key, start, end) : undefined;
    if (fix !== undefined) return fix;
  }
  return undefined;
}

function siteAt(sites: readonly SiteRow[], fix: LaneFix): string | undefined {
  return sites.find((site) => distanceM(site, fix) <= (site.radiusM ?? usualRadiusM))?.siteId;
}

function scansOf(input: LaneInput, mounts: readonly Mount[], points: number): SensorLanesResult['scans'] {
  const { store, device, range } = input;
  const moved = mounts.filter(({ type }) => type !== 'site');
  const sites = mounts.filter(({ type }) => type === 'site');
  const standing =
    mounts.length === 0 && device.siteId !== undefined ? [{ id: device.siteId, ...range }] : sites;
  const found = new Map<number, ScanRecord>();
  for (const { id, from, to } of moved)
    for (const scan of store.laneFacts.scansAbout(canonicalCode(id), from, to))
      found.set(scan.scan_key, scan);
  for (const { id, from, to } of standing)
    for (const scan of store.queries.scansInRange({ siteId: id, from, to, limit: mostSiteScans }))
      found.set(scan.scan_key, scan);
  const scans = [...found.values()].sort((a, b) => a.event_time - b.event_time || a.scan_key - b.scan_key);
  return distinctSlots(scans, { from: range.from, widthMs: (range.to - range.from) / points }).map(
    ({ first, count }) => scanView(first, count),
  );
}

function scanView(scan: ScanRecord, count: number): SensorLanesResult['scans'][number] {
  return compact({
    scanId: String(scan.scan_key),
    time: toIso(scan.event_time),
    bizStep: scan.biz_step ?? undefined,
    siteId: scan.site_id ?? undefined,
    codes: (JSON.parse(scan.codes) as string[]).slice(0, 3),
    count,
  });
}
