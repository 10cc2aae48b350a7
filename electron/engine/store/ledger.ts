import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';

import type { RejectReason } from '#shared/domain/observation.ts';

import { outcomes, type Outcome } from './devices.ts';

const rowKinds = ['scans', 'positions', 'readings', 'statuses'] as const;

/** How messages were settled and how many rows they made; kept by counting, never by scanning. */
export type SettledBooks = Record<Outcome | (typeof rowKinds)[number], number>;

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

/** Raw messages, quarantine, and the books: how each message received was settled. */
export interface Ledger {
  books(): SettledBooks;
  writeBooks(books: SettledBooks): void;
  keepMessage(topicKey: number, recordTime: number, retained: boolean, payload: Uint8Array): number;
  /** Takes back a message of which nothing turned out to be new. */
  dropMessage(messageKey: number): void;
  quarantine(input: QuarantineInput): void;
  listQuarantine(filter: QuarantineFilter): QuarantineRecord[];
  getQuarantine(key: number): QuarantineRecord | undefined;
  dropQuarantine(key: number): void;
  /** True when the newest message without time and number on that topic had this content. */
  isLastAnonymous(topicKey: number, hash: Buffer): boolean;
  rememberAnonymous(topicKey: number, hash: Buffer): void;
  /** True when this very message was committed before and its acknowledgement may have been lost. */
  wasCommitted(source: string, messageId: number, hash: Buffer): boolean;
  /** True when it was, and its sender surely has no acknowledgement. */
  isUnanswered(source: string, messageId: number, hash: Buffer): boolean;
  /** A message that was remembered has been acknowledged; kept with the next `keepAnswered`. */
  noteAnswered(source: string, messageId: number): void;
  /** Inside a transaction, before anything is remembered in it; call what it gives once that is committed. */
  keepAnswered(): () => void;
  hasAnswered(): boolean;
  rememberCommitted(source: string, messageId: number, hash: Buffer, outcome: Outcome): void;
  forgetCommitted(source: string): void;
}

/** Identity of a message's bytes on a topic. */
export function hashMessage(topic: string, payload: Uint8Array): Buffer {
  return createHash('sha256').update(topic).update('\0').update(payload).digest().subarray(0, 16);
}

export function createLedger(db: Database.Database): Ledger {
  const columns = [...outcomes, ...rowKinds];
  const selectBooks = db.prepare<[], SettledBooks>(`SELECT ${columns.join(', ')} FROM books WHERE id = 1`);
  const updateBooks = db.prepare(
    `UPDATE books SET ${columns.map((name) => `${name} = :${name}`).join(', ')} WHERE id = 1`,
  );
  const insertMessage = db.prepare(
    'INSERT INTO messages (record_time, topic_key, retained, payload) VALUES (?, ?, ?, ?)',
  );
  const deleteMessage = db.prepare('DELETE FROM messages WHERE message_key = ?');
  return {
    dropMessage: (messageKey) => void deleteMessage.run(messageKey),
    books: () => selectBooks.get()!,
    writeBooks: (books) => void updateBooks.run(books),
    keepMessage: (topicKey, recordTime, retained, payload) =>
      Number(insertMessage.run(recordTime, topicKey, Number(retained), payload).lastInsertRowid),
    ...quarantineStatements(db),
    ...redeliveryStatements(db),
  };
}

function quarantineStatements(db: Database.Database) {
  const insert = db.prepare(`
    INSERT INTO quarantine (hash, topic, device_id, adapter, reason, detail, part, first_time, last_time, count, payload)
    VALUES (:hash, :topic, :deviceId, :adapter, :reason, :detail, :part, :time, :time, 1, :payload)
    ON CONFLICT (hash, part, detail) DO UPDATE SET count = count + 1, last_time = max(last_time, excluded.last_time)`);
  const list = db.prepare<Record<string, unknown>, QuarantineRecord>(`
    SELECT * FROM quarantine
    WHERE (:reason IS NULL OR reason = :reason) AND (:topic IS NULL OR topic = :topic)
      AND (:deviceId IS NULL OR device_id = :deviceId) AND (:before IS NULL OR quarantine_key < :before)
    ORDER BY quarantine_key DESC LIMIT :limit`);
  const get = db.prepare<[number], QuarantineRecord>('SELECT * FROM quarantine WHERE quarantine_key = ?');
  const drop = db.prepare('DELETE FROM quarantine WHERE quarantine_key = ?');
  return {
    quarantine(input: QuarantineInput): void {
      insert.run({
        ...input,
        hash: hashMessage(input.topic, input.payload),
        deviceId: input.deviceId ?? null,
        adapter: input.adapter ?? null,
        part: Number(input.part),
        payload: Buffer.from(input.payload),
      });
    },
    listQuarantine: (filter: QuarantineFilter): QuarantineRecord[] =>
      list.all({
        reason: filter.reason ?? null,
        topic: filter.topic ?? null,
        deviceId: filter.deviceId ?? null,
        before: filter.before ?? null,
        limit: filter.limit,
      }),
    getQuarantine: (key: number): QuarantineRecord | undefined => get.get(key),
    dropQuarantine: (key: number): void => void drop.run(key),
  };
}

function deliveryKey(source: string, messageId: number): string {
  return `${messageId} ${source}`;
}

function redeliveryStatements(db: Database.Database) {
  const selectLast = db
    .prepare<[number], Buffer>('SELECT hash FROM last_anonymous WHERE topic_key = ?')
    .pluck();
  const upsertLast = db.prepare(
    'INSERT INTO last_anonymous (topic_key, hash) VALUES (?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash',
  );
  const selectCommitted = db
    .prepare<[string, number], Buffer>('SELECT hash FROM unacknowledged WHERE source = ? AND message_id = ?')
    .pluck();
  const upsertCommitted = db.prepare(
    'INSERT INTO unacknowledged (source, message_id, hash, outcome, answered) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET hash = excluded.hash, outcome = excluded.outcome, answered = 0',
  );
  const selectUnanswered = db
    .prepare<[string, number], Buffer>(
      'SELECT hash FROM unacknowledged WHERE source = ? AND message_id = ? AND answered = 0',
    )
    .pluck();
  const updateAnswered = db.prepare(
    'UPDATE unacknowledged SET answered = 1 WHERE source = ? AND message_id = ?',
  );
  const forget = db.prepare('DELETE FROM unacknowledged WHERE source = ?');
  /** What was remembered and is not known to be answered, and what was answered since the last commit. */
  const open = new Set<string>();
  let answered: { readonly source: string; readonly messageId: number }[] = [];
  return {
    isLastAnonymous: (topicKey: number, hash: Buffer): boolean =>
      selectLast.get(topicKey)?.equals(hash) ?? false,
    rememberAnonymous: (topicKey: number, hash: Buffer): void => void upsertLast.run(topicKey, hash),
    wasCommitted: (source: string, messageId: number, hash: Buffer): boolean =>
      selectCommitted.get(source, messageId)?.equals(hash) ?? false,
    isUnanswered: (source: string, messageId: number, hash: Buffer): boolean =>
      selectUnanswered.get(source, messageId)?.equals(hash) ?? false,
    rememberCommitted(source: string, messageId: number, hash: Buffer, outcome: Outcome): void {
      upsertCommitted.run(source, messageId, hash, outcome);
      open.add(deliveryKey(source, messageId));
    },
    noteAnswered(source: string, messageId: number): void {
      if (open.delete(deliveryKey(source, messageId))) answered.push({ source, messageId });
    },
    hasAnswered: (): boolean => answered.length > 0,
    keepAnswered(): () => void {
      const kept = answered.length;
      for (const { source, messageId } of answered) updateAnswered.run(source, messageId);
      return () => void (answered = answered.slice(kept));
    },
    forgetCommitted: (source: string): void => void forget.run(source),
  };
}
