import type { Store } from '../store/store.ts';
import { byEventTime, type ScanFact } from './journey.ts';
import { scanFactsOf } from './scan-facts.ts';

/** How many scans are kept in memory at most, over all codes; a code counts as one more. */
const keptScans = 50_000;

/** The scans of codes as they are believed now, by event time; the scanned last stay in memory. */
export interface ScanMemory {
  of(code: string): readonly ScanFact[];
  /** A scan that was stored names this code. */
  add(code: string, scan: ScanFact): void;
  /** Scans were corrected, or a transaction failed: nothing remembered is true. */
  forget(): void;
}

export function createScanMemory(store: Store): ScanMemory {
  let byCode = new Map<string, readonly ScanFact[]>();
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
      if (known !== undefined) return known;
      const scans = scanFactsOf(store, code).sort(byEventTime);
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
      kept = 0;
    },
  };
}
