import type { DeviceStateRow, SensorStateRow, SiteRow } from '#shared/contract/types.ts';
import { silentAfterMs } from '#shared/domain/cadence.ts';
import { quantities } from '#shared/domain/quantities.ts';

export type LatestValue = SensorStateRow['latest'][number];

/** One sensor with what other tables say about it. */
export interface SensorItem {
  readonly row: SensorStateRow;
  /** Its name, else its id. */
  readonly title: string;
  readonly site: SiteRow | undefined;
  /** Silence longer than this is not usual for it. */
  readonly silentAfterMs: number;
  /** That is so by configuration, not learned. */
  readonly isExpected: boolean;
}

interface ItemSources {
  readonly sensors: readonly SensorStateRow[];
  readonly devices: ReadonlyMap<string, DeviceStateRow>;
  readonly sites: ReadonlyMap<string, SiteRow>;
}

const known = new WeakMap<SensorStateRow, SensorItem>();

/** A sensor per row; the same object while nothing about it changes, so that lists draw only what changed. */
export function sensorItems({ sensors, devices, sites }: ItemSources): readonly SensorItem[] {
  const channels = new Map<string, number>();
  for (const { deviceId } of sensors) channels.set(deviceId, (channels.get(deviceId) ?? 0) + 1);
  return sensors.map((row) => {
    const site = row.siteId === undefined ? undefined : sites.get(row.siteId);
    const device = devices.get(row.deviceId);
    const isExpected = device?.expectedEveryS !== undefined;
    const silentMs = usualSilenceMs(device, channels.get(row.deviceId) ?? 1);
    const before = known.get(row);
    if (
      before !== undefined &&
      before.site === site &&
      before.silentAfterMs === silentMs &&
      before.isExpected === isExpected
    )
      return before;
    const item: SensorItem = {
      row,
      title: row.name ?? row.sensorId,
      site,
      silentAfterMs: silentMs,
      isExpected,
    };
    known.set(row, item);
    return item;
  });
}

/** Channels that report in turn share the rhythm learned of their device: each has it that many times slower. */
function usualSilenceMs(device: DeviceStateRow | undefined, channels: number): number {
  const cadenceMs = device?.cadenceS === undefined ? undefined : device.cadenceS * 1000 * channels;
  return silentAfterMs(device?.expectedEveryS, cadenceMs);
}

/** Values that are reported when they change, or once a day: their age says nothing about the sensor's health. */
const slowTypes: ReadonlySet<string> = new Set(['BatteryLevel', 'Voltage', 'SupplyVoltage', 'DoorOpen']);

/**
 * What a value's age is judged by; undefined: never stale. The learned rhythm is that of the newest values; what
 * comes more rarely has one nobody knows, so it is given the usual time of the unknown.
 */
export function staleAfterOf(item: SensorItem, value: LatestValue): number | undefined {
  const isOnlySlow = item.row.latest.every((each) => slowTypes.has(each.type));
  if (slowTypes.has(value.type) && !isOnlySlow) return undefined;
  const isNewest = value.time === item.row.time;
  return isNewest || item.isExpected
    ? item.silentAfterMs
    : Math.max(item.silentAfterMs, silentAfterMs(undefined, undefined));
}

/** When a value was last known to be true: a device whose clock runs ahead does not stay fresh by that. */
export function knownTime({ time, recordTime }: LatestValue): number {
  return Math.min(Date.parse(time), Date.parse(recordTime));
}

/** True when any value is older than the sensor's rhythm allows. */
export function isStale(item: SensorItem, now: number): boolean {
  return item.row.latest.some((value) => {
    const limit = staleAfterOf(item, value);
    return limit !== undefined && now - knownTime(value) > limit;
  });
}

const typeOrder = new Map<string, number>(quantities.map((quantity, index) => [quantity.type, index]));

/** Types in the order they are shown everywhere: known quantities first, others by name. */
export function sortTypes(types: Iterable<string>): string[] {
  return [...new Set(types)].sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
}

function placeOf(type: string): number {
  return typeOrder.get(type) ?? Number.MAX_SAFE_INTEGER;
}

/** Latest values in that order. */
export function sortValues(values: readonly LatestValue[]): LatestValue[] {
  const order = sortTypes(values.map((value) => value.type));
  return values.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
}

/** The value of one type. */
export function valueOf(item: SensorItem, type: string): LatestValue | undefined {
  return item.row.latest.find((value) => value.type === type);
}

export interface SensorFilter {
  /** Words that must all be found in the name, id or site. */
  readonly q: string;
  /** A site id; empty for all, `-` for sensors without one. */
  readonly site: string;
  /** A measurement type, or empty for all. */
  readonly quantity: string;
  readonly staleOnly: boolean;
}

export const withoutSite = '-';

/** True when the filter may leave something out. */
export function isFiltering({ q, site, quantity, staleOnly }: SensorFilter): boolean {
  return q.trim() !== '' || site !== '' || quantity !== '' || staleOnly;
}

/** The sensors a filter lets through; `now` judges what is stale. */
export function filterSensors(
  items: readonly SensorItem[],
  filter: SensorFilter,
  now: number,
): readonly SensorItem[] {
  if (!isFiltering(filter)) return items;
  const words = filter.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter((item) => {
    const { siteId, sensorId } = item.row;
    if (filter.site === withoutSite ? siteId !== undefined : filter.site !== '' && siteId !== filter.site)
      return false;
    if (filter.quantity !== '' && valueOf(item, filter.quantity) === undefined) return false;
    if (filter.staleOnly && !isStale(item, now)) return false;
    const text = [item.title, sensorId, siteId, item.site?.name].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
