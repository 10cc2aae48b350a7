import { packed } from '../deferred.ts';
import type { Migration } from './migration.ts';

interface Row {
  readonly source: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retained: 0 | 1;
  readonly dup: 0 | 1;
  readonly message_id: number | null;
  readonly received_at: number;
}

/** Messages of a burst that came together are one row; those that still have rows of their own go into such. */
export const deferredPacks: Migration = {
  version: 300,
  name: 'deferred-packs',
  up(db) {
    db.exec(`
      CREATE TABLE deferred_packs (
        pack_key INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        -- JSON: the topics, and of each message what is kept beside its bytes.
        heads TEXT NOT NULL,
        -- One after the other.
        payloads BLOB NOT NULL,
        -- So many of its messages are read and settled.
        settled INTEGER NOT NULL DEFAULT 0,
        -- The session they came in is gone, and with it the meaning of their ids.
        ids_gone INTEGER NOT NULL DEFAULT 0
      ) STRICT;
    `);
    const insert = db.prepare('INSERT INTO deferred_packs (source, heads, payloads) VALUES (?, ?, ?)');
    const rows = db.prepare<[], Row>('SELECT * FROM deferred_messages ORDER BY deferred_key').all();
    for (const [source, own] of Map.groupBy(rows, (row) => row.source))
      for (const { heads, payloads } of packed(own.map(messageOf))) insert.run(source, heads, payloads);
    db.exec('DROP TABLE deferred_messages');
  },
};

function messageOf({ topic, payload, qos, retained, dup, message_id, received_at }: Row) {
  return {
    topic,
    payload,
    qos,
    retained: retained === 1,
    dup: dup === 1,
    ...(message_id !== null && { messageId: message_id }),
    receivedAt: received_at,
  };
}
