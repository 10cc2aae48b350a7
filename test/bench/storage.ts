import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { databasePath } from '#engine/store/open.ts';
import { openStore } from '#engine/store/store.ts';

import { atMost, type Figure } from './figures.ts';

const readingTables = /^(reading_rows|rollups|rollup_marks|sqlite_autoindex_(reading|rollup)|origins)/;
const hourMs = 3_600_000;

interface Use {
  readonly name: string;
  readonly bytes: number;
}

/** What a database that has taken in the mixed load needs on disk, by what it is for. */
export function measureStorage(path: string): Figure[] {
  const db = new Database(path, { readonly: true });
  try {
    const uses = db.prepare<[], Use>('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
    const bytesOf = (pattern: RegExp): number =>
      uses.filter(({ name }) => pattern.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
    const count = (table: string): number =>
      Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const section = 'disk';
    const each = (name: string, bytes: number, rows: number): Figure => ({
      section,
      name,
      value: bytes / rows,
      unit: 'bytes',
      note: `${rows.toLocaleString('en-US')} of them`,
    });
    return [
      each('a stored reading of the mixed load', bytesOf(readingTables), count('reading_rows')),
      each('a stored position', bytesOf(/^positions$/), count('positions')),
      each('a stored scan with its indexes', bytesOf(/^(scans|scan_|sqlite_autoindex_scan)/), count('scans')),
      each('a raw message, not yet packed', bytesOf(/^messages$/), count('messages')),
    ];
  } finally {
    db.close();
  }
}

/** What a reading needs with its index and its four rollups, decoded readings only, and a raw message once packed. */
export function measureCadences(say: (line: string) => void): Figure[] {
  say('disk: readings at a steady pace');
  const slow = storeSteadily({ devices: 500, everyS: 60, hours: 12 });
  const fast = storeSteadily({ devices: 250, everyS: 10, hours: 4 });
  const section = 'disk';
  const figure = (everyS: number, most: number, { bytes, rows }: typeof slow): Figure => ({
    section,
    name: `a reading every ${everyS} s, index and rollups included`,
    value: bytes / rows,
    unit: 'bytes',
    target: atMost(most),
    note: `${rows.toLocaleString('en-US')} of them`,
  });
  return [
    figure(60, 60, slow),
    figure(10, 45, fast),
    { section, name: 'a raw message, packed', value: slow.packed, unit: 'bytes', note: 'kept 30 days' },
  ];
}

interface Pace {
  readonly devices: number;
  readonly everyS: number;
  readonly hours: number;
}

/** Through the store as the pipeline does, in commits of a thousand, then rolled up. */
function storeSteadily({ devices, everyS, hours }: Pace) {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  try {
    const store = openStore({ dataDir: folder, clock: systemClock, log: silentLog });
    const begin = Date.UTC(2026, 10, 1);
    const rows = (devices * hours * 3600) / everyS;
    let next = 0;
    const storeOne = (): void => {
      const number = next % devices;
      const seq = Math.floor(next / devices);
      const time = begin + seq * everyS * 1000 + number * 17;
      const deviceId = `FRIDGE-${number}`;
      const value = Math.round(40 + 20 * Math.sin(seq / 50 + number)) / 10;
      const device = store.devices.hear('waymark', deviceId);
      const topicKey = store.keys.topicKey(`waymark/v1/BENCH/${deviceId}/reading`);
      const payload = Buffer.from(
        `{"time":"${new Date(time).toISOString()}","boot":"bench","seq":${seq},"temperatureC":${value}}`,
      );
      const recordTime = time + 40 + (next % 200);
      const messageKey = store.ledger.keepMessage(topicKey, recordTime, false, payload);
      store.facts.insert(
        {
          observation: {
            kind: 'reading',
            deviceId,
            time,
            values: [{ type: 'Temperature', value, uom: 'CEL' }],
            boot: 'bench',
            seq: 20_000 + seq,
          },
          eventTime: time,
          timed: true,
          quality: [],
        },
        { deviceKey: device.key, siteId: undefined, recordTime, messageKey, topicKey, retained: false },
      );
      next += 1;
    };
    while (next < rows) {
      store.transaction(() => {
        for (let count = 0; count < 1000 && next < rows; count += 1) storeOne();
      });
    }
    while (!store.rollups.renew(begin + (hours + 2) * hourMs, 1000, () => performance.now()));
    while (store.ledger.pack(Infinity) > 0);
    store.close();
    return { rows, ...usesOf(databasePath(folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function usesOf(path: string): { bytes: number; packed: number } {
  const db = new Database(path, { readonly: true });
  try {
    const uses = db.prepare<[], Use>('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
    const bytesOf = (pattern: RegExp): number =>
      uses.filter(({ name }) => pattern.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
    const packed = Number(db.prepare('SELECT sum(count) FROM message_blocks').pluck().get());
    return { bytes: bytesOf(readingTables), packed: bytesOf(/^message_blocks$/) / packed };
  } finally {
    db.close();
  }
}
