import type Database from 'better-sqlite3';

import type {
  Observation,
  PositionObservation,
  ReadingObservation,
  ScanObservation,
  StatusObservation,
} from '#shared/domain/observation.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { packQuality, type QualityFlag } from '#shared/domain/quality.ts';

import { contentOf, formerContentOf } from './content.ts';
import type { KeyStore } from './keys.ts';
import type { RollupStore } from './rollups.ts';
import { readingWriter, shortContent } from './reading-facts.ts';

/**
 * An observation with its place in time. `timed` is false when the device gave no usable time: then
 * `eventTime` is the receive time and no part of the fact's identity.
 */
export interface PlacedFact {
  readonly observation: Observation;
  readonly eventTime: number;
  readonly timed: boolean;
  readonly quality: readonly QualityFlag[];
  /** What the device itself said, where `observation` was completed from its configuration: this is its identity. */
  readonly content?: Observation;
}

export interface FactOrigin {
  readonly deviceKey: number;
  readonly siteId: string | undefined;
  readonly recordTime: number;
  readonly messageKey: number;
  readonly topicKey: number;
  readonly retained: boolean;
}

export type InsertResult =
  | { readonly stored: false }
  | { readonly stored: true; readonly quality: readonly QualityFlag[]; readonly scanKey?: number };

/** Writes facts and knows the ones already there (identity of a fact, interfaces). */
export interface FactStore {
  insert(fact: PlacedFact, origin: FactOrigin): InsertResult;
}

/** What is asked of rows at the same instant to tell a repetition from a conflict. */
interface Neighbour {
  readonly boot: string | null;
  readonly content: number;
}

/** What tells a fact from others of its device, kind, channel and instant. */
interface Identity {
  readonly boot: string | null;
  readonly seq: number | null;
  readonly content: number;
  readonly formerContent: () => number;
}

type Judgement = 'new' | 'duplicate' | 'conflict';

const duplicate: InsertResult = { stored: false };

/** Same device, kind, channel, instant and number are given; what remains is the boot, or the content. */
function judge(neighbours: readonly Neighbour[], fact: Identity): Judgement {
  const sameKey = neighbours.filter((row) => fact.seq === null || row.boot === fact.boot);
  if (sameKey.length === 0) return 'new';
  const [content, former] = [fact.content, fact.formerContent()];
  if (sameKey.some((row) => row.content === content || row.content === former)) return 'duplicate';
  return fact.seq === null ? 'new' : 'conflict';
}

export function createFactStore(
  db: Database.Database,
  keys: KeyStore,
  rollups: Pick<RollupStore, 'touch'>,
): FactStore {
  const writeReading = readingWriter(db);
  const neighboursOf = {
    reading: neighbourStatements(db, 'readings', 'series_key'),
    position: neighbourStatements(db, 'positions', 'device_key'),
    scan: neighbourStatements(db, 'scans', 'device_key'),
    status: neighbourStatements(db, 'statuses', 'device_key'),
  };
  const write = { position: positionWriter(db), scan: scanWriter(db), status: statusWriter(db) };
  const untimed = untimedStatements(db);
  const newest = {
    reading: createNewest(db, 'reading_rows', 'series_key'),
    position: createNewest(db, 'positions', 'device_key'),
    scan: createNewest(db, 'scans', 'device_key'),
    status: createNewest(db, 'statuses', 'device_key'),
  };

  function judgeUntimed(observation: Observation, deviceKey: number, self: Identity): Judgement {
    const { content } = self;
    if (observation.seq === undefined) return 'new';
    const channel = observation.kind === 'reading' ? (observation.channel ?? '') : '';
    const known = untimed.select.all(
      deviceKey,
      observation.kind,
      channel,
      observation.boot ?? '',
      observation.seq,
    );
    if (known.includes(content) || (known.length > 0 && known.includes(self.formerContent())))
      return 'duplicate';
    untimed.insert.run(
      deviceKey,
      observation.kind,
      channel,
      observation.boot ?? '',
      observation.seq,
      content,
    );
    return known.length === 0 ? 'new' : 'conflict';
  }

  function insertReading(
    fact: PlacedFact,
    origin: FactOrigin,
    observation: ReadingObservation,
  ): InsertResult {
    const channel = observation.channel ?? '';
    const self = identityOf(fact);
    const content = shortContent(self.content);
    const there = keys
      .seriesOf(origin.deviceKey, channel)
      .filter((series) => newest.reading.reaches(series.key, fact.eventTime))
      .map(({ key }) => ({ key, rows: neighboursOf.reading.alike(key, fact.eventTime, self.seq) }));
    const judgement = fact.timed
      ? judge(
          there.flatMap((entry) => entry.rows),
          { ...self, content, formerContent: () => shortContent(self.formerContent()) },
        )
      : judgeUntimed(observation, origin.deviceKey, self);
    if (judgement === 'duplicate') return duplicate;
    const quality = flagged(fact.quality, judgement);
    const bits = packQuality(quality);
    const next = new Map(there.map(({ key }) => [key, neighboursOf.reading.nextN(key, fact.eventTime)]));
    const originKey = keys.originKey(origin.topicKey, origin.retained, self.boot ?? '');
    for (const { type, value, uom } of observation.values) {
      const key = keys.seriesKey(origin.deviceKey, channel, type, uom);
      const n = next.get(key) ?? 0;
      next.set(key, n + 1);
      newest.reading.raise(key, fact.eventTime);
      rollups.touch(key, fact.eventTime);
      writeReading({
        seriesKey: key,
        eventTime: fact.eventTime,
        n,
        value,
        recordTime: origin.recordTime,
        originKey,
        quality: bits,
        seq: self.seq,
        content,
      });
    }
    return { stored: true, quality };
  }

  function insertSingle<O extends PositionObservation | ScanObservation | StatusObservation>(
    fact: PlacedFact,
    origin: FactOrigin,
    observation: O,
    writer: (observation: O, row: RowHead) => number,
  ): InsertResult {
    const self = identityOf(fact);
    const { deviceKey } = origin;
    const known = newest[observation.kind];
    const neighbours = neighboursOf[observation.kind];
    const isReached = known.reaches(deviceKey, fact.eventTime);
    const there = isReached ? neighbours.alike(deviceKey, fact.eventTime, self.seq) : [];
    const judgement = fact.timed ? judge(there, self) : judgeUntimed(observation, deviceKey, self);
    if (judgement === 'duplicate') return duplicate;
    known.raise(deviceKey, fact.eventTime);
    const quality = flagged(fact.quality, judgement);
    const rowId = writer(observation, {
      ...origin,
      originKey: keys.originKey(origin.topicKey, origin.retained, ''),
      eventTime: fact.eventTime,
      n: isReached ? neighbours.nextN(deviceKey, fact.eventTime) : 0,
      quality: packQuality(quality),
      boot: self.boot,
      seq: self.seq,
      content: self.content,
    });
    return observation.kind === 'scan'
      ? { stored: true, quality, scanKey: rowId }
      : { stored: true, quality };
  }

  return {
    insert(fact, origin) {
      const { observation } = fact;
      switch (observation.kind) {
        case 'reading':
          return insertReading(fact, origin, observation);
        case 'position':
          return insertSingle(fact, origin, observation, write.position);
        case 'scan':
          return insertSingle(fact, origin, observation, write.scan);
        case 'status':
          return insertSingle(fact, origin, observation, write.status);
      }
    },
  };
}

interface RowHead extends FactOrigin {
  readonly originKey: number;
  readonly eventTime: number;
  readonly n: number;
  readonly quality: number;
  readonly boot: string | null;
  readonly seq: number | null;
  readonly content: number;
}

function identityOf(fact: PlacedFact): Identity {
  const observation = fact.content ?? fact.observation;
  return {
    // A boot without a name tells nothing apart.
    boot: observation.boot === undefined || observation.boot === '' ? null : observation.boot,
    seq: observation.seq ?? null,
    content: contentOf(observation),
    formerContent: () => formerContentOf(observation),
  };
}

/**
 * The newest stored instant by series or device, so that nothing is looked for beyond it: that is where almost every
 * fact belongs. It may be too late an instant, after a batch that was rolled back, and never too early.
 */
function createNewest(db: Database.Database, table: string, keyColumn: string) {
  const select = db
    .prepare<[number], number | null>(`SELECT max(event_time) FROM ${table} WHERE ${keyColumn} = ?`)
    .pluck();
  const instants = new Map<number, number>();
  function of(key: number): number {
    let instant = instants.get(key);
    if (instant === undefined) instants.set(key, (instant = select.get(key) ?? Number.NEGATIVE_INFINITY));
    return instant;
  }
  return {
    /** False when no row can be at that instant or after it. */
    reaches: (key: number, instant: number): boolean => of(key) >= instant,
    raise(key: number, instant: number): void {
      if (instant > of(key)) instants.set(key, instant);
    },
  };
}

function flagged(quality: readonly QualityFlag[], judgement: Judgement): readonly QualityFlag[] {
  return judgement === 'conflict' ? [...quality, 'conflict'] : quality;
}

/** What is there at the same instant: of a burst that may be many, so only those that may be the same fact are read. */
function neighbourStatements(db: Database.Database, table: string, keyColumn: string) {
  const at = `FROM ${table} WHERE ${keyColumn} = ? AND event_time = ?`;
  const alike = db.prepare<[number, number, number | null], Neighbour>(
    `SELECT boot, content ${at} AND seq IS ?`,
  );
  const last = db.prepare<[number, number], number | null>(`SELECT max(n) ${at}`).pluck();
  return {
    alike: (key: number, time: number, seq: number | null): Neighbour[] => alike.all(key, time, seq),
    nextN: (key: number, time: number): number => (last.get(key, time) ?? -1) + 1,
  };
}

function untimedStatements(db: Database.Database) {
  return {
    select: db
      .prepare<[number, string, string, string, number], number>(
        'SELECT content FROM untimed WHERE device_key = ? AND kind = ? AND channel = ? AND boot = ? AND seq = ?',
      )
      .pluck(),
    insert: db.prepare(
      'INSERT INTO untimed (device_key, kind, channel, boot, seq, content) VALUES (?, ?, ?, ?, ?, ?)',
    ),
  };
}

const headColumns =
  'device_key, event_time, n, record_time, message_key, origin_key, quality, boot, seq, content';
const headValues = '?, ?, ?, ?, ?, ?, ?, ?, ?, ?';

function headOf(row: RowHead): (string | number | null)[] {
  return [
    row.deviceKey,
    row.eventTime,
    row.n,
    row.recordTime,
    row.messageKey,
    row.originKey,
    row.quality,
    row.boot,
    row.seq,
    row.content,
  ];
}

function positionWriter(db: Database.Database) {
  const insert = db.prepare(
    `INSERT INTO positions (${headColumns}, lat, lon, speed_mps, heading_deg, accuracy_m, altitude_m) VALUES (${headValues}, ?, ?, ?, ?, ?, ?)`,
  );
  return (o: PositionObservation, row: RowHead): number => {
    insert.run(
      ...headOf(row),
      o.lat,
      o.lon,
      o.speedMps ?? null,
      o.headingDeg ?? null,
      o.accuracyM ?? null,
      o.altitudeM ?? null,
    );
    return 0;
  };
}

function scanWriter(db: Database.Database) {
  const insert = db.prepare(
    `INSERT INTO scans (${headColumns}, site_id, codes, biz_step, read_point, vehicle_id, parent, outcome, quantity, lat, lon, operator, antenna, rssi_dbm, reads)
     VALUES (${headValues}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCode = db.prepare('INSERT OR IGNORE INTO scan_codes (code, scan_key) VALUES (?, ?)');
  const insertParent = db.prepare('INSERT OR IGNORE INTO scan_parents (parent, scan_key) VALUES (?, ?)');
  return (o: ScanObservation, row: RowHead): number => {
    const values = [
      row.siteId,
      JSON.stringify(o.codes),
      o.bizStep,
      o.readPoint,
      o.vehicleId,
      o.parent,
      o.outcome,
      o.quantity,
      o.lat,
      o.lon,
      o.operator,
      o.antenna,
      o.rssiDbm,
      o.reads,
    ];
    const scanKey = Number(
      insert.run(...headOf(row), ...values.map((value) => value ?? null)).lastInsertRowid,
    );
    for (const code of o.codes) insertCode.run(canonicalCode(code), scanKey);
    for (const parent of [o.parent, o.vehicleId])
      if (parent !== undefined) insertParent.run(canonicalCode(parent), scanKey);
    return scanKey;
  };
}

function statusWriter(db: Database.Database) {
  const insert = db.prepare(
    `INSERT INTO statuses (${headColumns}, online, battery_pct, rssi_dbm, firmware, event, region) VALUES (${headValues}, ?, ?, ?, ?, ?, ?)`,
  );
  return (o: StatusObservation, row: RowHead): number => {
    const online = o.online === undefined ? null : Number(o.online);
    insert.run(
      ...headOf(row),
      online,
      o.batteryPct ?? null,
      o.rssiDbm ?? null,
      o.firmware ?? null,
      o.event ?? null,
      o.region ?? null,
    );
    return 0;
  };
}
