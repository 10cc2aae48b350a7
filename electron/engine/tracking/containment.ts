import type { Store } from '../store/store.ts';
import { byEventTime, staysOf, type ScanFact } from './journey.ts';
import { scanFact, scanFactsOf } from './scan-facts.ts';
import { createScanMemory } from './scan-memory.ts';

/** Parcel in case on pallet in cage on vehicle: nobody stacks deeper. */
const nestingLimit = 6;

/** A time on a vehicle: from inclusive, to exclusive. */
export interface Ride {
  readonly from: number;
  readonly to: number;
}

/** What is on what, in time, kept up to date with the scans. */
export interface Containment {
  /** The scans of a canonical code as they are believed now, by event time. */
  scansOf(code: string): readonly ScanFact[];
  /** Takes in a scan that was stored. Only inside its transaction. */
  take(scanKey: number): ScanFact;
  /** Scans of these codes were corrected. Only inside a transaction. */
  corrected(codes: readonly string[]): void;
  /** These codes and everything that was in or on them, however deep, at some time of a span, ends included. */
  contentsOf(codes: readonly string[], from: number, to: number): Set<string>;
  /** When a code was on a vehicle, by its own scans and those of what it was on; by when that began. */
  ridesOf(code: string, isVehicle: (code: string) => boolean): Ride[];
  /** What a code was on at an instant, by its own scans and those of what it was on: innermost first. */
  around(code: string, at: number): string[];
}

export function createContainment(store: Store): Containment {
  const memory = createScanMemory(store);
  store.onFailure(() => memory.forget());

  /** A scan at an instant changes nothing that had ended before it: a cage is used for years. */
  function restay(code: string, since: number): void {
    const scans = memory.of(code);
    // Most things are never scanned onto anything.
    if (!scans.some(({ parent, vehicleId }) => parent !== undefined || vehicleId !== undefined)) return;
    keepStays(store, code, scans, since);
  }

  function ridesOf(code: string, isVehicle: (code: string) => boolean, visited: ReadonlySet<string>): Ride[] {
    return staysOf(memory.of(code)).flatMap(({ on, vehicle, from, to }) => {
      if (vehicle || isVehicle(on)) return [{ from, to }];
      if (visited.has(on) || visited.size > nestingLimit) return [];
      return ridesOf(on, isVehicle, new Set([...visited, on]))
        .map((ride) => ({ from: Math.max(ride.from, from), to: Math.min(ride.to, to) }))
        .filter((ride) => ride.from < ride.to);
    });
  }

  if (store.stays.isWanted()) rebuild(store);
  return {
    scansOf: (code) => memory.of(code),
    take(scanKey) {
      const record = store.tracking.scan(scanKey);
      if (record === undefined) throw new Error('a stored scan is found by its key');
      const scan = scanFact(store, record);
      for (const code of new Set(scan.codes)) {
        memory.add(code, scan);
        restay(code, scan.eventTime);
      }
      return scan;
    },
    corrected(codes) {
      memory.forget();
      for (const code of codes) keepStays(store, code, memory.of(code));
    },
    contentsOf(codes, from, to) {
      const found = new Set(codes);
      let level: Iterable<string> = found;
      for (let depth = 0; depth < nestingLimit; depth += 1) {
        const inside = new Set<string>();
        for (const code of level) {
          for (const child of store.stays.childrenOf(code, from, to))
            if (!found.has(child)) inside.add(child);
        }
        if (inside.size === 0) break;
        for (const code of inside) found.add(code);
        level = inside;
      }
      return found;
    },
    ridesOf: (code, isVehicle) => ridesOf(code, isVehicle, new Set([code])).sort((a, b) => a.from - b.from),
    around(code, at) {
      const found = new Set<string>();
      let level = [code];
      for (let depth = 0; depth < nestingLimit && level.length > 0; depth += 1) {
        level = level
          .flatMap((each) => store.stays.containersOf(each, at))
          .filter((each) => !found.has(each));
        for (const each of level) found.add(each);
      }
      return [...found];
    },
  };
}

function keepStays(store: Store, code: string, scans: readonly ScanFact[], since?: number): void {
  const stays = staysOf(scans).map(({ on, from, to }) => ({ container: on, from, to }));
  store.stays.put(code, stays, since);
}

/** A database that had scans before stays were kept. */
function rebuild(store: Store): void {
  store.transaction(() => {
    for (const code of store.stays.everyChild())
      keepStays(store, code, scanFactsOf(store, code).sort(byEventTime));
    store.stays.built();
  });
}
