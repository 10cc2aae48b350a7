import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

import { DomainError } from '#shared/result.ts';

import { migrate, type MigrateOptions } from './migrate.ts';

/** Creates the folder when absent and checks that it can be written, in one sentence when not. */
export function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DomainError('unavailable', `The data folder ${dataDir} cannot be used: ${reasonOf(error)}.`, {
      folder: 'unusable',
    });
  }
}

/** The database file of a data folder. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'waymark.db');
}

/**
 * Opens the database of a folder, creating and migrating it. A new database is built beside its final name and
 * renamed when whole, so a file of zero bytes is never ours: it is damage, and refused.
 */
export function openDatabase(options: MigrateOptions): Database.Database {
  const path = databasePath(options.dataDir);
  if (!existsSync(path)) create(path, options);
  if (statSync(path).size === 0) {
    throw new DomainError(
      'unavailable',
      `The database ${path} is empty (zero bytes): restore it from a backup, or move it away to start anew.`,
      { database: 'empty' },
    );
  }
  const db = open(path);
  try {
    setPragmas(db);
    migrate(db, options);
  } catch (error) {
    db.close();
    throw asOpenError(error, path);
  }
  return db;
}

function create(path: string, options: MigrateOptions): void {
  const fresh = `${path}.new`;
  for (const leftover of [fresh, `${fresh}-wal`, `${fresh}-shm`, `${fresh}-journal`])
    rmSync(leftover, { force: true });
  const db = open(fresh);
  try {
    // Nobody knows of it before it is renamed: it is made durable once, as a whole.
    db.pragma('journal_mode = MEMORY');
    db.pragma('synchronous = OFF');
    migrate(db, options);
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('database-id', randomUUID());
  } catch (error) {
    throw asOpenError(error, path);
  } finally {
    db.close();
  }
  makeDurable(fresh);
  renameSync(fresh, path);
}

function makeDurable(file: string): void {
  const opened = openSync(file, 'r+');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

function open(path: string): Database.Database {
  try {
    return new Database(path, { timeout: 5000 });
  } catch (error) {
    throw asOpenError(error, path);
  }
}

/** Sets and reads back what durability rests on: SQLite forgets `synchronous` between connections. */
function setPragmas(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // A page that many commits change is moved once: seldom is cheaper, and 64 MB of log are soon read again.
  db.pragma('wal_autocheckpoint = 16000');
  const journal = db.pragma('journal_mode', { simple: true });
  const synchronous = Number(db.pragma('synchronous', { simple: true }));
  if (journal !== 'wal' || synchronous !== 2) {
    throw new DomainError(
      'unavailable',
      `The database cannot be opened safely here (journal ${String(journal)}, synchronous ${synchronous}); is the data folder on a network drive?`,
    );
  }
}

/**
 * What is committed in `work` is written to the log and not waited for: it is on disk with the next commit that is, or
 * gone after a power cut, as a whole and with nothing before it. Never inside a transaction.
 */
export function withoutWaiting<T>(db: Database.Database, work: () => T): T {
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.pragma('synchronous = FULL');
  }
}

function asOpenError(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const sentence = openSentence(error, path);
  return new DomainError('unavailable', sentence, { database: error.code });
}

function openSentence(error: InstanceType<typeof Database.SqliteError>, path: string): string {
  if (error.code === 'SQLITE_NOTADB')
    return `The file ${path} is not a database: restore it from a backup, or move it away to start anew.`;
  if (error.code.startsWith('SQLITE_CORRUPT'))
    return `The database ${path} is damaged: restore it from a backup.`;
  if (error.code.startsWith('SQLITE_FULL')) return `There is no room on the disk for the database ${path}.`;
  if (error.code.startsWith('SQLITE_READONLY') || error.code.startsWith('SQLITE_CANTOPEN'))
    return `The database ${path} cannot be written: ${error.message}.`;
  return `The database ${path} cannot be opened: ${error.message}.`;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission to write there';
    case 'EROFS':
      return 'it is on a read-only disk';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'it is a file, not a folder';
    case 'ENOSPC':
      return 'there is no room on the disk';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
