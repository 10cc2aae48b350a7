import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { verifyDatabase } from '#engine/store/verify.ts';

import { connectPage } from '../bench/page-client.ts';
import { startLinkedStation, statsOf } from '../bench/stations.ts';
import { connectFleet } from '../support/fleet-publisher.ts';
import { hasMosquitto, recommendedSettings, startMosquitto } from '../support/mosquitto.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

describe('how long data is kept', () => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startStation();
    await station.api('PUT', '/devices/T-1', {});
  });
  afterAll(async () => void (await station.stop()));

  it('is said, changed, and said again after a restart of nothing', async () => {
    const { status, body } = await station.api('PUT', '/retention/readings', { keepDays: 90 });
    expect({ status, body }).toEqual({
      status: 200,
      body: { class: 'readings', keepDays: 90, defaultKeepDays: 400 },
    });
    const { body: state } = await station.api<{ classes: unknown[]; quarantine: { capBytes: number } }>(
      'GET',
      '/retention',
    );
    expect(state.classes).toContainEqual({ class: 'readings', keepDays: 90, defaultKeepDays: 400 });
    expect(state.classes).toContainEqual({ class: 'messages', keepDays: 30, defaultKeepDays: 30 });
    expect(state.quarantine.capBytes).toBe(500 * 1024 ** 2);
    expect((await station.api('PUT', '/retention/orders', { keepDays: 90 })).status).toBe(400);
    expect((await station.api('PUT', '/retention/readings', { keepDays: 0 })).status).toBe(400);
  });

  it('yields to a legal hold, which is placed and lifted with a reason', async () => {
    const subject = { type: 'device', id: 'T-1' };
    const placed = await station.api<{ holdId: string }>('POST', '/legal-holds', {
      subject,
      note: 'claim 7',
    });
    expect(placed).toMatchObject({ status: 200, body: { subject, note: 'claim 7' } });
    const { body } = await station.api('GET', '/legal-holds');
    expect(body).toEqual({ items: [placed.body] });
    const unknown = await station.api('POST', '/legal-holds', {
      subject: { type: 'order', id: 'NONE' },
      note: 'x',
    });
    expect(unknown.status).toBe(404);
    expect((await station.api('POST', '/legal-holds', { subject })).status).toBe(400);
    const path = `/legal-holds/${placed.body.holdId}`;
    expect((await station.api('DELETE', path, { note: 'settled' })).status).toBe(200);
    expect((await station.api('DELETE', path, { note: 'settled' })).status).toBe(404);
  });
});

/** A disk of its own, where the system lets us make one. */
function mountSmallDisk(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-small-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

const disk = hasMosquitto ? mountSmallDisk(64) : undefined;

describe.skipIf(disk === undefined)('a disk that fills up', () => {
  const folder = disk ?? '';
  const filler = join(folder, 'filler');

  afterAll(() => {
    spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('stops acknowledgements, says so, still answers, and loses nothing when there is room again', async () => {
    const broker = await startMosquitto(recommendedSettings);
    const dataDir = join(folder, 'data');
    const station = await startLinkedStation(broker, ['--data', dataDir]);
    const page = connectPage(station);
    let problems: readonly string[] = [];
    page.subscribe('presence', {}, ({ rows }) => {
      problems = rows.get('engine')?.problems ?? [];
    });
    const fleet = await connectFleet(broker.url, Date.now());
    try {
      await fleet.run(500, 500);
      await until(
        'the first messages are stored',
        async () => (await statsOf(station)).ingest.stored === 500,
      );
      fill(filler);
      await fleet.run(4000, 2000);
      const isFull = (): boolean => problems.some((text) => text.startsWith('The disk is full'));
      await until('the page is told', isFull);
      const { ingest } = await statsOf(station);
      expect(ingest.stored).toBeLessThan(4500);
      const { status, body } = await station.api<{ items: unknown[] }>('GET', '/devices');
      expect({ status, some: body.items.length > 0 }).toEqual({ status: 200, some: true });
      rmSync(filler);
      await until(
        'everything is stored',
        async () => (await statsOf(station)).ingest.stored === 4500,
        60_000,
      );
      await until('the page is told that it is over', () => !isFull());
    } finally {
      page.close();
      await fleet.close();
      await station.stop();
      await broker.dispose();
    }
    expect(verifyDatabase(dataDir).filter(({ ok }) => !ok)).toEqual([]);
  });
});

/** Leaves almost nothing free. */
function fill(path: string): void {
  const chunk = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      writeFileSync(path, chunk, { flag: 'a' });
    } catch {
      return;
    }
  }
}
