import mqtt from 'mqtt';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { pause, until } from '../support/until.ts';

const orders = 12;
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'waymark-correction-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

interface Scan {
  scanId: string;
  codes: string[];
  outcome?: string;
}

async function deliverAll(station: TestStation): Promise<void> {
  const numbers = Array.from({ length: orders }, (_, index) => `KC-${index}`);
  await station.api(
    'POST',
    '/orders',
    numbers.map((orderNumber) => ({ orderNumber, parcels: [{ parcelId: `${orderNumber}-P` }] })),
  );
  const client = await mqtt.connectAsync(station.brokerUrl);
  const scans = numbers.flatMap((orderNumber, index) => [
    {
      time: '2026-11-20T08:00:00Z',
      boot: 'a',
      seq: 2 * index,
      codes: [`${orderNumber}-P`],
      bizStep: 'packing',
    },
    {
      time: '2026-11-20T12:00:00Z',
      boot: 'a',
      seq: 2 * index + 1,
      codes: [`${orderNumber}-P`],
      outcome: 'delivered',
    },
  ]);
  await client.publishAsync('waymark/v1/LYON/GUN/scan', JSON.stringify(scans), { qos: 1 });
  await client.endAsync();
  await until('all are delivered', async () => {
    const { body } = await station.api<{ items: object[] }>('GET', '/orders?filter=delivered&limit=100');
    return body.items.length === orders;
  });
}

/** State of every order, as it is believed when it is asked for and as the list has it. */
async function statesOf(station: TestStation): Promise<Map<string, readonly [string, string]>> {
  const list = await station.api<{ items: { orderNumber: string; state: string }[] }>(
    'GET',
    '/orders?filter=all&limit=100',
  );
  const states = new Map<string, readonly [string, string]>();
  for (const { orderNumber, state } of list.body.items) {
    const { body } = await station.api<{ state: string }>('GET', `/orders/${orderNumber}`);
    states.set(orderNumber, [body.state, state]);
  }
  return states;
}

describe('corrections that are cut off by a kill', () => {
  it('are each there with all that follows from them, or not at all', async () => {
    let station = await startStation(['--data', dataDir]);
    await deliverAll(station);
    for (const delayMs of [15, 60]) {
      const { body } = await station.api<{ items: Scan[] }>('GET', '/scans?limit=200');
      const delivered = body.items.filter(({ outcome }) => outcome === 'delivered');
      const declaring = delivered.map(({ scanId }) =>
        station
          .api('POST', '/corrections', {
            target: { kind: 'scan', id: scanId },
            reason: 'did_not_occur',
            note: 'wrong button',
          })
          .catch((error: unknown) => error),
      );
      await pause(delayMs);
      await station.kill9();
      await Promise.all(declaring);
      station = await startStation(['--data', dataDir]);
      const corrections = await station.api<{ items: { orderNumbers: string[] }[] }>(
        'GET',
        '/corrections?limit=200',
      );
      const declared = new Set(corrections.body.items.flatMap(({ orderNumbers }) => orderNumbers));
      for (const [orderNumber, states] of await statesOf(station)) {
        const state = declared.has(orderNumber) ? 'packed' : 'delivered';
        expect([orderNumber, states]).toEqual([orderNumber, [state, state]]);
      }
    }
    await station.stop();
  }, 120_000);
});
