import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';

interface Submitted {
  readonly deviceId: string;
  readonly results: readonly { readonly code: string; readonly verdict: string }[];
}

interface Books {
  readonly ingest: { readonly received: number; readonly stored: number; readonly duplicate: number };
}

let station: TestStation;
const time = new Date(Date.now() - 60_000).toISOString();

async function submit(fields: object) {
  return await station.api<Submitted>('POST', '/scans', {
    siteId: 'LYON',
    station: 'dock-1',
    time,
    boot: 'b1',
    bizStep: 'receiving',
    ...fields,
  });
}

beforeAll(async () => {
  station = await startStation();
  await station.api('POST', '/orders', { orderNumber: 'WM-1', parcels: [{ parcelId: 'WM-1-A' }] });
});

afterAll(async () => {
  await station.stop();
});

describe('a scan station', () => {
  it('goes the way of a handheld: judged, stored, counted once however often it is sent', async () => {
    const first = await submit({ seq: 1, codes: ['WM-1-A', 'NOBODY'] });
    expect(first.body).toMatchObject({
      deviceId: 'scan-station:dock-1',
      results: [
        { code: 'WM-1-A', verdict: 'accepted' },
        { code: 'NOBODY', verdict: 'unknown' },
      ],
    });
    expect((await submit({ seq: 1, codes: ['WM-1-A', 'NOBODY'] })).body.results).toEqual(first.body.results);
    const { ingest } = (await station.api<Books>('GET', '/stats')).body;
    expect(ingest).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
    expect((await station.api('GET', '/orders/WM-1')).body).toMatchObject({
      state: 'at-site',
      stateTime: time,
    });
  });

  it('its scans are found by what was said of them', async () => {
    const found = async (query: string) =>
      (await station.api<{ items: { codes: string[] }[] }>('GET', `/scans?${query}`)).body.items.length;
    expect(await found('verdict=unknown')).toBe(1);
    expect(await found('verdict=held')).toBe(0);
  });

  it('says what cannot be taken', async () => {
    const ahead = new Date(Date.now() + 72 * 3_600_000).toISOString();
    expect((await submit({ seq: 2, codes: ['WM-1-A'], time: ahead })).status).toBe(400);
    expect((await submit({ seq: 3, codes: ['WM-1-A'], siteId: 'A/B' })).status).toBe(400);
    expect((await submit({ seq: 4, codes: [] })).status).toBe(400);
  });

  it('tells what a text may be, what is known first', async () => {
    const { body } = await station.api<{ items: { value: string; orderNumbers: string[] }[] }>(
      'GET',
      '/identifiers?text=wm1',
    );
    expect(body.items[0]).toMatchObject({ value: 'WM-1', orderNumbers: ['WM-1'] });
  });
});
