import Database from 'better-sqlite3';
import { join } from 'node:path';

import { DomainError } from '#shared/result.ts';

/** Held for as long as an engine runs on a data folder; the system releases it when the process dies. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the folder for this process by an exclusive lock on a small database beside the real one: unlike a
 * file with a process number in it, it cannot be left behind by a crash.
 */
export function lockFolder(dataDir: string): FolderLock {
  const db = new Database(join(dataDir, 'engine.lock'), { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new DomainError(
        'conflict',
        `Another Waymark engine already runs on the data folder ${dataDir}.`,
        { lock: 'held' },
      );
    }
    throw error;
  }
  return {
    release() {
      if (db.inTransaction) db.exec('ROLLBACK');
      db.close();
    },
  };
}
