import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLog } from '#engine/log.ts';
import { restoreDatabase } from '#engine/store/offline.ts';
import { databasePath } from '#engine/store/open.ts';
import { backupsKept, createBackups, type Backups } from '#engine/upkeep/backups.ts';
import { verifyDatabase } from '#engine/store/verify.ts';
import type { Store } from '#engine/store/store.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';
import { until } from '../../support/until.ts';

const minute = 60_000;
const plenty = 1e12;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: FakeClock;
let backups: Backups | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  clock = createFakeClock(Date.UTC(2026, 10, 22, 8));
});
afterEach(async () => {
  await backups?.stop();
  store.close();
  folder.remove();
});

function start(freeBytes = plenty): Backups {
  backups = createBackups({ dataDir: folder.path, clock, log: silentLog, freeBytes: () => freeBytes });
  return backups;
}

function files(): string[] {
  try {
    return readdirSync(join(folder.path, 'backups')).sort();
  } catch {
    return [];
  }
}

function add(topic: string): void {
  store.transaction(() => store.keys.topicKey(topic));
}

function topicsIn(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('SELECT topic FROM topics ORDER BY topic_key').pluck().all();
  } finally {
    db.close();
  }
}

/** Lets the time pass and waits for the copy it brings. */
async function pass(minutes: number, count: number): Promise<void> {
  clock.advance(minutes * minute);
  await until('the copy is there', () => {
    const there = files();
    return there.length === count && there.every((name) => name.endsWith('.db'));
  });
}

describe('the hourly backup', () => {
  it('is a sound copy of what was committed, made beside an engine that goes on writing', async () => {
    add('before');
    const made = start();
    clock.advance(4 * minute);
    expect([files(), made.state()]).toEqual([[], {}]);
    clock.advance(minute);
    add('meanwhile');
    await until('the copy is there', () => made.state().time !== undefined);
    add('after');
    expect(made.state()).toEqual({ time: Date.UTC(2026, 10, 22, 8, 5), bytes: expect.any(Number) });
    const copy = join(folder.path, 'backups', files()[0] ?? '');
    expect(topicsIn(copy)).toEqual(expect.arrayContaining(['before']));
    expect(topicsIn(copy)).not.toContain('after');
    const elsewhere = temporaryFolder();
    restoreDatabase(elsewhere.path, copy, clock.now());
    expect(verifyDatabase(elsewhere.path).filter(({ ok }) => !ok)).toEqual([]);
    expect(topicsIn(databasePath(elsewhere.path))).toEqual(topicsIn(copy));
    elsewhere.remove();
  });

  it(`comes once an hour, and the newest ${backupsKept} stay; copies of others are left alone`, async () => {
    mkdirSync(join(folder.path, 'backups'));
    writeFileSync(join(folder.path, 'backups', 'before-schema-30.db'), 'x');
    start();
    await pass(5, 2);
    clock.advance(59 * minute);
    expect(files()).toHaveLength(2);
    await pass(1, 3);
    await pass(60, 4);
    clock.advance(60 * minute);
    await until('the oldest went', () => !files().includes('hourly-2026-11-22T08-05-00Z.db'));
    expect(files()).toEqual([
      'before-schema-30.db',
      'hourly-2026-11-22T09-05-00Z.db',
      'hourly-2026-11-22T10-05-00Z.db',
      'hourly-2026-11-22T11-05-00Z.db',
    ]);
  });

  it('goes on from the copy of the run before', async () => {
    start();
    await pass(5, 1);
    await backups?.stop();
    start();
    clock.advance(59 * minute);
    expect(files()).toHaveLength(1);
    await pass(1, 2);
  });

  it('goes on where a clock that was ahead is set right, and lets go of its copies first', async () => {
    start();
    await pass(5, 1);
    clock.setNow(Date.UTC(2025, 10, 22, 8));
    await pass(1, 2);
    await pass(60, 3);
    clock.advance(60 * minute);
    await until('the one of another year went', () => !files().some((name) => name.includes('2026')));
    expect(files()).toEqual([
      'hourly-2025-11-22T08-01-00Z.db',
      'hourly-2025-11-22T09-01-00Z.db',
      'hourly-2025-11-22T10-01-00Z.db',
    ]);
  });

  it('says so when there is no room, and is made once there is', async () => {
    let free = 1e6;
    backups = createBackups({ dataDir: folder.path, clock, log: silentLog, freeBytes: () => free });
    clock.advance(5 * minute);
    expect([files(), backups.state()]).toEqual([
      [],
      { problem: 'There is not enough room on the disk for a backup.' },
    ]);
    free = plenty;
    await pass(10, 1);
    expect(backups.state().problem).toBeUndefined();
  });

  it('is no backup when the copy is damaged', async () => {
    add('x'.repeat(40_000));
    store.checkpoint();
    const db = new Database(databasePath(folder.path));
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    db.prepare("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'origins'").run();
    db.close();
    const made = start();
    clock.advance(5 * minute);
    await until('it is told', () => made.state().problem !== undefined);
    expect([files(), made.state().problem]).toEqual([[], expect.stringContaining('not sound')]);
  });
});
