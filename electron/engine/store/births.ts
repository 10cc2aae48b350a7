import type Database from 'better-sqlite3';

import type { NodeNews } from '#shared/domain/observation.ts';

export interface Birth {
  readonly node: string;
  readonly deviceId: string;
  readonly aliases: readonly (readonly [alias: number, name: string])[];
}

/** How nodes named their values when they were born, so that a restart does not forget it. */
export interface BirthStore {
  all(): Birth[];
  /** A birth of a node ends what its devices said before; only inside a batch. */
  put(news: NodeNews): void;
}

export function createBirthStore(db: Database.Database): BirthStore {
  const select = db.prepare<[], { node: string; device_id: string; aliases: string }>(
    'SELECT node, device_id, aliases FROM node_births',
  );
  const forget = db.prepare('DELETE FROM node_births WHERE node = ?');
  const upsert = db.prepare(
    'INSERT INTO node_births (device_id, node, aliases) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET aliases = excluded.aliases',
  );
  return {
    all: () =>
      select.all().map((row) => ({
        node: row.node,
        deviceId: row.device_id,
        aliases: JSON.parse(row.aliases) as [number, string][],
      })),
    put({ node, deviceId, aliases = [] }) {
      if (node === deviceId) forget.run(node);
      upsert.run(deviceId, node, JSON.stringify(aliases));
    },
  };
}
