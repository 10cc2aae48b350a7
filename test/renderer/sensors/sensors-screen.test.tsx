// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { SensorsScreen } from '#renderer/screens/sensors/SensorsScreen.tsx';
import { ToastRegion } from '#renderer/ui/ToastRegion.tsx';
import type { SensorStateRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';

configure({ asyncUtilTimeout: 15_000 });

/** What jsdom has no layout for. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

let engine: FakeEngine;

function reading(type: string, value: number, uom: string, agoMs: number): SensorStateRow['latest'][number] {
  const time = toIso(Date.now() - agoMs);
  return { type, value, uom, time, recordTime: time, quality: [] };
}

function sensor(sensorId: string, latest: SensorStateRow['latest']): SensorStateRow {
  const time =
    latest
      .map((value) => value.time)
      .sort()
      .at(-1) ?? toIso(0);
  return { sensorId, deviceId: sensorId, latest, time };
}

const fridge = () =>
  sensor('fridge-1', [reading('Temperature', 0, 'CEL', 5000), reading('BatteryLevel', 88, 'P1', 7_500_000)]);
const freezer = () => sensor('freezer-1', [reading('Temperature', -18.2, 'CEL', 86_400_000)]);

async function open(hash: string, rows: readonly SensorStateRow[]): Promise<void> {
  window.history.replaceState(null, '', hash);
  engine.setRows('sensors.live', 'sensorId', rows);
  render(
    <EngineProvider client={engine.client}>
      <ToastRegion>
        <SensorsScreen />
      </ToastRegion>
    </EngineProvider>,
  );
  await screen.findByRole('heading', { name: 'Sensors' });
}

beforeEach(() => {
  globalThis.ResizeObserver = NoResize;
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow({ engineTime: new Date().toISOString() })]);
  engine.setRows('devices.live', 'deviceId', []);
  engine.setRows('sites.live', 'siteId', []);
  engine.answer('readings.series', ({ from }) => ({
    points: [{ time: toIso(Date.parse(from) + 60_000), min: 0, max: 0, mean: 0, count: 1 }],
    gaps: [],
    faults: [],
    raw: true,
    uom: 'CEL',
    count: 1,
  }));
});

afterEach(() => {
  cleanup();
  engine.client.close();
});

describe('the list of sensors', () => {
  it('shows each value with its unit, zero too, and the age of those that are older than the newest', async () => {
    await open('#/sensors', [fridge(), freezer()]);
    const row = (await screen.findByText('fridge-1')).closest<HTMLElement>('[role=row]');
    expect(row?.textContent).toContain('0.0 °C');
    expect(row?.textContent).toMatch(/88 %2 h 0\d min/);
    expect(screen.getByText('2 sensors · 1 stale')).toBeDefined();
  });

  it('is filtered by what the address says', async () => {
    await open('#/sensors?stale=1', [fridge(), freezer()]);
    expect(await screen.findByText('freezer-1')).toBeDefined();
    expect(screen.queryByText('fridge-1')).toBeNull();
  });

  it('opens a sensor with the keyboard', async () => {
    await open('#/sensors', [fridge(), freezer()]);
    await screen.findByText('fridge-1');
    fireEvent.keyDown(screen.getByRole('grid', { name: 'Sensors' }), { key: 'ArrowDown' });
    expect(await screen.findByRole('heading', { name: 'freezer-1' })).toBeDefined();
    expect(window.location.hash).toBe('#/sensors?sensor=freezer-1');
  });
});

describe('one sensor', () => {
  it('charts every quantity over the range of the address', async () => {
    await open('#/sensors?sensor=fridge-1&range=1h', [fridge()]);
    await screen.findByRole('heading', { name: 'Temperature °C' });
    await screen.findAllByText(/1 reading/);
    const asked = engine.asked
      .filter(({ name }) => name === 'readings.series')
      .map(({ params }) => params as Record<string, string>);
    expect(new Set(asked.map(({ type }) => type))).toEqual(new Set(['Temperature', 'BatteryLevel']));
    const [first] = asked;
    const spanMs = Date.parse(first?.['to'] ?? '') - Date.parse(first?.['from'] ?? '');
    expect(Math.round(spanMs / 3_600_000)).toBe(1);
  });

  it('charts one quantity alone at a press on its value, and all again at another', async () => {
    await open('#/sensors?sensor=fridge-1', [fridge()]);
    const tile = await screen.findByRole('button', { name: /^Battery/ });
    fireEvent.click(tile);
    expect(window.location.hash).toContain('type=BatteryLevel');
    expect(screen.queryByRole('heading', { name: 'Temperature °C' })).toBeNull();
    fireEvent.click(tile);
    expect(await screen.findByRole('heading', { name: 'Temperature °C' })).toBeDefined();
  });

  it('shows the readings as a table', async () => {
    await open('#/sensors?sensor=fridge-1&type=Temperature&as=table', [fridge()]);
    const table = await screen.findByRole('grid', { name: 'Temperature, as a table' });
    expect(within(table).getByText('0.0')).toBeDefined();
  });

  it('says what failed and tries again', async () => {
    let fails = true;
    const answer = { points: [], gaps: [], faults: [], raw: true, uom: 'CEL', count: 0 };
    engine.answer('readings.series', () => {
      if (fails) throw new DomainError('internal', 'The disk is gone.');
      return answer;
    });
    await open('#/sensors?sensor=fridge-1&type=Temperature', [fridge()]);
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is gone.');
    fails = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No readings in this range.')).toBeDefined();
  });

  it('says that a linked sensor is not known', async () => {
    await open('#/sensors?sensor=gone', [fridge()]);
    expect(await screen.findByText('This sensor is not known')).toBeDefined();
  });

  it('follows live values', async () => {
    await open('#/sensors?sensor=fridge-1', [fridge()]);
    await screen.findByRole('button', { name: /^Temperature\s*0\.0/ });
    await act(async () =>
      engine.setRows('sensors.live', 'sensorId', [
        sensor('fridge-1', [reading('Temperature', 7.5, 'CEL', 0)]),
      ]),
    );
    expect(await screen.findByRole('button', { name: /^Temperature\s*7\.5/ })).toBeDefined();
  });
});
