import type Database from 'better-sqlite3';

import type { CarrierMilestone } from '#shared/domain/carrier-milestone.ts';

/** What a carrier said of a parcel, in its own code and words. */
export interface CarrierEventRow {
  readonly provider: string;
  readonly carrier: string;
  /** Canonical tracking number. */
  readonly code: string;
  readonly eventTime: number;
  readonly recordTime: number;
  readonly rawCode: string;
  readonly rawText: string;
  readonly place: string | undefined;
  /** What it was taken to mean; undefined while nobody has said. */
  readonly milestone: string | undefined;
  readonly mappingVersion: number;
}

/** A code as a carrier uses it. */
export interface CarrierCode {
  readonly provider: string;
  readonly carrier: string;
  readonly rawCode: string;
}

export interface CarrierCodeCount extends CarrierCode {
  readonly milestone: CarrierMilestone | null;
  readonly count: number;
  readonly lastTime: number;
  /** Words the carrier used with it. */
  readonly example: string;
}

export interface CarrierEventStore {
  /** Keeps it once; false when it is there already. */
  add(event: CarrierEventRow): boolean;
  /** Of a canonical tracking number, oldest first. */
  ofCode(code: string): (CarrierEventRow & { readonly key: number })[];
  /** Codes that were used, those that mean nothing yet first. */
  codes(): CarrierCodeCount[];
  /** Events that meant or moved nothing under an older table. */
  idleBefore(version: number): (CarrierEventRow & { readonly key: number })[];
  /** Events with this code that mean nothing yet. */
  unmapped(code: CarrierCode): (CarrierEventRow & { readonly key: number })[];
  /** What somebody said a code means. */
  saidOf(code: CarrierCode): string | undefined;
  /** How many codes were given a meaning. */
  said(): number;
  say(code: CarrierCode, milestone: string, now: number): void;
  setMeaning(key: number, milestone: string | undefined, version: number): void;
}

interface EventRecord {
  readonly event_key: number;
  readonly provider: string;
  readonly carrier: string;
  readonly code: string;
  readonly event_time: number;
  readonly record_time: number;
  readonly raw_code: string;
  readonly raw_text: string;
  readonly place: string | null;
  readonly milestone: string | null;
  readonly mapping_version: number;
}

export function createCarrierEventStore(db: Database.Database): CarrierEventStore {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO carrier_events (provider, carrier, code, event_time, record_time, raw_code, raw_text, place,
       milestone, mapping_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofCode = db.prepare<[string], EventRecord>(
    'SELECT * FROM carrier_events WHERE code = ? ORDER BY event_time, event_key',
  );
  const codes = db.prepare<[], CarrierCodeCount>(
    `SELECT provider, carrier, raw_code AS rawCode, milestone, count(*) AS count, max(event_time) AS lastTime,
       max(raw_text) AS example FROM carrier_events GROUP BY provider, carrier, raw_code, milestone
     ORDER BY milestone IS NOT NULL, count(*) DESC, raw_code`,
  );
  const idle = db.prepare<[number], EventRecord>(
    `SELECT * FROM carrier_events
     WHERE (milestone IS NULL OR milestone IN ('exception', 'returning')) AND mapping_version < ?`,
  );
  const unmapped = db.prepare<CarrierCode, EventRecord>(
    `SELECT * FROM carrier_events
     WHERE milestone IS NULL AND provider = :provider AND carrier = :carrier AND raw_code = :rawCode`,
  );
  const saidOf = db
    .prepare<CarrierCode, string>(
      `SELECT milestone FROM carrier_meanings
       WHERE provider = :provider AND carrier = :carrier AND raw_code = :rawCode`,
    )
    .pluck();
  const said = db.prepare<[], number>('SELECT coalesce(max(version), 0) FROM carrier_meanings').pluck();
  const say = db.prepare(
    `INSERT INTO carrier_meanings (provider, carrier, raw_code, milestone, set_time)
     VALUES (:provider, :carrier, :rawCode, :milestone, :now)`,
  );
  const mean = db.prepare('UPDATE carrier_events SET milestone = ?, mapping_version = ? WHERE event_key = ?');
  return {
    add: (event) =>
      insert.run(
        event.provider,
        event.carrier,
        event.code,
        event.eventTime,
        event.recordTime,
        event.rawCode,
        event.rawText,
        event.place ?? null,
        event.milestone ?? null,
        event.mappingVersion,
      ).changes > 0,
    ofCode: (code) => ofCode.all(code).map(toEvent),
    codes: () => codes.all(),
    idleBefore: (version) => idle.all(version).map(toEvent),
    unmapped: ({ provider, carrier, rawCode }) => unmapped.all({ provider, carrier, rawCode }).map(toEvent),
    saidOf: ({ provider, carrier, rawCode }) => saidOf.get({ provider, carrier, rawCode }),
    said: () => said.get() ?? 0,
    say: ({ provider, carrier, rawCode }, milestone, now) =>
      void say.run({ provider, carrier, rawCode, milestone, now }),
    setMeaning: (key, milestone, version) => void mean.run(milestone ?? null, version, key),
  };
}

function toEvent(record: EventRecord): CarrierEventRow & { readonly key: number } {
  return {
    key: record.event_key,
    provider: record.provider,
    carrier: record.carrier,
    code: record.code,
    eventTime: record.event_time,
    recordTime: record.record_time,
    rawCode: record.raw_code,
    rawText: record.raw_text,
    place: record.place ?? undefined,
    milestone: record.milestone ?? undefined,
    mappingVersion: record.mapping_version,
  };
}
