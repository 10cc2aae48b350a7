import type { Migration } from './migration.ts';

/** Who is told of alerts and how, what they were told, and what is still to be sent. Holds no secrets. */
export const notices: Migration = {
  version: 150,
  name: 'notices',
  up(db) {
    db.exec(`
      CREATE TABLE notice_channels (channel_id TEXT PRIMARY KEY, channel TEXT NOT NULL) STRICT, WITHOUT ROWID;
      -- Alerts raised before \`since\` are none of the rule's business.
      CREATE TABLE notice_rules (
        rule_id TEXT PRIMARY KEY,
        since INTEGER NOT NULL,
        rule TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE deliveries (
        delivery_key INTEGER PRIMARY KEY,
        channel_id TEXT NOT NULL,
        channel_name TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        alert_ids TEXT NOT NULL,
        created_time INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        due_time INTEGER,
        settled_time INTEGER,
        answer TEXT,
        problem TEXT
      ) STRICT;
      CREATE INDEX deliveries_waiting ON deliveries (channel_id, delivery_key) WHERE state = 'waiting';
      CREATE INDEX deliveries_by_channel ON deliveries (channel_id, delivery_key);

      -- Which step of which rule was taken on which channel for an alert: none is taken twice.
      CREATE TABLE notices_taken (
        alert_key INTEGER NOT NULL REFERENCES alerts,
        rule_id TEXT NOT NULL,
        step INTEGER NOT NULL,
        channel_id TEXT NOT NULL,
        PRIMARY KEY (alert_key, rule_id, step, channel_id)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
