import type { Migration } from './migration.ts';

/** How nodes that name their values once, at their birth, named them. */
export const nodeBirths: Migration = {
  version: 60,
  name: 'node-births',
  up(db) {
    db.exec(`
      CREATE TABLE node_births (
        device_id TEXT PRIMARY KEY, node TEXT NOT NULL, aliases TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX node_births_by_node ON node_births (node);
    `);
  },
};
