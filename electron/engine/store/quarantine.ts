import type Database from 'better-sqlite3';

import type { RejectReason } from '#shared/domain/observation.ts';

import { hashMessage } from './message-hash.ts';

export interface QuarantineInput {
  readonly topic: string;
  readonly deviceId: string | undefined;
  readonly adapter: string | undefined;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly part: boolean;
  readonly time: number;
  readonly payload: Uint8Array;
}

export interface QuarantineRecord {
  quarantine_key: number;
  topic: string;
  device_id: string | null;
  adapter: string | null;
  reason: RejectReason;
  detail: string;
  part: number;
  first_time: number;
  last_time: number;
  count: number;
  payload: Buffer;
}

export interface QuarantineFilter {
  readonly reason?: string | undefined;
  readonly topic?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Messages that could not be used, with their bytes. */
export interface QuarantineStore {
  quarantine(input: QuarantineInput): void;
  listQuarantine(filter: QuarantineFilter): QuarantineRecord[];
  getQuarantine(key: number): QuarantineRecord | undefined;
  dropQuarantine(key: number): void;
  /** Rows after a key with their topics, oldest first, without their bytes. */
  quarantineKeys(after: number): { quarantine_key: number; topic: string }[];
  /** Bytes of the payloads that are kept, and how many messages were only counted. */
  quarantineSize(): { readonly bytes: number; readonly kept: number; readonly counted: number };
  /** To be called after a transaction failed. */
  reloadQuarantine(): void;
}

/** Of different messages of a device (of a topic, where none is named) with one reason the first and the last of so many are kept. */
const keptAtEachEnd = 20;
/** Beyond this the oldest go, whosever they are. */
export const quarantineCapBytes = 500 * 1024 ** 2;
/** What a row needs beside its payload. */
const rowBytes = 250;
/** What is counted together: of a device, else of a topic. The same text is indexed. */
export const groupSql = "ifnull(device_id, 'topic ' || topic)";

export function createQuarantineStore(
  db: Database.Database,
  capBytes: number = quarantineCapBytes,
): QuarantineStore {
  const statements = quarantineStatements(db);
  const group = groupStatements(db);
  let bytes: number | undefined;

  function size(): number {
    bytes ??= statements.bytes.get()!;
    return bytes;
  }

  /** Takes a row away and counts it as one that was seen. */
  function countOnly(row: { key: number; size: number; name: string; reason: string }): void {
    statements.drop.run(row.key);
    group.count.run(row.name, row.reason);
    bytes = size() - row.size;
  }

  return {
    quarantine(input) {
      size();
      const isNew = statements.upsert(input);
      if (!isNew) return;
      const name = input.deviceId ?? `topic ${input.topic}`;
      bytes = size() + input.payload.length + rowBytes;
      const kept = group.keep.get(name, input.reason)!;
      const middle =
        kept > 2 * keptAtEachEnd ? group.middle.get(name, input.reason, keptAtEachEnd) : undefined;
      if (middle !== undefined) countOnly({ ...middle, name, reason: input.reason });
      while (size() > capBytes) {
        const oldest = statements.oldest.get();
        if (oldest === undefined) break;
        countOnly(oldest);
      }
    },
    listQuarantine: (filter) =>
      statements.list.all({
        reason: filter.reason ?? null,
        topic: filter.topic ?? null,
        deviceId: filter.deviceId ?? null,
        before: filter.before ?? null,
        limit: filter.limit,
      }),
    getQuarantine: (key) => statements.get.get(key),
    dropQuarantine(key) {
      const row = statements.get.get(key);
      if (row === undefined) return;
      statements.drop.run(key);
      group.leave.run(row.device_id ?? `topic ${row.topic}`, row.reason);
      bytes = size() - row.payload.length - rowBytes;
    },
    quarantineKeys: (after) => statements.keys.all(after),
    quarantineSize: () => ({ bytes: size(), ...group.totals.get()! }),
    reloadQuarantine: () => (bytes = undefined),
  };
}

function quarantineStatements(db: Database.Database) {
  const insert = db
    .prepare<Record<string, unknown>, number>(
      `INSERT INTO quarantine (hash, topic, device_id, adapter, reason, detail, part, first_time, last_time, count, payload)
       VALUES (:hash, :topic, :deviceId, :adapter, :reason, :detail, :part, :time, :time, 1, :payload)
       ON CONFLICT (hash, part, detail) DO UPDATE SET count = count + 1, last_time = max(last_time, excluded.last_time)
       RETURNING count`,
    )
    .pluck();
  const sizeSql = `length(payload) + ${rowBytes}`;
  return {
    /** True when no message like it was there. */
    upsert: (input: QuarantineInput): boolean =>
      insert.get({
        ...input,
        hash: hashMessage(input.topic, input.payload),
        deviceId: input.deviceId ?? null,
        adapter: input.adapter ?? null,
        part: Number(input.part),
        payload: Buffer.from(input.payload),
      }) === 1,
    list: db.prepare<Record<string, unknown>, QuarantineRecord>(`
      SELECT * FROM quarantine
      WHERE (:reason IS NULL OR reason = :reason) AND (:topic IS NULL OR topic = :topic)
        AND (:deviceId IS NULL OR device_id = :deviceId) AND (:before IS NULL OR quarantine_key < :before)
      ORDER BY quarantine_key DESC LIMIT :limit`),
    get: db.prepare<[number], QuarantineRecord>('SELECT * FROM quarantine WHERE quarantine_key = ?'),
    keys: db.prepare<[number], { quarantine_key: number; topic: string }>(
      'SELECT quarantine_key, topic FROM quarantine WHERE quarantine_key > ? ORDER BY quarantine_key LIMIT 100000',
    ),
    drop: db.prepare('DELETE FROM quarantine WHERE quarantine_key = ?'),
    bytes: db.prepare<[], number>(`SELECT ifnull(sum(${sizeSql}), 0) FROM quarantine`).pluck(),
    oldest: db.prepare<[], { key: number; size: number; name: string; reason: string }>(
      `SELECT quarantine_key AS key, ${sizeSql} AS size, ${groupSql} AS name, reason
       FROM quarantine ORDER BY quarantine_key LIMIT 1`,
    ),
  };
}

function groupStatements(db: Database.Database) {
  return {
    keep: db
      .prepare<[string, string], number>(
        `INSERT INTO quarantine_groups (device_id, reason, kept, counted) VALUES (?, ?, 1, 0)
         ON CONFLICT DO UPDATE SET kept = kept + 1 RETURNING kept`,
      )
      .pluck(),
    count: db.prepare(
      'UPDATE quarantine_groups SET kept = kept - 1, counted = counted + 1 WHERE device_id = ? AND reason = ?',
    ),
    leave: db.prepare('UPDATE quarantine_groups SET kept = kept - 1 WHERE device_id = ? AND reason = ?'),
    middle: db.prepare<[string, string, number], { key: number; size: number }>(
      `SELECT quarantine_key AS key, length(payload) + ${rowBytes} AS size FROM quarantine
       WHERE ${groupSql} = ? AND reason = ? ORDER BY quarantine_key LIMIT 1 OFFSET ?`,
    ),
    totals: db.prepare<[], { kept: number; counted: number }>(
      'SELECT ifnull(sum(kept), 0) AS kept, ifnull(sum(counted), 0) AS counted FROM quarantine_groups',
    ),
  };
}
