// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { PlaceFinder } from '#renderer/map/nearest-place.ts';
import { PlaceFinderContext } from '#renderer/map/use-nearest-place.ts';
import { FleetScreen } from '#renderer/screens/fleet/FleetScreen.tsx';
import type { VehicleStateRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { createFakeEngine, type FakeEngine, presenceRow } from '../../../support/fake-engine.ts';

configure({ asyncUtilTimeout: 15_000 });

/** What jsdom has no layout for. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

let engine: FakeEngine;

function vehicle(vehicleId: string, change: Partial<VehicleStateRow> = {}): VehicleStateRow {
  const now = Date.now();
  const position = {
    lat: 50.94,
    lon: 6.96,
    time: toIso(now - 400_000),
    recordTime: toIso(now),
    deviceId: `gw-${vehicleId}`,
    quality: ['late' as const],
    speedMps: 10,
  };
  return {
    vehicleId,
    tracker: false,
    deviceIds: [`gw-${vehicleId}`],
    trail: [],
    state: 'moving',
    position,
    ...change,
  };
}

const rows = [
  vehicle('truck-1', { name: 'Rhein 1', plate: 'K-WM 1001' }),
  vehicle('truck-2', { state: 'alert' }),
  { vehicleId: 'truck-3', tracker: false, deviceIds: [], trail: [], state: 'unknown' as const },
];

async function open(hash: string, vehicles: readonly VehicleStateRow[] = rows): Promise<void> {
  window.history.replaceState(null, '', hash);
  engine.setRows('vehicles.live', 'vehicleId', vehicles);
  render(
    <EngineProvider client={engine.client}>
      <PlaceFinderContext value={new PlaceFinder(async () => undefined)}>
        <FleetScreen />
      </PlaceFinderContext>
    </EngineProvider>,
  );
  await screen.findByRole('heading', { name: 'Fleet' });
}

beforeEach(() => {
  globalThis.ResizeObserver = NoResize;
  HTMLCanvasElement.prototype.getContext = () => null;
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow({ engineTime: new Date().toISOString() })]);
  engine.setRows('devices.live', 'deviceId', []);
  engine.answer('vehicles.track', ({ vehicleId }) => ({
    type: 'Feature',
    geometry: null,
    properties: { vehicleId, times: [] },
  }));
});
afterEach(() => {
  cleanup();
  engine.client.close();
});

describe('the fleet where no map can be drawn', () => {
  it('says so, and has everything in the list', async () => {
    await open('#/fleet');
    expect(screen.getByText('This display cannot draw the map')).toBeDefined();
    expect(await screen.findByRole('row', { name: /Moving,\s*Rhein 1.*36\s*km\/h/ })).toBeDefined();
    expect(screen.getByRole('row', { name: /Alert,\s*truck-2/ })).toBeDefined();
    expect(screen.getByRole('row', { name: /Unknown,\s*truck-3.*no position/ })).toBeDefined();
  });

  it('filters by state and text, and keeps both in the address', async () => {
    await open('#/fleet');
    await screen.findByRole('row', { name: /truck-2/ });
    fireEvent.click(screen.getByRole('button', { name: /Alert/ }));
    expect(screen.queryByRole('row', { name: /Rhein 1/ })).toBeNull();
    expect(screen.getByText('1 of 3 vehicles and trackers')).toBeDefined();
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter vehicles' }), {
      target: { value: 'rhein' },
    });
    expect(window.location.hash).toBe('#/fleet?state=alert&q=rhein');
    fireEvent.click(await screen.findByRole('button', { name: 'Show all' }));
    expect(await screen.findByRole('row', { name: /Rhein 1/ })).toBeDefined();
  });

  it('opens the vehicle of the address with what is known of it, and closes it', async () => {
    await open('#/fleet?vehicle=truck-1');
    const panel = await screen.findByRole('region', { name: 'Rhein 1' });
    expect(within(panel).getByText('50.94000, 6.96000')).toBeDefined();
    expect(within(panel).getByText('no town within reach')).toBeDefined();
    expect(within(panel).getByText('6 min 40 s later')).toBeDefined();
    expect(within(panel).getByText('late')).toBeDefined();
    expect(within(panel).getByRole('link', { name: 'gw-truck-1' }).getAttribute('href')).toBe(
      '#/devices?device=gw-truck-1',
    );
    expect(await within(panel).findByText('No fix in this time.')).toBeDefined();
    act(() => within(panel).getByRole('button', { name: 'Close' }).click());
    expect(screen.queryByRole('region', { name: 'Rhein 1' })).toBeNull();
    expect(window.location.hash).toBe('#/fleet');
  });

  it('asks for the track of the range that is chosen', async () => {
    await open('#/fleet?vehicle=truck-1&track=24h');
    await screen.findByRole('region', { name: 'Rhein 1' });
    fireEvent.click(screen.getByRole('radio', { name: '7 d' }));
    await screen.findByText('No fix in this time.');
    const spans = engine.asked.flatMap(({ name, params }) =>
      name === 'vehicles.track' ? [params as { from: string }] : [],
    );
    const days = spans.map(({ from }) => Math.round((Date.now() - Date.parse(from)) / 86_400_000));
    expect([days[0], days.at(-1)]).toEqual([1, 7]);
    expect(window.location.hash).toContain('track=7d');
  });

  it('helps to the first vehicle where there is none', async () => {
    engine.answer('engine.info', () => {
      throw new Error('not needed here');
    });
    await open('#/fleet', []);
    expect(await screen.findByText('No vehicle has been heard yet')).toBeDefined();
    expect(screen.getByText('npm run demo')).toBeDefined();
  });
});

describe('the next stops of a vehicle', () => {
  it('are told in the zone all sites share, with how old the position is that they start from', async () => {
    const at = (hour: number): string => `2036-06-10T${String(hour).padStart(2, '0')}:00:00Z`;
    engine.setRows('sites.live', 'siteId', [
      { siteId: 'TYO', name: 'Tokyo', kind: 'depot', lat: 35.7, lon: 139.7, timeZone: 'Asia/Tokyo' },
    ]);
    engine.answer('vehicles.stops', ({ vehicleId }) => ({
      vehicleId,
      asOf: toIso(Date.now() - 200_000),
      orders: 1,
      isCut: false,
      items: [
        {
          kind: 'address',
          label: '1 Ginza, Tokyo',
          orders: 1,
          orderNumbers: ['WM-1'],
          late: 0,
          nextPromise: at(8),
          eta: { p10: at(2), p50: at(3), p90: at(4), model: 'distance', reasons: ['12 km left'] },
        },
      ],
    }));
    await open('#/fleet?vehicle=truck-1');
    const stop = (await screen.findByRole('link', { name: 'WM-1' })).closest('li');
    expect(stop?.textContent).toMatch(/12:00.*11:00.13:00.*promised until 17:00/);
    expect(screen.getByText(/From where it was/).textContent).toBe('From where it was 3 min ago');
  });
});
