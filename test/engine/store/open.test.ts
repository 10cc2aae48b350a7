import Database from 'better-sqlite3';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { lockFolder } from '#engine/store/lock.ts';
import { migrate, newestVersion } from '#engine/store/migrate.ts';
import type { Migration } from '#engine/store/migrations/migration.ts';
import { databasePath, openDatabase, prepareFolder, withoutWaiting } from '#engine/store/open.ts';

import { temporaryFolder } from '../../support/test-store.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function open(dataDir = folder.path) {
  return openDatabase({ dataDir, clock: systemClock, log: silentLog });
}

describe('opening the database', () => {
  it('commits durably on the first and on every later start', () => {
    for (let start = 0; start < 3; start += 1) {
      const db = open();
      expect([
        db.pragma('journal_mode', { simple: true }),
        db.pragma('synchronous', { simple: true }),
      ]).toEqual(['wal', 2]);
      expect([
        db.pragma('foreign_keys', { simple: true }),
        db.pragma('trusted_schema', { simple: true }),
      ]).toEqual([1, 0]);
      db.close();
    }
  });

  it('makes every table STRICT', () => {
    const db = open();
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    db.close();
    expect(loose).toEqual([]);
  });

  it('refuses a database of zero bytes in one sentence', () => {
    writeFileSync(databasePath(folder.path), '');
    expect(() => open()).toThrow(/is empty \(zero bytes\): restore it from a backup/);
    expect(statSync(databasePath(folder.path)).size).toBe(0);
  });

  it('refuses a file that is no database', () => {
    writeFileSync(
      databasePath(folder.path),
      'this is not a database, but it is long enough to be looked at as one'.repeat(40),
    );
    expect(() => open()).toThrow(/is not a database: restore it from a backup/);
  });

  it('refuses a database that a newer Waymark wrote and leaves it alone', () => {
    open().close();
    const db = new Database(databasePath(folder.path));
    db.pragma('user_version = 99990');
    db.close();
    expect(() => open()).toThrow(/written by a newer Waymark \(schema 99990/);
  });

  it('begins again when a first start was cut off half-way', () => {
    writeFileSync(`${databasePath(folder.path)}.new`, 'half a database');
    open().close();
    expect(existsSync(`${databasePath(folder.path)}.new`)).toBe(false);
  });

  it('says so when the folder is a file', () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    expect(() => prepareFolder(file)).toThrow(/cannot be used: it is a file, not a folder/);
    expect(() => prepareFolder(join(file, 'below'))).toThrow(/cannot be used/);
  });
});

describe('migrating', () => {
  const extra: Migration = {
    version: 99990,
    name: 'extra',
    up: (db) => void db.exec('CREATE TABLE extra (a INTEGER) STRICT'),
  };
  const broken: Migration = {
    version: 99990,
    name: 'broken',
    up(db) {
      db.exec('CREATE TABLE half (a INTEGER) STRICT');
      throw new Error('cut off');
    },
  };

  it('copies a database before it changes it', () => {
    const db = open();
    migrate(db, { dataDir: folder.path, clock: systemClock, log: silentLog, migrations: [extra] });
    db.close();
    const [copy] = readdirSync(join(folder.path, 'backups'));
    const before = new Database(join(folder.path, 'backups', copy!), { readonly: true });
    expect(before.pragma('user_version', { simple: true })).toBe(newestVersion);
    before.close();
  });

  it('leaves nothing of a step that fails', () => {
    const db = open();
    expect(() =>
      migrate(db, { dataDir: folder.path, clock: systemClock, log: silentLog, migrations: [broken] }),
    ).toThrow('cut off');
    expect(db.pragma('user_version', { simple: true })).toBe(newestVersion);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
    db.close();
  });
});

describe('work that is not waited for', () => {
  const waits = (db: Database.Database): boolean => db.pragma('synchronous', { simple: true }) === 2;

  it('is written as all else, and what follows is waited for again, whether it fails or not', () => {
    const db = open();
    db.exec('CREATE TABLE notes (note TEXT) STRICT');
    const note = db.transaction((text: string, fails: boolean) => {
      db.prepare('INSERT INTO notes VALUES (?)').run(text);
      if (fails) throw new Error('cut off');
    });
    expect(waits(db)).toBe(true);
    withoutWaiting(db, () => {
      expect(waits(db)).toBe(false);
      note('kept', false);
    });
    expect(waits(db)).toBe(true);
    expect(() => withoutWaiting(db, () => note('gone', true))).toThrow('cut off');
    expect(waits(db)).toBe(true);
    db.close();
    const again = open();
    expect(again.prepare('SELECT note FROM notes').pluck().all()).toEqual(['kept']);
    again.close();
  });
});

describe('the lock on a data folder', () => {
  it('lets one engine in and the next one after it', () => {
    const first = lockFolder(folder.path);
    expect(() => lockFolder(folder.path)).toThrow(/already runs on the data folder/);
    first.release();
    lockFolder(folder.path).release();
  });
});
