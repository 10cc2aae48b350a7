import type { Migration } from './migration.ts';

/** What customers ask and complain about. A case is changed only together with a row that says who changed what. */
export const cases: Migration = {
  version: 120,
  name: 'cases',
  up(db) {
    db.exec(`
      CREATE TABLE cases (
        case_key INTEGER PRIMARY KEY,
        order_key INTEGER NOT NULL REFERENCES orders,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        owner TEXT,
        due_time INTEGER,
        state TEXT NOT NULL,
        opened_time INTEGER NOT NULL,
        opened_by TEXT NOT NULL,
        changed_time INTEGER NOT NULL,
        closed_time INTEGER,
        evidence TEXT NOT NULL
      ) STRICT;
      CREATE INDEX cases_by_order ON cases (order_key);
      CREATE INDEX cases_to_answer ON cases (due_time) WHERE state <> 'closed';

      -- 'changed' is what was set with the words, as JSON.
      CREATE TABLE case_notes (
        note_key INTEGER PRIMARY KEY,
        case_key INTEGER NOT NULL REFERENCES cases,
        time INTEGER NOT NULL,
        who TEXT NOT NULL,
        text TEXT NOT NULL,
        changed TEXT
      ) STRICT;
      CREATE INDEX case_notes_by_case ON case_notes (case_key, note_key);
    `);
  },
};
