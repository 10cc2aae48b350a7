import type { Migration } from './migration.ts';

/**
 * Orders as posted, the codes they are found by, what is believed of them, and what has to be said about them
 * over MQTT. Beliefs are a cache: all of them can be computed again from the posted orders and the scans.
 */
export const orders: Migration = {
  version: 20,
  name: 'orders',
  up(db) {
    db.exec(`
      CREATE TABLE orders (
        order_key INTEGER PRIMARY KEY,
        order_number TEXT NOT NULL UNIQUE,
        posted TEXT NOT NULL,
        posted_hash BLOB NOT NULL,
        created_time INTEGER NOT NULL,
        updated_time INTEGER NOT NULL
      ) STRICT;

      -- Canonical codes → orders; parcel_id '' stands for the order itself.
      CREATE TABLE order_codes (
        code TEXT NOT NULL,
        order_key INTEGER NOT NULL REFERENCES orders,
        parcel_id TEXT NOT NULL,
        PRIMARY KEY (code, order_key, parcel_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX order_codes_by_order ON order_codes (order_key);

      -- What is believed of an order, for lists; 'until' is the promise.
      CREATE TABLE order_beliefs (
        order_key INTEGER PRIMARY KEY REFERENCES orders,
        state TEXT NOT NULL,
        state_time INTEGER,
        newest_time INTEGER,
        placed_time INTEGER,
        promised_until INTEGER,
        eta_p50 INTEGER,
        eta_p90 INTEGER,
        lateness TEXT NOT NULL,
        location_kind TEXT NOT NULL,
        location_id TEXT,
        final INTEGER NOT NULL,
        announced INTEGER NOT NULL DEFAULT 1,
        summary TEXT NOT NULL
      ) STRICT;
      CREATE INDEX order_beliefs_open ON order_beliefs (final, lateness, promised_until);
      CREATE INDEX order_beliefs_location ON order_beliefs (location_kind, location_id);

      -- Words and numbers an order may be asked for by, canonical.
      CREATE VIRTUAL TABLE order_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');

      -- What each scanned code was told, and what it would be told now.
      CREATE TABLE scan_verdicts (
        scan_key INTEGER NOT NULL REFERENCES scans,
        position INTEGER NOT NULL,
        code TEXT NOT NULL,
        verdict TEXT NOT NULL,
        message TEXT NOT NULL,
        given INTEGER NOT NULL,
        PRIMARY KEY (scan_key, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX scan_verdicts_odd ON scan_verdicts (verdict, scan_key) WHERE verdict <> 'accepted';

      CREATE TABLE associations (
        association_id TEXT PRIMARY KEY,
        device_id TEXT NOT NULL,
        channel TEXT,
        subject_type TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        valid_from INTEGER NOT NULL,
        valid_to INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX associations_by_subject ON associations (subject_type, subject_id);
      CREATE INDEX associations_by_device ON associations (device_id);

      -- Topics taken in beside those the formats document.
      CREATE TABLE sources (
        source_id TEXT PRIMARY KEY, topic_filter TEXT NOT NULL, format TEXT NOT NULL, site_id TEXT
      ) STRICT, WITHOUT ROWID;

      -- Written with what caused it, deleted once the broker has it: no answer is lost in a crash.
      CREATE TABLE outbox (
        outbox_key INTEGER PRIMARY KEY,
        topic TEXT NOT NULL,
        payload BLOB NOT NULL,
        retain INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX outbox_by_topic ON outbox (topic);
    `);
  },
};
