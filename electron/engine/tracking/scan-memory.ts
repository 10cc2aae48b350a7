import { Remembered } from '../store/remembered.ts';
import type { Store } from '../store/store.ts';
import { byEventTime, type ScanFact } from './journey.ts';
import { scanFact } from './scan-facts.ts';

/** How many scans are kept in memory at most, over all codes; a code counts as one more. */
const keptScans = 150_000;
/** A scan of a full lorry is one of each of hundreds of codes: it is read once. */
const sharedScans = 10_000;

/** The scans of codes as they are believed now, by event time; those asked for last stay in memory. */
export interface ScanMemory {
  /** The same list for as long as nothing of it has changed and it stays in memory. */
  of(code: string): readonly ScanFact[];
  /** A scan that was stored names this code. */
  add(code: string, scan: ScanFact): void;
  /** Scans were corrected, or a transaction failed: nothing remembered is true. */
  forget(): void;
}

export function createScanMemory(store: Store): ScanMemory {
  let byCode = new Map<string, readonly ScanFact[]>();
  const shared = new Remembered<number, ScanFact>(sharedScans);
  let kept = 0;

  function keep(code: string, scans: readonly ScanFact[]): void {
    byCode.set(code, scans);
    kept += scans.length + 1;
    for (const [oldest, old] of byCode) {
      if (kept <= keptScans || oldest === code) break;
      byCode.delete(oldest);
      kept -= old.length + 1;
    }
  }

  function drop(code: string): readonly ScanFact[] | undefined {
    const scans = byCode.get(code);
    if (scans === undefined) return undefined;
    byCode.delete(code);
    kept -= scans.length + 1;
    return scans;
  }

  return {
    of(code) {
      const known = byCode.get(code);
      if (known !== undefined) {
        byCode.delete(code);
        byCode.set(code, known);
        return known;
      }
      const scans = store.tracking
        .scansOf(code)
        .map((record) => shared.of(record.scan_key, () => scanFact(store, record)))
        .sort(byEventTime);
      keep(code, scans);
      return scans;
    },
    add(code, scan) {
      const scans = drop(code);
      // Not asked for lately: the database has it.
      if (scans === undefined) return;
      const place = scans.findLastIndex((other) => byEventTime(other, scan) < 0) + 1;
      keep(code, scans.toSpliced(place, 0, scan));
    },
    forget() {
      byCode = new Map();
      shared.clear();
      kept = 0;
    },
  };
}
