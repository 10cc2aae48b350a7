import Database from 'better-sqlite3';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';

import { DomainError } from '#shared/result.ts';

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

function withReader<T>(path: string, read: (db: Database.Database) => T): T {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
