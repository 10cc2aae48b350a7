import type { Migration } from './migration.ts';

/** Stretches in which a device or a channel said nothing for longer than its rhythm allows: what its habits are told by. */
export const pauses: Migration = {
  version: 260,
  name: 'pauses',
  up(db) {
    db.exec(`
      CREATE TABLE pauses (
        -- As marks name it: a device, or a channel of one.
        ref TEXT NOT NULL,
        last INTEGER NOT NULL,
        until INTEGER NOT NULL,
        -- After so many milliseconds its rhythm alone would have called it silent.
        usual_ms INTEGER NOT NULL,
        PRIMARY KEY (ref, last)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
