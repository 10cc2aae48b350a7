import type { TemperatureProfileRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import { readPosted } from '../tracking/posted.ts';
import { builtInProfiles } from './built-in-profiles.ts';
import { limitsOf, type Limit } from './limits.ts';
import { isTallied } from './tally.ts';

/** A limit with the spans of event time in which it applies to a channel: from inclusive, to exclusive. */
export interface GovernedLimit {
  readonly limit: Limit;
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** Which limits apply to what, and when. */
export interface Governance {
  /** Rises whenever an answer may have changed. */
  readonly version: number;
  changed(): void;
  profiles(): TemperatureProfileRow[];
  profile(profileId: string): TemperatureProfileRow | undefined;
  /** True when an order says something new of the profiles of parcels that sensors are with. */
  concerns(orderKey: number, posted: PostedOrder): boolean;
  /** How long a channel may say nothing at an instant, in seconds, where a limit of its profile tells. */
  silenceOn(device: Device, channel: string, at: number): number | undefined;
  /** Limits on a quantity of a channel; none = no alarm. */
  limitsOn(device: Device, channel: string, quantity: string): GovernedLimit[];
}

const forever = Number.MAX_SAFE_INTEGER;

/** The profile of a parcel a sensor is with, else of its channel, else of the vehicle it is on. */
export function createGovernance(store: Store, associations: () => readonly AssociationRow[]): Governance {
  const builtIn = new Map(builtInProfiles.map((profile) => [profile.id, profile]));
  /** What orders with such parcels said last. */
  const said = new Map<number, string>();
  let version = 1;

  function profile(profileId: string): TemperatureProfileRow | undefined {
    const own = store.profiles.get(profileId);
    if (own !== undefined) return { ...own, builtIn: false };
    const ready = builtIn.get(profileId);
    return ready && { ...ready, builtIn: true };
  }

  function rowsOf(device: Device, channel: string): AssociationRow[] {
    return associations().filter(
      (row) => row.deviceId === device.deviceId && (row.channel === undefined || row.channel === channel),
    );
  }

  function profileAt(
    device: Device,
    channel: string,
    rows: readonly AssociationRow[],
    time: number,
  ): string | undefined {
    const there = rows.filter((row) => row.from <= time && (row.to === undefined || time < row.to));
    const parcel = there
      .filter((row) => row.subjectType === 'parcel')
      .map((row) => profileOfParcel(store, row.subjectId));
    const vehicles = there.filter((row) => row.subjectType === 'vehicle').map((row) => row.subjectId);
    const vehicle = [...vehicles, device.deviceId].map(
      (id) => store.places.vehicle(id)?.temperatureProfileId,
    );
    const named = [...parcel, device.channels[channel]?.temperatureProfileId, ...vehicle];
    return named.find((profileId) => profileId !== undefined);
  }

  return {
    get version() {
      return version;
    },
    changed() {
      version += 1;
    },
    profile,
    profiles: () => {
      const ids = new Set([...builtIn.keys(), ...[...store.profiles.all()].map(({ id }) => id)]);
      return [...ids].flatMap((id) => profile(id) ?? []).sort((a, b) => a.name.localeCompare(b.name));
    },
    concerns(orderKey, posted) {
      const parcels = posted.parcels.filter(({ temperatureProfileId }) => temperatureProfileId !== undefined);
      if (parcels.length === 0 && !said.has(orderKey)) return false;
      const codes = new Set(posted.parcels.map(({ parcelId }) => canonicalCode(parcelId)));
      if (
        !associations().some((row) => row.subjectType === 'parcel' && codes.has(canonicalCode(row.subjectId)))
      )
        return false;
      const now = parcels
        .map(({ parcelId, temperatureProfileId }) => `${parcelId} ${temperatureProfileId}`)
        .join('\n');
      if (said.get(orderKey) === now) return false;
      said.set(orderKey, now);
      return true;
    },
    silenceOn(device, channel, at) {
      const rows = rowsOf(device, channel);
      const profileId = profileAt(device, channel, rows, at);
      const limits = (profileId === undefined ? undefined : profile(profileId))?.limits ?? [];
      const allowed = limits.flatMap(({ mode, forS }) =>
        mode === 'silence' && forS !== undefined ? [forS] : [],
      );
      return allowed.length === 0 ? undefined : Math.min(...allowed);
    },
    limitsOn(device, channel, quantity) {
      const rows = rowsOf(device, channel);
      const bounds = [
        ...new Set([
          -forever,
          ...rows.flatMap((row) => [row.from, ...(row.to === undefined ? [] : [row.to])]),
          forever,
        ]),
      ].sort((a, b) => a - b);
      const found = new Map<string, { limit: Limit; spans: { from: number; to: number }[] }>();
      for (const [index, from] of bounds.slice(0, -1).entries()) {
        const to = bounds[index + 1]!;
        const profileId = profileAt(device, channel, rows, from);
        const applying = profileId === undefined ? undefined : profile(profileId);
        for (const limit of applying === undefined ? [] : limitsOf(applying))
          if (limit.quantity === quantity) addSpan(found, limit, from, to);
      }
      return [...found.values()];
    },
  };
}

/** What is added up over a trip begins anew with the next one; a budget is the product's, wherever it is. */
function countsByLeg(limit: Limit): boolean {
  return isTallied(limit) && limit.mode !== 'budget' && limit.mode !== 'rate';
}

/** Spans that touch become one: the same limit went on applying. */
function addSpan(
  found: Map<string, { limit: Limit; spans: { from: number; to: number }[] }>,
  limit: Limit,
  from: number,
  to: number,
): void {
  const known = found.get(limit.key);
  if (known === undefined) {
    found.set(limit.key, { limit, spans: [{ from, to }] });
    return;
  }
  const last = known.spans.at(-1);
  if (last?.to === from && !countsByLeg(limit)) last.to = to;
  else known.spans.push({ from, to });
}

function profileOfParcel(store: Store, parcelId: string): string | undefined {
  const code = canonicalCode(parcelId);
  for (const { orderKey } of store.orders.byCode(code)) {
    const order = store.orders.byKey(orderKey);
    const parcel = order && readPosted(order).parcels.find((each) => canonicalCode(each.parcelId) === code);
    if (parcel?.temperatureProfileId !== undefined) return parcel.temperatureProfileId;
  }
  return undefined;
}

/** True while a limit applies. */
export function applies({ spans }: GovernedLimit, time: number): boolean {
  return spans.some((span) => span.from <= time && time < span.to);
}
