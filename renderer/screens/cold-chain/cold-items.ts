import type {
  AlertRow,
  AssociationRow,
  DeviceStateRow,
  ProfileLimitRow,
  SensorStateRow,
  SiteRow,
  TemperatureProfileRow,
  VehicleStateRow,
} from '#shared/contract/types.ts';
import { silentAfterMs } from '#shared/domain/cadence.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';

import { isOpen } from '#renderer/alerts/alert-order.ts';
import { distanceTo, isBeyond, valueLimits } from '#renderer/alerts/limits.ts';

/** How a watched quantity is, worst first. */
export const coldStates = ['out', 'fault', 'silent', 'near', 'ok'] as const;

export type ColdState = (typeof coldStates)[number];

/** One quantity of one sensor that a profile watches. */
export interface ColdItem {
  readonly id: string;
  readonly sensorId: string;
  readonly deviceId: string;
  readonly channel: string | undefined;
  readonly title: string;
  readonly quantity: ProfileLimitRow['quantity'];
  readonly profileId: string;
  /** undefined: a profile is named that nobody has described. */
  readonly profile: TemperatureProfileRow | undefined;
  /** Present where the profile is the vehicle's and not the sensor's own. */
  readonly fromVehicleId: string | undefined;
  readonly vehicle: VehicleStateRow | undefined;
  readonly site: SiteRow | undefined;
  readonly limits: readonly ProfileLimitRow[];
  readonly value: SensorStateRow['latest'][number] | undefined;
  readonly silentAfterMs: number;
  /** Open alerts of this sensor. */
  readonly alerts: readonly AlertRow[];
}

export interface ColdSources {
  readonly sensors: readonly SensorStateRow[];
  readonly devices: ReadonlyMap<string, DeviceStateRow>;
  readonly vehicles: ReadonlyMap<string, VehicleStateRow>;
  /** What is on which vehicle now. */
  readonly associations: readonly AssociationRow[];
  readonly sites: ReadonlyMap<string, SiteRow>;
  readonly profiles: readonly TemperatureProfileRow[];
  readonly alerts: readonly AlertRow[];
}

/** Everything a profile watches: the sensor's own profile, else that of the vehicle it rides on. */
export function coldItems(sources: ColdSources): readonly ColdItem[] {
  const profiles = new Map(sources.profiles.map((profile) => [profile.id, profile]));
  const vehicleOf = vehicleFinder(sources);
  const alertsOf = Map.groupBy(sources.alerts.filter(isOpen), (alert) => alert.deviceId ?? '');
  return sources.sensors.flatMap((row) => {
    const device = sources.devices.get(row.deviceId);
    const vehicle = vehicleOf(row);
    const own = device?.channels?.[row.channel ?? '']?.temperatureProfileId;
    const profileId = own ?? vehicle?.temperatureProfileId;
    if (profileId === undefined) return [];
    const profile = profiles.get(profileId);
    const shared = {
      sensorId: row.sensorId,
      deviceId: row.deviceId,
      channel: row.channel,
      title: row.name ?? row.sensorId,
      profileId,
      profile,
      fromVehicleId: own === undefined ? vehicle?.vehicleId : undefined,
      vehicle,
      site: row.siteId === undefined ? undefined : sources.sites.get(row.siteId),
      silentAfterMs: silentAfterMs(device?.expectedEveryS, learnedMs(device)),
      alerts: (alertsOf.get(row.deviceId) ?? []).filter(
        (alert) => (alert.channel ?? '') === (row.channel ?? ''),
      ),
    };
    return quantitiesOf(profile).flatMap((quantity) => {
      const value = row.latest.find((each) => each.type === quantity);
      // What never measured a quantity is not watched for it; only a profile of its own says that it should.
      const measuresOther = row.latest.some((each) =>
        quantitiesOf(profile).some((type) => type === each.type),
      );
      if (value === undefined && (own === undefined || measuresOther)) return [];
      const limits = profile === undefined ? [] : valueLimits(profile.limits, quantity);
      return [{ ...shared, id: `${row.sensorId} ${quantity}`, quantity, limits, value }];
    });
  });
}

/** The vehicle a sensor rides on: by what was put on it, else by its trackers. */
function vehicleFinder({ vehicles, associations }: ColdSources) {
  const byDevice = new Map<string, string>();
  for (const { vehicleId, deviceIds } of vehicles.values()) {
    for (const deviceId of deviceIds) byDevice.set(deviceId, vehicleId);
  }
  for (const { deviceId, channel, subject } of associations) {
    if (subject.type === 'vehicle')
      byDevice.set(channel === undefined ? deviceId : `${deviceId}#${channel}`, subject.id);
  }
  return ({ sensorId, deviceId }: SensorStateRow): VehicleStateRow | undefined =>
    vehicles.get(byDevice.get(sensorId) ?? byDevice.get(deviceId) ?? '');
}

function learnedMs(device: DeviceStateRow | undefined): number | undefined {
  return device?.cadenceS === undefined ? undefined : device.cadenceS * 1000;
}

function quantitiesOf(profile: TemperatureProfileRow | undefined): ProfileLimitRow['quantity'][] {
  const all = profile?.limits.map((limit) => limit.quantity) ?? [];
  return all.length === 0 ? ['Temperature'] : [...new Set(all)];
}

const faultFlags: ReadonlySet<QualityFlag> = new Set([
  'sensor-invalid',
  'out-of-range',
  'sentinel-minus-one',
]);

/** How it is now. What nobody knows (silent, faulty) is not called fine, and a value out of limits comes first. */
export function coldStateOf(item: ColdItem, now: number): ColdState {
  const { value, limits, alerts } = item;
  if (value === undefined) return 'silent';
  if (
    alerts.some(({ kind, endTime }) => kind === 'sensor-fault' && endTime === undefined) ||
    value.quality.some((flag) => faultFlags.has(flag))
  )
    return 'fault';
  if (limits.some((limit) => isBeyond(limit, value.value))) return 'out';
  if (
    isSilent(item, now) ||
    alerts.some(({ kind, endTime }) => kind === 'sensor-silent' && endTime === undefined)
  )
    return 'silent';
  const distance = nearestDistance(item);
  return distance !== undefined && distance < nearWithin(item) ? 'near' : 'ok';
}

function isSilent({ value, silentAfterMs: limitMs }: ColdItem, now: number): boolean {
  if (value === undefined) return true;
  return now - Math.min(Date.parse(value.time), Date.parse(value.recordTime)) > limitMs;
}

/** How far the newest value is inside the nearest limit; negative beyond it. */
export function nearestDistance({ value, limits }: Pick<ColdItem, 'value' | 'limits'>): number | undefined {
  if (value === undefined || limits.length === 0) return undefined;
  return Math.min(...limits.map((limit) => distanceTo(limit, value.value)));
}

/** A tenth of the room between the limits; where there is only one limit, what people call close. */
function nearWithin({ limits, quantity }: ColdItem): number {
  const highest = Math.min(...limits.filter(({ side }) => side === 'above').map(({ value }) => value));
  const lowest = Math.max(...limits.filter(({ side }) => side === 'below').map(({ value }) => value));
  if (Number.isFinite(highest) && Number.isFinite(lowest) && highest > lowest) return (highest - lowest) / 10;
  return quantity === 'Temperature' ? 1 : 5;
}

const distancesPerState = 1e6;

/** One number to sort by, ascending: the worst state first and, within it, the closest to its limit. */
export function coldRank(item: ColdItem, now: number): number {
  const distance = Math.max(-1e5, Math.min(1e5, nearestDistance(item) ?? 1e5));
  return coldStates.indexOf(coldStateOf(item, now)) * distancesPerState + distance;
}

export interface ColdFilter {
  readonly q: string;
  readonly state: ColdState | undefined;
  /** `site:ID` or `vehicle:ID`; empty for all. */
  readonly place: string;
  readonly profile: string;
}

/** True when the filter may leave something out. */
export function isFiltering({ q, state, place, profile }: ColdFilter): boolean {
  return q.trim() !== '' || state !== undefined || place !== '' || profile !== '';
}

/** What a filter lets through. */
export function filterCold(items: readonly ColdItem[], filter: ColdFilter, now: number): readonly ColdItem[] {
  if (!isFiltering(filter)) return items;
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    if (filter.state !== undefined && coldStateOf(item, now) !== filter.state) return false;
    if (filter.profile !== '' && item.profileId !== filter.profile) return false;
    if (filter.place !== '' && !placesOf(item).some(({ key }) => key === filter.place)) return false;
    const places = placesOf(item).map(({ label }) => label);
    const text = [item.title, item.sensorId, item.profile?.name, ...places].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The vehicle and the site it is at, as far as known. */
export function placesOf({
  vehicle,
  site,
}: ColdItem): readonly { readonly key: string; readonly label: string }[] {
  return [
    ...(vehicle === undefined
      ? []
      : [{ key: `vehicle:${vehicle.vehicleId}`, label: vehicle.name ?? vehicle.vehicleId }]),
    ...(site === undefined ? [] : [{ key: `site:${site.siteId}`, label: site.name }]),
  ];
}
