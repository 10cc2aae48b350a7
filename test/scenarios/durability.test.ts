import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connectFleet } from '../support/fleet-publisher.ts';
import { checkHistory, readHeld } from '../support/history-checker.ts';
import { recommendedSettings, startMosquitto, type Mosquitto } from '../support/mosquitto.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

const messages = 20_000;
const perSecond = 500;
const kills = 10;

interface Stats {
  ingest: {
    received: number;
    stored: number;
    duplicate: number;
    ignored: number;
    quarantined: number;
    limited: number;
    pending: number;
  };
}

let broker: Mosquitto;
let dataDir: string;

beforeAll(async () => {
  broker = await startMosquitto(recommendedSettings);
  dataDir = mkdtempSync(join(tmpdir(), 'waymark-durability-'));
});

afterAll(async () => {
  await broker.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<TestStation> {
  return await startStation(['--data', dataDir, '--broker', broker.url]);
}

async function booksOf(station: TestStation): Promise<Stats['ingest']> {
  return (await station.api<Stats>('GET', '/stats')).body.ingest;
}

describe('a station killed ten times while 20,000 messages arrive', () => {
  it('holds each acknowledged message once, as it was sent, and its books balance', async () => {
    let station = await start();
    await until(
      'the broker link is up',
      async () =>
        (await station.api<{ broker: { links: { link: string }[] } }>('GET', '/stats')).body.broker.links[0]
          ?.link === 'connected',
    );
    const fleet = await connectFleet(broker.url, Date.now());
    const publishing = fleet.run(messages, perSecond);
    let killed = 0;
    const share = messages / (kills + 1);
    while (killed < kills) {
      await until('its share is published', () => fleet.sent.length >= share * (killed + 1), 120_000);
      await station.kill9();
      killed += 1;
      station = await start();
    }
    await publishing;
    await fleet.close();
    await until('everything has arrived', async () => (await booksOf(station)).stored >= messages, 60_000);
    const books = await booksOf(station);
    expect(books.received).toBe(
      books.stored + books.duplicate + books.ignored + books.quarantined + books.limited,
    );
    expect(books).toMatchObject({ pending: 0, quarantined: 0, ignored: 0, limited: 0 });
    await station.stop();
    expect(fleet.sent.filter((message) => message.acknowledged)).toHaveLength(messages);
    expect(checkHistory(fleet.sent, readHeld(join(dataDir, 'waymark.db')))).toEqual({
      lost: [],
      twice: [],
      changed: [],
      phantom: [],
    });
  }, 240_000);
});
