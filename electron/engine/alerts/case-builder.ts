import { canonicalCode } from '#shared/domain/codes.ts';

import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { Journey, JourneyEvent } from '../tracking/journey.ts';
import type { LiveWorld } from '../tracking/live-world.ts';
import { codesOfParcel } from '../tracking/scan-facts.ts';
import type { Believed } from '../tracking/believed.ts';
import type { ClockedScan } from './clock-rules.ts';
import {
  bySeen,
  type CarrierWord,
  type CaseFix,
  type CaseSite,
  type JourneyCase,
  type PlannedStep,
  type SeenScan,
} from './journey-case.ts';

/** A site with no radius of its own is this wide. */
const usualRadiusM = 300;
/** Of a tracker that travels with a parcel its newest fixes are looked at. */
const fixesLooked = 400;
const forever = Number.MAX_SAFE_INTEGER;

export interface CaseBuilderOptions {
  readonly store: Store;
  readonly world: LiveWorld;
  /** By how much the clock of a scan's device may have been off, the likeliest first; 0 alone where it is right. */
  readonly clockOffsets: (scan: ClockedScan) => readonly number[];
}

/** Puts together what rules about mismatches judge of one parcel. */
export class CaseBuilder {
  readonly #options: CaseBuilderOptions;
  #carried: {
    readonly of: readonly AssociationRow[];
    readonly byCode: ReadonlyMap<string, AssociationRow[]>;
  } = {
    of: [],
    byCode: new Map(),
  };

  constructor(options: CaseBuilderOptions) {
    this.#options = options;
  }

  build({ order, posted }: Believed, parcelId: string, journey: Journey): JourneyCase {
    const parcel = posted.parcels.find((each) => each.parcelId === parcelId);
    const orderCode = canonicalCode(order.orderNumber);
    const codes = new Set([...(parcel === undefined ? [] : codesOfParcel(parcel)), orderCode]);
    const { lat, lon } = posted.shipTo;
    const plan = (posted.plan ?? []).map((step): PlannedStep => ({
      siteId: step.siteId,
      bizStep: step.bizStep,
      plannedTime: step.plannedTime === undefined ? undefined : Date.parse(step.plannedTime),
      vehicleId: step.vehicleId === undefined ? undefined : canonicalCode(step.vehicleId),
    }));
    const own: SeenScan[] = [];
    const carrier: CarrierWord[] = [];
    for (const event of journey.events) {
      const word = this.#carrierWord(event);
      if (word === undefined) own.push(this.#seen(event, codes));
      else carrier.push(word);
    }
    return {
      subjectId: parcelId === '' ? order.orderNumber : parcelId,
      orderNumber: order.orderNumber,
      seen: own.sort(bySeen),
      plan,
      sites: this.#sites(own, plan),
      vehicles: this.#vehicles(own, plan),
      address: lat === undefined || lon === undefined ? undefined : { lat, lon },
      serviceLevel: posted.serviceLevel,
      quantity: parcel === undefined ? orderedPieces(posted.items) : parcel.quantity,
      vehicleFix: (vehicleId, at) => this.#vehicleFix(vehicleId, at),
      fixes: this.#fixesOf(codes, journey, own),
      carrier,
    };
  }

  #seen({ scan, via, state }: JourneyEvent, codes: ReadonlySet<string>): SeenScan {
    const [off = 0, ...others] = this.#options.clockOffsets(scan);
    return {
      scan,
      time: scan.eventTime - off,
      ...(others.length === 0 ? {} : { orElse: others.map((other) => scan.eventTime - other) }),
      own: codes.has(via),
      moves: state !== undefined,
    };
  }

  /** What a carrier's system says is its word, not ours. */
  #carrierWord({ scan, state }: JourneyEvent): CarrierWord | undefined {
    if (this.#options.store.devices.get(scan.deviceId)?.kind !== 'carrier') return undefined;
    return {
      time: scan.eventTime,
      recordTime: scan.recordTime,
      carrier: scan.deviceId,
      id: String(scan.scanKey),
      state: state ?? 'unknown',
    };
  }

  #sites(seen: readonly SeenScan[], plan: readonly PlannedStep[]): Map<string, CaseSite> {
    const found = new Map<string, CaseSite>();
    for (const siteId of [
      ...seen.flatMap(({ scan }) => scan.siteId ?? []),
      ...plan.map((step) => step.siteId),
    ]) {
      if (found.has(siteId)) continue;
      const site = this.#options.store.places.site(siteId);
      if (site === undefined) continue;
      const { lat, lon, name, radiusM = usualRadiusM } = site;
      found.set(siteId, { lat, lon, name, radiusM });
    }
    return found;
  }

  #vehicles(seen: readonly SeenScan[], plan: readonly PlannedStep[]): Set<string> {
    const codes = [
      ...seen.flatMap(({ scan }) => [scan.vehicleId, scan.parent]),
      ...plan.flatMap((step) => [step.siteId, step.vehicleId]),
    ];
    return new Set(
      codes.filter(
        (code) => code !== undefined && this.#options.world.vehicle(code) !== undefined,
      ) as string[],
    );
  }

  #vehicleFix(code: string, at: number): CaseFix | undefined {
    const { world, store } = this.#options;
    const fix = world.fix(world.vehicle(code) ?? code, at);
    if (fix === undefined) return undefined;
    const device = store.devices.get(fix.deviceId);
    const [row] =
      device === undefined
        ? []
        : store.queries.positions(device.key, { from: fix.eventTime, to: fix.eventTime, limit: 1 });
    return {
      lat: fix.lat,
      lon: fix.lon,
      time: fix.eventTime,
      recordTime: fix.recordTime,
      deviceId: fix.deviceId,
      accuracyM: row?.accuracy_m ?? undefined,
    };
  }

  /** Trackers on the parcel itself, or on the pallet it was on at that time. */
  #fixesOf(codes: ReadonlySet<string>, { stays }: Journey, seen: readonly SeenScan[]): CaseFix[] {
    const carried = this.#carriedBy();
    if (carried.size === 0 || seen.length === 0) return [];
    const spans = [
      ...[...codes].map((code) => ({ code, from: -forever, to: forever })),
      ...stays.filter(({ vehicle }) => !vehicle).map(({ on, from, to }) => ({ code: on, from, to })),
    ];
    const found = spans.flatMap(({ code, from, to }) =>
      (carried.get(code) ?? []).flatMap((row) =>
        this.#positions(
          row.deviceId,
          Math.max(from, row.from, seen[0]!.time),
          Math.min(to, row.to ?? forever),
        ),
      ),
    );
    return found.sort((a, b) => a.time - b.time);
  }

  #positions(deviceId: string, from: number, to: number): CaseFix[] {
    const { store } = this.#options;
    const device = store.devices.get(deviceId);
    if (device === undefined || to < from) return [];
    return store.queries.positions(device.key, { from, to, limit: fixesLooked }).map((row) => ({
      lat: row.lat,
      lon: row.lon,
      time: row.event_time,
      recordTime: row.record_time,
      deviceId,
      accuracyM: row.accuracy_m ?? undefined,
    }));
  }

  #carriedBy(): ReadonlyMap<string, AssociationRow[]> {
    const all = this.#options.world.associations();
    if (this.#carried.of !== all) {
      const byCode = new Map<string, AssociationRow[]>();
      for (const row of all) {
        if (row.subjectType !== 'parcel' && row.subjectType !== 'pallet') continue;
        const code = canonicalCode(row.subjectId);
        byCode.set(code, [...(byCode.get(code) ?? []), row]);
      }
      this.#carried = { of: all, byCode };
    }
    return this.#carried.byCode;
  }
}

function orderedPieces(items: readonly { readonly quantity: number }[]): number | undefined {
  return items.length === 0 ? undefined : items.reduce((sum, { quantity }) => sum + quantity, 0);
}
