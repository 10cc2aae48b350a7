// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { ScansScreen } from '#renderer/screens/scans/ScansScreen.tsx';
import { ToastRegion } from '#renderer/ui/ToastRegion.tsx';
import type { ScanEventRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { noMatch } from '../../support/no-media.ts';
import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';

configure({ asyncUtilTimeout: 15_000 });

/** What jsdom has no layout for. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

let engine: FakeEngine;

function scan(id: number, change: Partial<ScanEventRow> = {}): ScanEventRow {
  const time = toIso(Date.now() - 5000);
  return {
    kind: 'scan',
    scanId: String(id),
    siteId: 'DC-1',
    time,
    recordTime: time,
    topic: `waymark/v1/DC-1/gun-1/scan`,
    deviceId: 'gun-1',
    quality: [],
    codes: [`WM-${id}`],
    bizStep: 'loading',
    ...change,
  };
}

async function open(hash: string, rows: readonly ScanEventRow[]): Promise<void> {
  window.history.replaceState(null, '', hash);
  engine.append('scans.tail', rows);
  render(
    <EngineProvider client={engine.client}>
      <ToastRegion>
        <ScansScreen />
      </ToastRegion>
    </EngineProvider>,
  );
  await screen.findByRole('heading', { name: 'Scans' });
}

async function shownCodes(count: number): Promise<(string | null)[]> {
  const cells = await screen.findAllByText(/^WM-/);
  expect(cells.length).toBeGreaterThanOrEqual(count);
  return cells.map((cell) => cell.textContent);
}

const arrive = (...rows: ScanEventRow[]): Promise<void> => act(async () => engine.append('scans.tail', rows));

beforeEach(() => {
  window.matchMedia = noMatch;
  globalThis.ResizeObserver = NoResize;
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow({ engineTime: new Date().toISOString() })]);
  engine.setRows('sites.live', 'siteId', [
    { siteId: 'DC-1', name: 'Köln', kind: 'warehouse', lat: 51, lon: 7, timeZone: 'Asia/Kathmandu' },
  ]);
  engine.setRows('devices.live', 'deviceId', []);
  engine.answer('engine.info', () => ({
    version: '1',
    dataDir: '',
    databaseId: '',
    schemaVersion: 1,
    startTime: toIso(0),
    timeZone: 'UTC',
    brokerUrl: 'mqtt://127.0.0.1:1884',
    formats: [],
    store: { scans: 0, positions: 0, readings: 0, orders: 0, bytes: 0 },
  }));
});

afterEach(() => {
  cleanup();
  engine.client.close();
});

describe('the live list of scans', () => {
  it('puts the newest on top, in the zone of its site', async () => {
    await open('#/scans', [scan(1), scan(2)]);
    expect(await shownCodes(2)).toEqual(['WM-2', 'WM-1']);
    expect(screen.getAllByText('+05:45')).toHaveLength(2);
    await arrive(scan(3));
    expect(await shownCodes(3)).toEqual(['WM-3', 'WM-2', 'WM-1']);
  });

  it('stands still after the space bar, counts what comes, and goes on at a press', async () => {
    await open('#/scans', [scan(1)]);
    await shownCodes(1);
    fireEvent.keyDown(document.body, { key: ' ' });
    await arrive(scan(2), scan(3));
    expect(await shownCodes(1)).toEqual(['WM-1']);
    fireEvent.click(await screen.findByRole('button', { name: '2 new scans' }));
    expect(await shownCodes(3)).toEqual(['WM-3', 'WM-2', 'WM-1']);
    expect(screen.getByRole('button', { name: /^Pause/ }).getAttribute('aria-pressed')).toBe('false');
  });

  it('does not take a space typed into a field for a pause', async () => {
    await open('#/scans', [scan(1)]);
    fireEvent.keyDown(await screen.findByRole('textbox', { name: 'Code (exact)' }), { key: ' ' });
    await arrive(scan(2));
    expect(await shownCodes(2)).toEqual(['WM-2', 'WM-1']);
  });

  it('says how late a scan was received and what is to be known of it', async () => {
    const recordTime = toIso(Date.now());
    const time = toIso(Date.parse(recordTime) - 2 * 3_600_000);
    await open('#/scans', [scan(1, { time, recordTime, quality: ['late', 'conflict'] })]);
    expect((await screen.findByText('Late')).getAttribute('data-tip')).toBe(
      'Received 2 h after the event time',
    );
    expect(screen.getByText(/^conflict/i)).toBeDefined();
  });

  it('is filtered by step here and by the rest in the engine', async () => {
    await open('#/scans?site=DC-1&code=WM-1&step=picking', [scan(1), scan(2, { bizStep: 'picking' })]);
    expect(await shownCodes(1)).toEqual(['WM-2']);
  });

  it('shows how to publish the first scan to this broker', async () => {
    await open('#/scans', []);
    expect(await screen.findByText(/mosquitto_pub -h 127\.0\.0\.1 -p 1884 .*\/scan/)).toBeDefined();
  });
});

describe('one scan', () => {
  it('is shown in full and stays when newer ones push it out', async () => {
    await open('#/scans', [scan(7, { vehicleId: 'VAN-3', operator: 'Jo' })]);
    fireEvent.click(await screen.findByText('WM-7'));
    const panel = await screen.findByRole('region', { name: 'Loading' });
    expect(within(panel).getByText('waymark/v1/DC-1/gun-1/scan')).toBeDefined();
    expect(within(panel).getByRole('link', { name: 'gun-1' }).getAttribute('href')).toBe(
      '#/devices?device=gun-1',
    );
    expect(window.location.hash).toBe('#/scans?scan=7');
    await arrive(...Array.from({ length: 1200 }, (_, index) => scan(100 + index)));
    expect(within(screen.getByRole('region', { name: 'Loading' })).getByText('Jo')).toBeDefined();
  });
});

describe('the history of scans', () => {
  it('loads older pages as long as the end is in view, and says when that was all', async () => {
    engine.answer('scans.list', ({ cursor }) =>
      cursor === undefined ? { items: [scan(4), scan(3)], nextCursor: 'c' } : { items: [scan(3), scan(2)] },
    );
    await open('#/scans?view=history&from=2026-11-22T00:00:00Z', []);
    await screen.findByText(/all of the range/);
    expect(await shownCodes(3)).toEqual(['WM-4', 'WM-3', 'WM-2']);
    const asked = engine.asked.filter(({ name }) => name === 'scans.list').map(({ params }) => params);
    expect(asked).toEqual([
      { from: '2026-11-22T00:00:00Z', limit: 200 },
      { from: '2026-11-22T00:00:00Z', limit: 200, cursor: 'c' },
    ]);
  });

  it('begins again when the filter changes', async () => {
    engine.answer('scans.list', ({ code }) => ({ items: code === undefined ? [scan(1)] : [scan(2)] }));
    await open('#/scans?view=history', []);
    expect(await shownCodes(1)).toEqual(['WM-1']);
    fireEvent.change(screen.getByRole('textbox', { name: 'Code (exact)' }), { target: { value: 'WM-2' } });
    expect(await screen.findByText('WM-2')).toBeDefined();
    expect(window.location.hash).toContain('code=WM-2');
  });

  it('says why it could not be loaded', async () => {
    await open('#/scans?view=history', []);
    expect(await screen.findByText('Nothing answers this in the test.')).toBeDefined();
  });
});
