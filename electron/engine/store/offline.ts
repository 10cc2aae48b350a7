import Database from 'better-sqlite3';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { DomainError } from '#shared/result.ts';

import { lockFolder } from './lock.ts';
import { newestVersion, schemaVersion } from './migrate.ts';
import { databasePath } from './open.ts';

export interface DatabaseCheck {
  readonly path: string;
  readonly exists: boolean;
  readonly bytes: number;
  readonly schemaVersion: number | undefined;
  /** What is wrong, one sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

/** Reads the whole database of a folder and says what is wrong with it; an engine may be running on it. */
export function checkDatabase(dataDir: string): DatabaseCheck {
  const path = databasePath(dataDir);
  const missing = { path, exists: false, bytes: 0, schemaVersion: undefined, problems: [] };
  if (!existsSync(path)) return missing;
  const bytes = statSync(path).size;
  if (bytes === 0)
    return { ...missing, exists: true, problems: ['The database file is empty (zero bytes).'] };
  try {
    return withReader(path, (db) => ({
      path,
      exists: true,
      bytes,
      schemaVersion: schemaVersion(db),
      problems: problemsOf(db),
    }));
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return { ...missing, exists: true, bytes, problems: [`The database cannot be read: ${error.message}.`] };
  }
}

function problemsOf(db: Database.Database): readonly string[] {
  const lines = db.pragma('integrity_check(20)') as { readonly integrity_check: string }[];
  const problems = lines.map((line) => line.integrity_check).filter((line) => line !== 'ok');
  const orphans = (db.pragma('foreign_key_check') as unknown[]).length;
  if (orphans > 0) problems.push(`${orphans} rows refer to rows that are not there.`);
  if (schemaVersion(db) > newestVersion) problems.push('It was written by a newer Waymark.');
  return problems;
}

/**
 * Copies the database of a folder into one file while the engine may go on writing, checks the copy, and only then
 * gives it its name.
 */
export async function backUpDatabase(dataDir: string, to: string): Promise<{ readonly bytes: number }> {
  const path = databasePath(dataDir);
  if (!existsSync(path) || statSync(path).size === 0)
    throw new DomainError('not-found', `There is no database in ${dataDir}.`);
  if (existsSync(to))
    throw new DomainError('conflict', `${to} exists already; a backup never overwrites a file.`);
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    const source = new Database(path, { readonly: true, fileMustExist: true });
    try {
      // One view from beginning to end: else the copy would begin anew with every commit of the engine.
      source.exec('BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_schema').get();
      await source.backup(unfinished);
    } finally {
      source.close();
    }
    mustBeWhole(unfinished);
    renameSync(unfinished, to);
  } finally {
    for (const leftover of [unfinished, `${unfinished}-wal`, `${unfinished}-shm`])
      rmSync(leftover, { force: true });
  }
  return { bytes: statSync(to).size };
}

function mustBeWhole(copy: string): void {
  const db = new Database(copy, { fileMustExist: true });
  try {
    // One file that can be carried away, without the companions of a database in use.
    db.pragma('journal_mode = DELETE');
    const problems = problemsOf(db);
    if (problems.length > 0)
      throw new DomainError(
        'unavailable',
        `The copy is not sound (${problems[0]}); the database itself may be damaged.`,
      );
  } finally {
    db.close();
  }
}

/**
 * Puts a backup in the place of the database of a folder. Refused while an engine runs there. What was there is moved
 * to the folder's backups, so that a restore can be taken back; the copy is checked before it gets the name.
 */
export function restoreDatabase(
  dataDir: string,
  from: string,
  now: number,
): { readonly bytes: number; readonly kept: string | undefined } {
  if (!existsSync(from) || statSync(from).size === 0)
    throw new DomainError('not-found', `There is no backup ${from}.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(dataDir);
  try {
    const path = databasePath(dataDir);
    const unfinished = `${path}.restoring`;
    rmSync(unfinished, { force: true });
    copyFileSync(from, unfinished);
    try {
      mustBeRestorable(unfinished);
      const kept = setAside(dataDir, path, now);
      renameSync(unfinished, path);
      return { bytes: statSync(path).size, kept };
    } finally {
      for (const leftover of [unfinished, `${unfinished}-wal`, `${unfinished}-shm`])
        rmSync(leftover, { force: true });
    }
  } finally {
    lock.release();
  }
}

function mustBeRestorable(copy: string): void {
  try {
    mustBeWhole(copy);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new DomainError('unavailable', `The backup cannot be read: ${error.message}.`);
  }
}

/** Moves what is only in the log into the database, so that one file is all of it; a damaged one keeps its log. */
function foldLog(path: string): void {
  try {
    const db = new Database(path, { fileMustExist: true });
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}

function setAside(dataDir: string, path: string, now: number): string | undefined {
  if (!existsSync(path)) return undefined;
  const folder = join(dataDir, 'backups');
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.db`);
  foldLog(path);
  renameSync(path, kept);
  for (const companion of ['-wal', '-shm'])
    if (existsSync(path + companion)) renameSync(path + companion, kept + companion);
  return kept;
}

function withReader<T>(path: string, read: (db: Database.Database) => T): T {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
