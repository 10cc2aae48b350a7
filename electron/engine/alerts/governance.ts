import type { TemperatureProfileRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import type { Believed } from '../tracking/believed.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { readPosted } from '../tracking/posted.ts';
import { cargoOf, profilesOf } from './cargo.ts';
import { builtInProfiles } from './built-in-profiles.ts';
import { limitsOf, type Limit } from './limits.ts';
import { isTallied } from './tally.ts';

/** A limit with the spans of event time in which it applies to a channel: from inclusive, to exclusive. */
export interface GovernedLimit {
  readonly limit: Limit;
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** A device whose limits changed, and from when on. */
export interface ConcernedDevice {
  readonly deviceId: string;
  readonly since: number;
}

/** Which limits apply to what, and when. */
export interface Governance {
  /** Rises whenever an answer may have changed. */
  readonly version: number;
  changed(): void;
  profiles(): TemperatureProfileRow[];
  profile(profileId: string): TemperatureProfileRow | undefined;
  /** What an order is believed to be now, where that changes which limits apply to a device: since when. */
  taken(believed: Pick<Believed, 'order' | 'posted' | 'journeys'>): readonly ConcernedDevice[];
  /** Limits on the silence of a channel; those of the scope `leg` apply while it is on a vehicle. */
  silencesOn(device: Device, channel: string): GovernedLimit[];
  /** Limits on a quantity of a channel; none = no alarm. */
  limitsOn(device: Device, channel: string, quantity: string): GovernedLimit[];
}

const forever = Number.MAX_SAFE_INTEGER;

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Goods {
  readonly profiles: readonly string[];
  /** There are goods without a profile of their own. */
  readonly hasOthers: boolean;
}

/**
 * The profiles of the goods a sensor is with or in one vehicle with: those of their items, else of their parcels. Where
 * there are none, or others besides, that of its channel, else of the vehicle it is on.
 */
export function createGovernance(
  store: Store,
  { world, containment }: Pick<Tracking, 'world' | 'containment'>,
): Governance {
  const associations = () => world.associations();
  const builtIn = new Map(builtInProfiles.map((profile) => [profile.id, profile]));
  /** What orders with such parcels said last. */
  const said = new Map<number, string>();
  let version = 1;
  let legSilence = { version: 0, has: false };

  function profile(profileId: string): TemperatureProfileRow | undefined {
    const own = store.profiles.get(profileId);
    if (own !== undefined) return { ...own, builtIn: false };
    const ready = builtIn.get(profileId);
    return ready && { ...ready, builtIn: true };
  }

  /** True when an order says something new of what is in its parcels. */
  function sayAnew(orderKey: number, posted: PostedOrder): boolean {
    const now = posted.parcels
      .map(({ parcelId }) => `${parcelId} ${profilesOf(posted, parcelId).join(' ')}`)
      .join('\n');
    const hasAny = posted.parcels.some(({ parcelId }) => profilesOf(posted, parcelId).length > 0);
    if ((!hasAny && !said.has(orderKey)) || said.get(orderKey) === now) return false;
    said.set(orderKey, now);
    return true;
  }

  /** True where any profile has a limit on silence that depends on where its goods are. */
  function hasLegSilence(): boolean {
    if (legSilence.version !== version) {
      const all = [...builtIn.values(), ...store.profiles.all()];
      const has = all.some(({ limits }) =>
        limits.some(({ mode, scope }) => mode === 'silence' && scope === 'leg'),
      );
      legSilence = { version, has };
    }
    return legSilence.has;
  }

  /** Devices that are or were on something since an instant, and the device of that name. */
  function devicesWith(code: string, since: number): ConcernedDevice[] {
    const associated = associations()
      .filter((row) => canonicalCode(row.subjectId) === code)
      .map(({ deviceId, from }) => ({ deviceId, since: Math.max(since, from) }));
    const own = since === -forever ? undefined : store.devices.get(code)?.deviceId;
    return own === undefined ? associated : [...associated, { deviceId: own, since }];
  }

  function rowsOf(device: Device, channel: string): AssociationRow[] {
    return associations().filter(
      (row) => row.deviceId === device.deviceId && (row.channel === undefined || row.channel === channel),
    );
  }

  /** What of the goods a sensor is with has limits of its own, and whether there are others. */
  function goodsIn(device: Device, rows: readonly AssociationRow[], { from, to }: Span): Goods {
    const there = rows.filter((row) => row.from <= from && (row.to === undefined || from < row.to));
    const parcels = there
      .filter((row) => row.subjectType === 'parcel')
      .map((row) => ownProfiles(store, row.subjectId));
    const carriers = there.filter((row) => row.subjectType !== 'parcel' && row.subjectType !== 'site');
    const aboard = [...carriers.map((row) => row.subjectId), device.deviceId].map((id) =>
      aboardOf(canonicalCode(id), from, to),
    );
    return {
      profiles: [...new Set([...parcels.flat(), ...aboard.flatMap(({ profiles }) => profiles)])],
      hasOthers:
        parcels.some((profiles) => profiles.length === 0) || aboard.some(({ hasOthers }) => hasOthers),
    };
  }

  function aboardOf(carrier: string, from: number, to: number): Goods {
    const cargo = store.cargo.on(carrier).filter((row) => row.from <= from && from < row.to);
    if (cargo.length === 0) return { profiles: [], hasOthers: false };
    const known = new Set(cargo.map(({ orderKey }) => orderKey));
    const codes = containment.contentsOf([carrier], from, to - 1);
    codes.delete(carrier);
    const hasOthers = [...codes].some((code) =>
      store.orders.byCode(code).some(({ orderKey }) => !known.has(orderKey)),
    );
    return { profiles: cargo.map(({ profileId }) => profileId), hasOthers };
  }

  /** The profiles that apply to a channel in a span in which nothing about it changes. */
  function profilesIn(
    device: Device,
    channel: string,
    rows: readonly AssociationRow[],
    span: Span,
  ): string[] {
    const { profiles, hasOthers } = goodsIn(device, rows, span);
    if (profiles.length > 0 && !hasOthers) return [...profiles];
    const vehicles = rows
      .filter((row) => row.from <= span.from && (row.to === undefined || span.from < row.to))
      .filter((row) => row.subjectType === 'vehicle')
      .map((row) => row.subjectId);
    const ofVehicle = [...vehicles, device.deviceId].map(
      (id) => store.places.vehicle(id)?.temperatureProfileId,
    );
    const usual = [device.channels[channel]?.temperatureProfileId, ...ofVehicle].find(
      (profileId) => profileId !== undefined,
    );
    return [...new Set([...profiles, ...(usual === undefined ? [] : [usual])])];
  }

  /** Spans of event time in which nothing about a channel changes. */
  function spansOf(device: Device, rows: readonly AssociationRow[]): Span[] {
    const carriers = [...rows.map((row) => row.subjectId), device.deviceId].map(canonicalCode);
    const changes = [
      ...rows.flatMap((row) => [row.from, ...(row.to === undefined ? [] : [row.to])]),
      ...[...new Set(carriers)].flatMap((code) => store.cargo.on(code).flatMap(({ from, to }) => [from, to])),
    ];
    const bounds = [...new Set([-forever, ...changes, forever])].sort((a, b) => a - b);
    return bounds.slice(0, -1).map((from, index) => ({ from, to: bounds[index + 1]! }));
  }

  function limitsIn(
    device: Device,
    channel: string,
    rows: readonly AssociationRow[],
    isWanted: (limit: Limit) => boolean,
  ): GovernedLimit[] {
    const found = new Map<string, { limit: Limit; spans: { from: number; to: number }[] }>();
    // Others that come aboard begin no new leg.
    const legs = new Set(rows.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])));
    for (const span of spansOf(device, rows)) {
      for (const profileId of profilesIn(device, channel, rows, span)) {
        const applying = profile(profileId);
        for (const limit of applying === undefined ? [] : limitsOf(applying))
          if (isWanted(limit)) addSpan(found, limit, span, legs);
      }
    }
    return [...found.values()];
  }

  /** When a sensor was on a vehicle: by itself, or with the parcel or pallet it is with. */
  function legsOf(device: Device, rows: readonly AssociationRow[]): Span[] {
    if (store.places.vehicle(device.deviceId) !== undefined) return [{ from: -forever, to: forever }];
    return joined(
      rows.flatMap(({ subjectType, subjectId, from, to = forever }) => {
        if (subjectType === 'vehicle') return [{ from, to }];
        if (subjectType === 'site') return [];
        return overlapsOf(
          containment.ridesOf(canonicalCode(subjectId), (code) => world.vehicle(code) !== undefined),
          [{ from, to }],
        );
      }),
    );
  }

  return {
    get version() {
      return version;
    },
    changed() {
      version += 1;
    },
    profile,
    taken: ({ order, posted, journeys }) => {
      const cargo = cargoOf({ posted, journeys });
      const changed = store.cargo.put(order.key, cargo);
      const names = sayAnew(order.key, posted) ? posted.parcels.map(({ parcelId }) => parcelId) : [];
      const carriers = [
        ...changed.map(({ carrier, from }) => ({ code: carrier, since: from })),
        ...names.map((name) => ({ code: canonicalCode(name), since: -forever })),
        ...(hasLegSilence() ? ridingWith(journeys) : []),
      ];
      if (carriers.length === 0) return [];
      const concerned = carriers.flatMap(({ code, since }) => devicesWith(code, since));
      if (concerned.length > 0) version += 1;
      return concerned;
    },
    profiles: () => {
      const ids = new Set([...builtIn.keys(), ...[...store.profiles.all()].map(({ id }) => id)]);
      return [...ids].flatMap((id) => profile(id) ?? []).sort((a, b) => a.name.localeCompare(b.name));
    },
    silencesOn(device, channel) {
      const rows = rowsOf(device, channel);
      const found = limitsIn(device, channel, rows, ({ mode }) => mode === 'silence');
      if (!found.some(({ limit }) => limit.scope === 'leg')) return found;
      const legs = legsOf(device, rows);
      return found.map((governed) =>
        governed.limit.scope === 'leg' ? { ...governed, spans: overlapsOf(governed.spans, legs) } : governed,
      );
    },
    limitsOn: (device, channel, quantity) =>
      limitsIn(device, channel, rowsOf(device, channel), (limit) => limit.quantity === quantity),
  };
}

/** What is added up over a trip begins anew with the next one; a budget is the product's, wherever it is. */
function countsByLeg(limit: Limit): boolean {
  return isTallied(limit) && limit.mode !== 'budget' && limit.mode !== 'rate';
}

/** Spans that touch become one: the same limit went on applying, unless what it adds up begins anew there. */
function addSpan(
  found: Map<string, { limit: Limit; spans: { from: number; to: number }[] }>,
  limit: Limit,
  { from, to }: Span,
  legs: ReadonlySet<number>,
): void {
  const known = found.get(limit.key);
  if (known === undefined) {
    found.set(limit.key, { limit, spans: [{ from, to }] });
    return;
  }
  const last = known.spans.at(-1);
  if (last?.to === from && !(countsByLeg(limit) && legs.has(from))) last.to = to;
  else known.spans.push({ from, to });
}

/** Parcels and what they are or were in: a sensor with one of them may be on another leg now. */
function ridingWith(journeys: Believed['journeys']): { readonly code: string; readonly since: number }[] {
  return [...journeys].flatMap(([parcelId, { stays }]) => {
    const since = stays.length === 0 ? forever : Math.min(...stays.map(({ from }) => from));
    return [parcelId, ...stays.map(({ on }) => on)].map((name) => ({ code: canonicalCode(name), since }));
  });
}

function ownProfiles(store: Store, parcelId: string): string[] {
  for (const { orderKey } of store.orders.byCode(canonicalCode(parcelId))) {
    const order = store.orders.byKey(orderKey);
    const profiles = order === undefined ? [] : profilesOf(readPosted(order), parcelId);
    if (profiles.length > 0) return profiles;
  }
  return [];
}

/** Where spans of one list meet those of another; those that touch are one. */
function overlapsOf(spans: readonly Span[], others: readonly Span[]): Span[] {
  return joined(
    spans.flatMap((span) =>
      others.flatMap((other) => {
        const [from, to] = [Math.max(span.from, other.from), Math.min(span.to, other.to)];
        return from < to ? [{ from, to }] : [];
      }),
    ),
  );
}

function joined(spans: readonly Span[]): Span[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

/** True while a limit applies. */
export function applies({ spans }: GovernedLimit, time: number): boolean {
  return spans.some((span) => span.from <= time && time < span.to);
}
