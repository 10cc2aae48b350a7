import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { databasePath } from '#engine/store/open.ts';
import { readingWriter } from '#engine/store/reading-facts.ts';
import { openStore } from '#engine/store/store.ts';

export const readingDevices = 500;
export const readingDays = 90;
const dayMs = 86_400_000;
const root = join(import.meta.dirname, '..', '..');
const cache = join(root, 'node_modules', '.cache', 'waymark-bench');
const migrations = join(root, 'electron', 'engine', 'store', 'migrations');

export function readingDeviceId(number: number): string {
  return `FRIDGE-${number}`;
}

/** A data folder with so many readings of these devices over 90 days; built once for each schema, then kept. */
export function readingsFolder(
  readings: number,
  say: (line: string) => void,
  devices = readingDevices,
): string {
  const name = `${devices}x${readings}-`;
  const folder = join(cache, `${name}${schemaHash()}`);
  if (existsSync(folder)) return folder;
  say(`building ${readings.toLocaleString('en-US')} readings (once)`);
  mkdirSync(cache, { recursive: true });
  for (const other of readdirSync(cache)) {
    // Of an older schema, or left by a run that was cut off.
    if (other.startsWith(name)) rmSync(join(cache, other), { recursive: true, force: true });
  }
  const unfinished = `${folder}.part`;
  mkdirSync(unfinished);
  build(unfinished, readings, devices);
  renameSync(unfinished, folder);
  return folder;
}

export function schemaHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrations).sort()) hash.update(readFileSync(join(migrations, name)));
  return hash.digest('hex').slice(0, 12);
}

/** Straight into the tables: through the pipeline it would take as long as the pipeline takes. */
function build(folder: string, readings: number, devices: number): void {
  openStore({ dataDir: folder, clock: systemClock, log: silentLog }).close();
  const db = new Database(databasePath(folder));
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = MEMORY');
  const end = Date.now();
  const each = Math.floor(readings / devices);
  const spacing = Math.floor((readingDays * dayMs) / each);
  const insert = writers(db);
  for (let device = 1; device <= devices; device += 1) {
    db.transaction(() => {
      const first = end - (each - 1) * spacing;
      insert.device(device, first, end, each);
      for (let index = 0; index < each; index += 1) {
        const time = first + index * spacing;
        insert.reading(device, time, Math.round(40 + 20 * Math.sin(index / 50 + device)) / 10, index);
      }
    })();
  }
  db.prepare(
    'INSERT INTO rollup_marks SELECT DISTINCT series_key, event_time / 3600000 FROM reading_rows',
  ).run();
  db.prepare('UPDATE books SET stored = ?, readings = ?').run(each * devices, each * devices);
  db.pragma('journal_mode = WAL');
  db.close();
  const store = openStore({ dataDir: folder, clock: systemClock, log: silentLog });
  while (!store.rollups.renew(Date.now() + dayMs, 1000, () => performance.now()));
  store.close();
}

function writers(db: Database.Database) {
  const device = db.prepare(
    `INSERT INTO devices (device_key, device_id, format, identity, heard_site_id, first_seen, last_seen, last_event_time, stored)
     VALUES (?, ?, 'waymark', ?, 'BENCH', ?, ?, ?, ?)`,
  );
  const topic = db.prepare('INSERT INTO topics (topic_key, topic) VALUES (?, ?)');
  const link = db.prepare('INSERT INTO topic_devices (topic_key, device_key) VALUES (?, ?)');
  const series = db.prepare(
    "INSERT INTO series (series_key, device_key, channel, type, uom) VALUES (?, ?, '', 'Temperature', 'CEL')",
  );
  const message = db.prepare(
    "INSERT INTO messages (message_key, record_time, topic_key, retained, payload) VALUES (?, ?, ?, 0, x'')",
  );
  const origin = db.prepare(
    "INSERT INTO origins (origin_key, topic_key, retained, boot) VALUES (?, ?, 0, 'bench')",
  );
  const reading = readingWriter(db);
  return {
    device(key: number, first: number, last: number, stored: number): void {
      const id = readingDeviceId(key);
      device.run(key, id, id, first, last, last, stored);
      topic.run(key, `waymark/v1/BENCH/${id}/reading`);
      link.run(key, key);
      origin.run(key, key);
      series.run(key, key);
      message.run(key, last, key);
    },
    reading: (seriesKey: number, eventTime: number, value: number, seq: number): void =>
      reading({
        seriesKey,
        eventTime,
        n: 0,
        value,
        recordTime: eventTime + 100,
        originKey: seriesKey,
        quality: 0,
        seq,
        content: (seq * 7919) % 0x80000000,
      }),
  };
}
