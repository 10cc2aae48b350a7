import type Database from 'better-sqlite3';

import { isSuspect, unpackQuality } from '#shared/domain/quality.ts';

import type { CorrectionStore } from './corrections.ts';
import type { DoubtStore } from './doubts.ts';
import type { ScanRecord } from './fact-queries.ts';

export interface LaneFix {
  readonly time: number;
  readonly lat: number;
  readonly lon: number;
}

/** What is drawn below a chart: few facts of long ranges. */
export interface LaneFacts {
  /** The first fix of a device in a range (its end is not in it) that is not doubted. */
  firstFix(deviceKey: number, from: number, to: number): LaneFix | undefined;
  /** Scans of a canonical code, onto it and off it, as they are believed; oldest first. */
  scansAbout(code: string, from: number, to: number): ScanRecord[];
}

/** Of fixes that follow one another in doubt, so many are looked at. */
const mostDoubted = 20;

interface FixRecord extends LaneFix {
  readonly quality: number;
}

export function createLaneFacts(
  db: Database.Database,
  { corrections, doubts }: { readonly corrections: CorrectionStore; readonly doubts: DoubtStore },
): LaneFacts {
  const fixes = db.prepare<[number, number, number], FixRecord>(
    `SELECT event_time AS time, lat, lon, quality FROM positions
     WHERE device_key = ? AND event_time >= ? AND event_time < ? AND n = 0 ORDER BY event_time LIMIT ${mostDoubted}`,
  );
  const scans = db.prepare<Record<string, string | number>, ScanRecord>(
    `SELECT s.*, t.topic
     FROM (SELECT scan_key FROM scan_codes WHERE code = :code
           UNION SELECT scan_key FROM scan_parents WHERE parent = :code) i
     CROSS JOIN scans s ON s.scan_key = i.scan_key AND s.event_time >= :from AND s.event_time < :to
     JOIN origins o ON o.origin_key = s.origin_key JOIN topics t ON t.topic_key = o.topic_key
     ORDER BY s.event_time, s.scan_key`,
  );
  const isGood = (key: number, { time, quality }: FixRecord): boolean =>
    !isSuspect(unpackQuality(doubts.effective('position', key, time, quality)));
  return {
    firstFix(key, from, to) {
      const first = fixes.get(key, from, to);
      // Nearly always the first will do.
      if (first === undefined || isGood(key, first)) return first;
      return fixes.all(key, from, to).find((fix) => isGood(key, fix));
    },
    scansAbout: (code, from, to) =>
      scans
        .all({ code, from, to })
        .flatMap((record) =>
          corrections.of(record.scan_key).length === 0 ? record : (corrections.believed(record) ?? []),
        ),
  };
}
