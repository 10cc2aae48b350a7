import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { freePort } from '../support/ports.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { pause, until } from '../support/until.ts';

const messages = 2000;
const kills = 3;
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'waymark-embedded-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** How often each value is in the database, read without the product. */
function valuesHeld(): Map<number, number> {
  const db = new Database(join(dataDir, 'waymark.db'), { readonly: true });
  const rows = db
    .prepare<[], { value: number; times: number }>(
      'SELECT value, count(*) AS times FROM readings GROUP BY value',
    )
    .all();
  db.close();
  return new Map(rows.map(({ value, times }) => [value, times]));
}

async function storedBy(station: TestStation): Promise<number> {
  return (await station.api<{ ingest: { stored: number } }>('GET', '/stats')).body.ingest.stored;
}

describe('a station with its own broker, killed while a device sends readings without time and number', () => {
  it('holds each acknowledged reading exactly once, and none twice', async () => {
    const port = await freePort();
    const start = async () => await startStation(['--data', dataDir, '--broker-port', String(port)]);
    let station = await start();
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
      clientId: 'plain-sensor',
      clean: false,
      reconnectPeriod: 50,
    });
    client.on('error', () => {});
    const acknowledged = new Set<number>();
    let sent = 0;
    // The client gives up waiting when the link breaks, and sends the message again all the same.
    let unsure = 0;
    const publishing = (async () => {
      while (sent < messages) {
        if (!client.connected || sent % 10 === 0) await pause(10);
        if (!client.connected) continue;
        const value = sent / 10;
        sent += 1;
        client.publish(
          'waymark/v1/S/PLAIN/reading',
          JSON.stringify({ temperatureC: value }),
          { qos: 1 },
          (error) => {
            if (error) unsure += 1;
            else acknowledged.add(value);
          },
        );
      }
    })();
    for (let killed = 1; killed <= kills; killed += 1) {
      await until('its share is sent', () => sent >= (messages * killed) / (kills + 1), 60_000);
      await station.kill9();
      station = await start();
    }
    await publishing;
    await until('the device has its answers', () => acknowledged.size + unsure === messages, 60_000);
    await until('the station is at rest', async () => {
      const before = await storedBy(station);
      await pause(500);
      return before === (await storedBy(station));
    });
    await client.endAsync(true);
    await station.stop();
    const held = valuesHeld();
    expect(
      [...acknowledged].filter((value) => held.get(value) !== 1).map((value) => [value, held.get(value)]),
    ).toEqual([]);
    expect([...held].filter(([, times]) => times !== 1)).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(100);
  }, 180_000);
});
