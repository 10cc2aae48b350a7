import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { migrate, newestVersion } from '#engine/store/migrate.ts';
import { migrations } from '#engine/store/migrations/index.ts';
import { databasePath } from '#engine/store/open.ts';

import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const begin = Date.UTC(2026, 10, 1);
const values = [4.2, 0, -127, 21, 0.30000000000000004, 1e12, -0.001, 1 / 3];

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** A database as the version before compact readings left it. */
function writeOld(dataDir: string, readings: number): void {
  const db = new Database(databasePath(dataDir));
  db.pragma('journal_mode = WAL');
  const before = migrations.filter(({ version }) => version < 50);
  migrate(db, { dataDir, clock: systemClock, log: silentLog, migrations: before });
  db.exec(`
    INSERT INTO topics (topic_key, topic) VALUES (1, 'waymark/v1/LYON/T-1/reading'), (2, 'retained/T-1');
    INSERT INTO devices (device_key, device_id, format, identity) VALUES (1, 'T-1', 'waymark', 'T-1');
    INSERT INTO series (series_key, device_key, channel, type, uom) VALUES (1, 1, '', 'Temperature', 'CEL');
    INSERT INTO meta (key, value) VALUES ('database-id', 'old');
  `);
  const message = db.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?)');
  const reading = db.prepare('INSERT INTO readings VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const position = db.prepare(
    'INSERT INTO positions (device_key, event_time, n, lat, lon, record_time, message_key, quality, content) VALUES (1, ?, 0, 45, 4, ?, ?, 0, 7)',
  );
  db.transaction(() => {
    for (let index = 0; index < readings; index += 1) {
      const time = begin + Math.floor(index / 2) * 60_000;
      message.run(index + 1, time + 90, index % 3 === 0 ? 2 : 1, Number(index % 3 === 0), Buffer.from('{}'));
      const boot = index % 5 === 0 ? null : `boot-${index % 4}`;
      reading.run(
        time,
        index % 2,
        values[index % 8],
        time + 90,
        index + 1,
        32,
        boot,
        boot && index,
        2 ** 40 + index,
      );
      position.run(begin + index * 1000, begin + index * 1000, index + 1);
    }
  })();
  db.close();
}

const oldReadings =
  'SELECT event_time, n, value, r.record_time, t.topic, m.retained, boot, seq, quality FROM readings r JOIN messages m USING (message_key) JOIN topics t USING (topic_key)';
const newReadings =
  'SELECT event_time, n, value, record_time, t.topic, o.retained, r.boot, seq, quality FROM readings r JOIN origins o USING (origin_key) JOIN topics t USING (topic_key)';
const newPositions =
  'SELECT event_time, t.topic FROM positions p JOIN origins o USING (origin_key) JOIN topics t USING (topic_key) ORDER BY event_time';
const oldPositions =
  'SELECT event_time, t.topic FROM positions p JOIN messages m USING (message_key) JOIN topics t USING (topic_key) ORDER BY event_time';

function read(dataDir: string, sql: string): unknown[] {
  const db = new Database(databasePath(dataDir), { readonly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows;
}

it('moves readings into the compact layout with every value, arrival, topic and boot as it was', () => {
  writeOld(folder.path, 400);
  const before = { readings: read(folder.path, oldReadings), positions: read(folder.path, oldPositions) };
  const store = openTestStore(folder.path);
  expect(store.rollups.waiting()).toBe(4);
  store.close();
  expect(read(folder.path, newReadings)).toEqual(before.readings);
  expect(read(folder.path, newPositions)).toEqual(before.positions);
});

it('leaves the old or the new when it is killed on the way, and ends well when it is started again', async () => {
  writeOld(folder.path, 20_000);
  const before = read(folder.path, oldReadings);
  const child = join(import.meta.dirname, '..', '..', 'support', 'migration-child.ts');
  const seen = new Set<string>();
  for (const delayMs of [10, 60, 130, 250]) {
    const copy = `${folder.path}-${delayMs}`;
    cpSync(folder.path, copy, { recursive: true });
    const run = spawn(process.execPath, [child, copy], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(run, 'close');
    await once(run.stdout, 'data');
    setTimeout(() => run.kill('SIGKILL'), delayMs);
    await ended;
    const db = new Database(databasePath(copy));
    const version = Number(db.pragma('user_version', { simple: true }));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
    seen.add(version < 50 ? 'old' : 'new');
    expect(read(copy, version < 50 ? oldReadings : newReadings)).toEqual(before);
    openTestStore(copy).close();
    const after = new Database(databasePath(copy), { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(newestVersion);
    after.close();
    expect(read(copy, newReadings)).toEqual(before);
    rmSync(copy, { recursive: true, force: true });
  }
  expect(seen.size).toBeGreaterThan(0);
});

it('knows the words of letters of the orders that are there already', () => {
  const db = new Database(databasePath(folder.path));
  db.pragma('journal_mode = WAL');
  const before = migrations.filter(({ version }) => version < 250);
  migrate(db, { dataDir: folder.path, clock: systemClock, log: silentLog, migrations: before });
  db.prepare('INSERT INTO order_words (rowid, words) VALUES (1, ?), (2, ?)').run(
    'Chloé Verdier 12 rue Haute SKU-77 zz7001',
    'Verdun chloe@example.org',
  );
  db.close();
  const store = openTestStore(folder.path);
  expect(store.orders.wordsFrom('', 20)).toEqual([
    'chloe',
    'example',
    'haute',
    'org',
    'rue',
    'sku',
    'verdier',
    'verdun',
  ]);
  store.close();
});
