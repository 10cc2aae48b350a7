import type Database from 'better-sqlite3';

import type { PlacedFix, PlacedValue } from '#shared/domain/plausibility.ts';
import { doubtFlags, packQuality } from '#shared/domain/quality.ts';

import type { RollupStore } from './rollups.ts';

export type DoubtKind = 'position' | 'reading';

export const decisions = ['open', 'accepted', 'rejected'] as const;

export type FactDecision = (typeof decisions)[number];

export interface DoubtRecord {
  readonly kind: DoubtKind;
  readonly ref: number;
  readonly event_time: number;
  readonly device_key: number;
  readonly flags: number;
  readonly decision: number;
  readonly decided_time: number | null;
  readonly decided_by: string | null;
  readonly note: string | null;
}

/** Where a doubt stands in the list: several facts may be of one instant. */
export type DoubtPlace = Pick<DoubtRecord, 'event_time' | 'kind' | 'ref'>;

/** Facts of one key in a closed span of event time. */
export interface FactSpan {
  readonly kind: DoubtKind;
  readonly ref: number;
  readonly from: number;
  readonly to: number;
}

export interface Verdict {
  readonly decision: FactDecision;
  readonly time: number;
  readonly by: string;
  readonly note: string;
}

interface Around<T> {
  readonly before: readonly T[];
  readonly after: readonly T[];
}

/** What is doubted, and what was decided about it, beside the facts. */
export interface DoubtStore {
  /** The flags of a fact as they count: with its doubts, without them once accepted. */
  effective(kind: DoubtKind, ref: number, eventTime: number, quality: number): number;
  /** Flags of a fact from its neighbours; 0 withdraws a doubt nobody decided about. Only inside a batch. */
  set(kind: DoubtKind, ref: number, eventTime: number, deviceKey: number, flags: number): void;
  /** Marks a reading as one of a value that stands still, or takes that back; its other doubts stay. */
  freeze(seriesKey: number, eventTime: number, deviceKey: number, isFrozen: boolean): void;
  /** Instants of readings of a series marked so, from one on. */
  frozenSince(seriesKey: number, from: number): number[];
  /** Instants of facts whose flags are not those they came with. */
  within(span: FactSpan): DoubtRecord[];
  /** Accepts or opens what is doubted in a span, or rejects every fact in it; how many facts that were. */
  decide(span: FactSpan, deviceKey: number, verdict: Verdict): number;
  list(filter: {
    deviceKey?: number | undefined;
    /** Only what comes after this one in the list. */
    after: DoubtPlace | undefined;
    limit: number;
    openOnly: boolean;
  }): DoubtRecord[];
  /** How many doubts are open, by device. */
  openByDevice(): Map<number, number>;
  /** The facts before an instant (it included), newest first, and after it, oldest first. */
  fixesAround(deviceKey: number, time: number, count: number): Around<PlacedFix>;
  valuesAround(seriesKey: number, time: number, count: number): Around<PlacedValue>;
  /** Forgets what a failed batch left in memory. */
  reload(): void;
}

const doubtBits = packQuality(doubtFlags);
const rejectedBit = packQuality(['rejected']);
const frozenBit = packQuality(['frozen']);

export function createDoubtStore(db: Database.Database, rollups: Pick<RollupStore, 'touch'>): DoubtStore {
  const refs = new Set<string>();
  const selectRefs = db.prepare<[], { kind: string; ref: number }>(
    'SELECT DISTINCT kind, ref FROM fact_doubts',
  );
  const selectOne = db.prepare<[string, number, number], DoubtRecord>(
    'SELECT * FROM fact_doubts WHERE kind = ? AND ref = ? AND event_time = ?',
  );
  const upsert = db.prepare(
    `INSERT INTO fact_doubts (kind, ref, event_time, device_key, flags) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET flags = excluded.flags | (flags & ?)`,
  );
  const settled = db.prepare(
    'DELETE FROM fact_doubts WHERE kind = ? AND ref = ? AND event_time = ? AND flags = 0 AND decision = 0',
  );

  function reload(): void {
    refs.clear();
    for (const { kind, ref } of selectRefs.all()) refs.add(`${kind} ${ref}`);
  }

  reload();
  return {
    effective(kind, ref, eventTime, quality) {
      if (!refs.has(`${kind} ${ref}`)) return quality;
      const doubt = selectOne.get(kind, ref, eventTime);
      return doubt === undefined ? quality : effectiveBits(quality, doubt);
    },
    set(kind, ref, eventTime, deviceKey, flags) {
      refs.add(`${kind} ${ref}`);
      // That a value stands still is told by many readings, not by these neighbours.
      upsert.run(kind, ref, eventTime, deviceKey, flags, kind === 'reading' ? frozenBit : 0);
      if (flags === 0) settled.run(kind, ref, eventTime);
      if (kind === 'reading') rollups.touch(ref, eventTime);
    },
    ...freezing(db, refs, rollups),
    ...deciding(db, refs, rollups),
    ...neighbours(db),
    reload,
  };
}

function freezing(
  db: Database.Database,
  refs: Set<string>,
  rollups: Pick<RollupStore, 'touch'>,
): Pick<DoubtStore, 'freeze' | 'frozenSince'> {
  const freeze = db.prepare(
    `INSERT INTO fact_doubts (kind, ref, event_time, device_key, flags) VALUES ('reading', ?, ?, ?, ${frozenBit})
     ON CONFLICT DO UPDATE SET flags = flags | ${frozenBit}`,
  );
  const thaw = db.prepare(
    `UPDATE fact_doubts SET flags = flags & ~${frozenBit} WHERE kind = 'reading' AND ref = ? AND event_time = ?`,
  );
  const settled = db.prepare(
    "DELETE FROM fact_doubts WHERE kind = 'reading' AND ref = ? AND event_time = ? AND flags = 0 AND decision = 0",
  );
  const since = db
    .prepare<[number, number], number>(
      `SELECT event_time FROM fact_doubts WHERE kind = 'reading' AND ref = ? AND event_time >= ? AND (flags & ${frozenBit}) <> 0`,
    )
    .pluck();
  return {
    freeze(seriesKey, eventTime, deviceKey, isFrozen) {
      refs.add(`reading ${seriesKey}`);
      if (isFrozen) freeze.run(seriesKey, eventTime, deviceKey);
      else {
        thaw.run(seriesKey, eventTime);
        settled.run(seriesKey, eventTime);
      }
      rollups.touch(seriesKey, eventTime);
    },
    frozenSince: (seriesKey, from) => since.all(seriesKey, from),
  };
}

/** Before all others in the list. */
const newest = { event_time: Number.MAX_SAFE_INTEGER, kind: '', ref: 0 } as const;

/** Bits may lie beyond 32, where bitwise operators do not reach. */
function effectiveBits(quality: number, { flags, decision }: DoubtRecord): number {
  const own = withoutBits(quality, doubtBits + rejectedBit);
  if (decision === 1) return own;
  const doubted = own + flags;
  return decision === 2 ? doubted + rejectedBit : doubted;
}

function withoutBits(bits: number, unwanted: number): number {
  return Number(BigInt(bits) & ~BigInt(unwanted));
}

function deciding(db: Database.Database, refs: Set<string>, rollups: Pick<RollupStore, 'touch'>) {
  const within = db.prepare<FactSpan, DoubtRecord>(
    'SELECT * FROM fact_doubts WHERE kind = :kind AND ref = :ref AND event_time BETWEEN :from AND :to',
  );
  const decided = 'decision = :decision, decided_time = :time, decided_by = :by, note = :note';
  const update = db.prepare(
    `UPDATE fact_doubts SET ${decided} WHERE kind = :kind AND ref = :ref AND event_time BETWEEN :from AND :to`,
  );
  const settled = db.prepare(
    'DELETE FROM fact_doubts WHERE kind = :kind AND ref = :ref AND event_time BETWEEN :from AND :to AND flags = 0 AND decision = 0',
  );
  const reject = (table: string, key: string) =>
    db.prepare(
      `INSERT INTO fact_doubts (kind, ref, event_time, device_key, flags)
       SELECT :kind, :ref, event_time, :deviceKey, 0 FROM ${table} WHERE ${key} = :ref AND event_time BETWEEN :from AND :to
       GROUP BY event_time ON CONFLICT DO NOTHING`,
    );
  const rejectAll = {
    position: reject('positions', 'device_key'),
    reading: reject('readings', 'series_key'),
  };
  const list = db.prepare<Record<string, number | string | null>, DoubtRecord>(
    `SELECT * FROM fact_doubts WHERE (:deviceKey IS NULL OR device_key = :deviceKey)
       AND (event_time, kind, ref) < (:event_time, :kind, :ref)
       AND (:openOnly = 0 OR decision = 0) ORDER BY event_time DESC, kind DESC, ref DESC LIMIT :limit`,
  );
  const open = db.prepare<[], { device_key: number; n: number }>(
    'SELECT device_key, count(*) AS n FROM fact_doubts WHERE decision = 0 GROUP BY device_key',
  );
  return {
    within: (span: FactSpan) => within.all(span),
    decide(span: FactSpan, deviceKey: number, { decision, ...verdict }: Verdict): number {
      refs.add(`${span.kind} ${span.ref}`);
      if (decision === 'rejected') rejectAll[span.kind].run({ ...span, deviceKey });
      // Rollups hold what counts, which is something else now.
      if (span.kind === 'reading')
        for (const { event_time: time } of within.all(span)) rollups.touch(span.ref, time);
      const { changes } = update.run({ ...span, ...verdict, decision: decisions.indexOf(decision) });
      if (decision === 'open') settled.run(span);
      return changes;
    },
    list: ({ deviceKey, after, limit, openOnly }: Parameters<DoubtStore['list']>[0]) => {
      const { event_time, kind, ref } = after ?? newest;
      const of = { deviceKey: deviceKey ?? null, limit, openOnly: Number(openOnly) };
      return list.all({ ...of, event_time, kind, ref });
    },
    openByDevice: () => new Map(open.all().map((row) => [row.device_key, row.n])),
  };
}

type FixRow = Pick<PlacedFix, 'time' | 'lat' | 'lon'> & {
  readonly speedMps: number | null;
  readonly accuracyM: number | null;
};

function known(row: FixRow): PlacedFix {
  return {
    time: row.time,
    lat: row.lat,
    lon: row.lon,
    speedMps: row.speedMps ?? undefined,
    accuracyM: row.accuracyM ?? undefined,
  };
}

function neighbours(db: Database.Database) {
  const fix = 'event_time AS time, lat, lon, speed_mps AS speedMps, accuracy_m AS accuracyM';
  const around = <T>(columns: string, table: string, key: string) => ({
    before: db.prepare<[number, number, number], T>(
      `SELECT ${columns} FROM ${table} WHERE ${key} = ? AND event_time <= ? AND n = 0 ORDER BY event_time DESC LIMIT ?`,
    ),
    after: db.prepare<[number, number, number], T>(
      `SELECT ${columns} FROM ${table} WHERE ${key} = ? AND event_time > ? AND n = 0 ORDER BY event_time LIMIT ?`,
    ),
  });
  const fixes = around<FixRow>(fix, 'positions', 'device_key');
  const values = around<PlacedValue>('event_time AS time, value', 'readings', 'series_key');
  return {
    fixesAround: (key: number, time: number, count: number) => ({
      before: fixes.before.all(key, time, count).map(known),
      after: fixes.after.all(key, time, count).map(known),
    }),
    valuesAround: (key: number, time: number, count: number) => ({
      before: values.before.all(key, time, count),
      after: values.after.all(key, time, count),
    }),
  };
}
