import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { pause, until } from '../support/until.ts';

const rows = 5000;
let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'waymark-import-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function csv(prefix: string, length = rows): string {
  const lines = Array.from(
    { length },
    (_, index) => `${prefix}-${index},Name ${index},Lyon,${prefix}-${index}-P`,
  );
  return ['orderNumber,customer.name,shipTo.city,parcelId', ...lines].join('\n');
}

/** Whether the station still has a file it is to enter or take back: what it finds there after a kill too. */
function isUnfinished(): boolean {
  const db = new Database(join(dataDir, 'waymark.db'), { readonly: true });
  try {
    return db.prepare('SELECT 1 FROM order_imports').get() !== undefined;
  } finally {
    db.close();
  }
}

/** The orders there are once every import, those that were cut off among them, has gone on to its end. */
async function settledOrders(station: TestStation): Promise<number> {
  await until('every import is at its end', () => !isUnfinished());
  return ordersOf(station);
}

async function ordersOf(station: TestStation): Promise<number> {
  return (await station.api<{ store: { orders: number } }>('GET', '/stats')).body.store.orders;
}

/** Uploads without waiting for the answer: the station dies before it can give one. */
function upload({ url, token }: TestStation, text: string): Promise<unknown> {
  return fetch(`${url}/api/v1/imports/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: text,
  }).catch((error: unknown) => error);
}

describe('an import that is cut off by a kill', () => {
  it('has brought in all of its orders or none, wherever it was', async () => {
    let expected = new Set([0]);
    for (const [attempt, delayMs] of [5, 120, 250, 400, 700].entries()) {
      const station = await startStation(['--data', dataDir]);
      const before = await settledOrders(station);
      expect([...expected]).toContain(before);
      const uploading = upload(station, csv(`K${attempt}`));
      await pause(delayMs);
      await station.kill9();
      await uploading;
      expected = new Set([before, before + rows]);
    }
    let station = await startStation(['--data', dataDir]);
    const before = await settledOrders(station);
    expect([...expected]).toContain(before);
    // Cancelled while its orders are entered, and cut off: none of them stays. Long enough not to be done by then.
    const answer = (await upload(station, csv('BACK', 10 * rows))) as Response;
    const { jobId } = (await answer.json()) as { jobId: string };
    for (let waits = 0; (await ordersOf(station)) === before && waits < 200; waits += 1) await pause(5);
    expect(await station.api('DELETE', `/imports/${jobId}`)).toMatchObject({ status: 200 });
    expect(await ordersOf(station)).toBeLessThan(before + 10 * rows);
    await station.kill9();
    station = await startStation(['--data', dataDir]);
    expect(await settledOrders(station)).toBe(before);
    await upload(station, csv('LAST'));
    await until(
      'all orders of the last file are in',
      async () => (await ordersOf(station)) === before + rows,
    );
    await station.stop();
  }, 120_000);
});
