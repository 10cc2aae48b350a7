import type Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { migrations as shipped } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

export interface MigrateOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrations?: readonly Migration[];
}

/** The newest schema this build knows. */
export const newestVersion: number = shipped.at(-1)?.version ?? 0;

export function schemaVersion(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/**
 * Brings the schema up to date, each step in its own transaction. Copies the database first when it holds
 * anything. Refuses a database that a newer Waymark wrote.
 */
export function migrate(db: Database.Database, options: MigrateOptions): void {
  const { dataDir, clock, log, migrations = shipped } = options;
  const from = schemaVersion(db);
  const newest = migrations.at(-1)?.version ?? 0;
  if (from > newest) {
    throw new DomainError(
      'unavailable',
      `The database in ${dataDir} was written by a newer Waymark (schema ${from}, this one knows ${newest}); install that version or choose another data folder.`,
      { database: 'from-the-future' },
    );
  }
  const pending = migrations.filter((migration) => migration.version > from);
  if (pending.length === 0) return;
  if (from > 0) backUp(db, dataDir, from, clock);
  for (const migration of pending) {
    const begin = clock.monotonic();
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
    log.info('schema migrated', {
      version: migration.version,
      name: migration.name,
      ms: Math.round(clock.monotonic() - begin),
    });
  }
  const broken = db.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0)
    throw new DomainError(
      'internal',
      `The migrated database in ${dataDir} has broken references; the copy made before is in its backups folder.`,
    );
  db.pragma('optimize');
}

function backUp(db: Database.Database, dataDir: string, version: number, clock: Clock): void {
  const folder = join(dataDir, 'backups');
  mkdirSync(folder, { recursive: true });
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  db.prepare('VACUUM INTO ?').run(join(folder, `before-migration-from-${version}-${stamp}.db`));
}
