import type Database from 'better-sqlite3';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

import { insertMany, rowsTogether } from './insert-many.ts';

/** A raw message as it was received. */
export interface RawMessage {
  readonly messageKey: number;
  readonly recordTime: number;
  readonly topicKey: number;
  readonly retained: boolean;
  readonly payload: Buffer;
}

/** Raw messages: the newest as rows, older ones in compressed blocks. */
export interface MessageStore {
  keepMessage(topicKey: number, recordTime: number, retained: boolean, payload: Uint8Array): number;
  /** Takes back the message kept last, of which nothing turned out to be new; only in the transaction that kept it. */
  dropMessage(messageKey: number): void;
  /** Writes what was kept since; to be called at the end of each transaction. */
  writeMessages(): void;
  /** The newest messages of a topic that arrived before an instant, newest first. */
  messagesOfTopic(topicKey: number, before: number, limit: number): RawMessage[];
  /** Packs the oldest rows that arrived before an instant into one block; how many there were. */
  pack(before: number): number;
  /** Deletes the oldest block, or some of the oldest rows, that arrived before an instant; how many messages. */
  deleteOldest(before: number, isHeld: (from: number, to: number) => boolean): number;
  /** About how many there are; counting the rows one by one would take long. */
  storedMessages(): { readonly messages: number; readonly oldest: number | undefined };
  /** To be called after a transaction failed. */
  reloadMessages(): void;
}

/** A message as it is written: key, arrival, topic, retained, payload. */
type KeptRow = [number, number, number, number, Uint8Array];

const perBlock = 500;
const rowsAtOnce = 1000;

interface Row {
  readonly key: number;
  readonly time: number;
  readonly topic: number;
  readonly retained: number;
  readonly payload: Buffer;
}

interface Block {
  readonly firstKey: number;
  readonly firstTime: number;
  readonly lastTime: number;
  readonly count: number;
}

const rowColumns = 'message_key AS key, record_time AS time, topic_key AS topic, retained, payload';

export function createMessageStore(db: Database.Database): MessageStore {
  const insert = insertMany(
    db,
    'INSERT INTO messages (message_key, record_time, topic_key, retained, payload)',
    '(CAST(? AS INTEGER), ?, ?, ?, ?)',
  );
  // Keys of packed messages are taken: a new message may not get one of them again.
  const lastKey = db
    .prepare<[], number>(
      `SELECT max(ifnull((SELECT max(message_key) FROM messages), 0),
         ifnull((SELECT max(last_key) FROM message_blocks), 0))`,
    )
    .pluck();
  const move = packer(db);
  let next = 1 + lastKey.get()!;
  let kept: KeptRow[] = [];
  const write = (): void => {
    insert(kept);
    kept = [];
  };
  return {
    keepMessage(topicKey, recordTime, retained, payload) {
      if (kept.length === rowsTogether) write();
      kept.push([next, recordTime, topicKey, Number(retained), payload]);
      return next++;
    },
    dropMessage(messageKey) {
      if (kept.at(-1)?.[0] !== messageKey) throw new Error('Only the message kept last can be taken back.');
      kept.pop();
      next = messageKey;
    },
    writeMessages: write,
    messagesOfTopic: topicReader(db),
    pack: move,
    ...deletion(db),
    reloadMessages() {
      kept = [];
      next = 1 + lastKey.get()!;
    },
  };
}

function packer(db: Database.Database): (before: number) => number {
  const oldest = db.prepare<[number], Row>(`SELECT ${rowColumns} FROM messages ORDER BY message_key LIMIT ?`);
  const insert = db.prepare('INSERT INTO message_blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const clear = db.prepare('DELETE FROM messages WHERE message_key <= ?');
  const move = db.transaction((before: number): number => {
    const rows = oldest.all(perBlock);
    // A block is whole or waits: only what is old to the last row is packed.
    if (rows.length < perBlock || rows.some(({ time }) => time >= before)) return 0;
    const [first, last] = [rows[0]!, rows.at(-1)!];
    const times = rows.map(({ time }) => time);
    const bytes = rows.reduce((sum, { payload }) => sum + payload.length, 0);
    insert.run(
      first.key,
      last.key,
      Math.min(...times),
      Math.max(...times),
      rows.length,
      bytes,
      numbersToBytes([...new Set(rows.map(({ topic }) => topic))]),
      deflateRawSync(encode(rows)),
    );
    clear.run(last.key);
    return rows.length;
  });
  return (before) => move.immediate(before);
}

function topicReader(db: Database.Database): MessageStore['messagesOfTopic'] {
  const rows = db.prepare<[number, number, number], Row>(
    `SELECT ${rowColumns} FROM messages WHERE topic_key = ? AND record_time < ? ORDER BY message_key DESC LIMIT ?`,
  );
  const blocks = db.prepare<[number], { firstKey: number; topics: Buffer }>(
    'SELECT first_key AS firstKey, topics FROM message_blocks WHERE first_time < ? ORDER BY first_key DESC',
  );
  const body = db.prepare<[number], Buffer>('SELECT body FROM message_blocks WHERE first_key = ?').pluck();
  return (topicKey, before, limit) => {
    const found = rows.all(topicKey, before, limit);
    const holding: number[] = [];
    for (const { firstKey, topics } of blocks.iterate(before)) {
      if (found.length + holding.length >= limit) break;
      if (bytesToNumbers(topics).includes(topicKey)) holding.push(firstKey);
    }
    for (const firstKey of holding) {
      if (found.length >= limit) break;
      const inside = decode(inflateRawSync(body.get(firstKey)!));
      found.push(
        ...inside
          .filter(({ topic, time }) => topic === topicKey && time < before)
          .sort((a, b) => b.key - a.key),
      );
    }
    return found.slice(0, limit).map((row) => ({
      messageKey: row.key,
      recordTime: row.time,
      topicKey: row.topic,
      retained: row.retained === 1,
      payload: row.payload,
    }));
  };
}

function deletion(db: Database.Database) {
  const oldestBlocks = db.prepare<[], Block>(
    'SELECT first_key AS firstKey, first_time AS firstTime, last_time AS lastTime, count FROM message_blocks ORDER BY first_key',
  );
  const removeBlock = db.prepare('DELETE FROM message_blocks WHERE first_key = ?');
  // Rows have no index by time: only the oldest are looked at.
  const oldRows = db.prepare<[number, number], { key: number; time: number }>(
    `SELECT key, time FROM (SELECT message_key AS key, record_time AS time FROM messages ORDER BY message_key LIMIT ?)
     WHERE time < ?`,
  );
  const removeRow = db.prepare('DELETE FROM messages WHERE message_key = ?');
  const removeRows = db.transaction((rows: readonly { key: number }[]) => {
    for (const { key } of rows) removeRow.run(key);
  });
  const counts = db.prepare<[], { messages: number; oldest: number | null }>(
    `SELECT (SELECT ifnull(sum(count), 0) FROM message_blocks) + (SELECT ifnull(max(message_key) - min(message_key) + 1, 0) FROM messages) AS messages,
       ifnull((SELECT first_time FROM message_blocks ORDER BY first_key LIMIT 1),
         (SELECT record_time FROM messages ORDER BY message_key LIMIT 1)) AS oldest`,
  );
  return {
    deleteOldest(before: number, isHeld: (from: number, to: number) => boolean): number {
      const block = firstFree(before, isHeld);
      if (block !== undefined) {
        removeBlock.run(block.firstKey);
        return block.count;
      }
      const rows = oldRows.all(rowsAtOnce, before).filter(({ time }) => !isHeld(time, time));
      removeRows.immediate(rows);
      return rows.length;
    },
    storedMessages() {
      const { messages, oldest } = counts.get()!;
      return { messages, oldest: oldest ?? undefined };
    },
  };

  function firstFree(before: number, isHeld: (from: number, to: number) => boolean): Block | undefined {
    for (const block of oldestBlocks.iterate()) {
      // They are in the order of arrival.
      if (block.lastTime >= before) return undefined;
      if (!isHeld(block.firstTime, block.lastTime)) return block;
    }
    return undefined;
  }
}

/** Rows one after another: five numbers of eight bytes, then the payload. */
function encode(rows: readonly Row[]): Buffer {
  const heads = rows.map(({ key, time, topic, retained, payload }) =>
    Buffer.from(new Float64Array([key, time, topic, retained, payload.length]).buffer),
  );
  // Numbers together and payloads together: like beside like is smaller.
  return Buffer.concat([numbersToBytes([rows.length]), ...heads, ...rows.map(({ payload }) => payload)]);
}

function decode(bytes: Buffer): Row[] {
  const count = bytes.readDoubleLE(0);
  let at = 8 + count * 40;
  return Array.from({ length: count }, (_, index): Row => {
    const head = 8 + index * 40;
    const size = bytes.readDoubleLE(head + 32);
    const payload = bytes.subarray(at, at + size);
    at += size;
    return {
      key: bytes.readDoubleLE(head),
      time: bytes.readDoubleLE(head + 8),
      topic: bytes.readDoubleLE(head + 16),
      retained: bytes.readDoubleLE(head + 24),
      payload,
    };
  });
}

function numbersToBytes(numbers: readonly number[]): Buffer {
  return Buffer.from(new Float64Array(numbers).buffer);
}

function bytesToNumbers(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}
