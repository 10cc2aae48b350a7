import { describe, expect, it } from 'vitest';

import { labelFeatures, labelLimit } from '#renderer/map/label-features.ts';
import { headingOf, markerShapes, shapeOf } from '#renderer/map/marker.ts';
import { mercatorX, mercatorY, worldSizePx } from '#renderer/map/mercator.ts';
import { floatsPerMarker, VehicleMarkers } from '#renderer/map/vehicle-markers.ts';
import { boundsOf, isInView, toScreen } from '#renderer/map/view-geometry.ts';
import type { VehicleStateRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

const noon = Date.UTC(2026, 10, 22, 12);

function vehicle(
  vehicleId: string,
  change: Partial<VehicleStateRow> = {},
  fix: Partial<VehicleStateRow['position']> = {},
): VehicleStateRow {
  const position = {
    lat: 50.94,
    lon: 6.96,
    time: toIso(noon),
    recordTime: toIso(noon),
    deviceId: vehicleId,
    quality: [],
    ...fix,
  };
  return {
    vehicleId,
    tracker: true,
    deviceIds: [vehicleId],
    trail: [],
    state: 'stopped',
    position,
    ...change,
  };
}

function markersOf(rows: VehicleStateRow[]): VehicleMarkers {
  const markers = new VehicleMarkers();
  markers.update({ rows, nowMs: 0, glide: true });
  return markers;
}

const bufferAt = {
  reference: { x: 0.5, y: 0.5 },
  nowMs: 0,
  engineNowMs: noon + 90_000,
  raised: new Map<string, number>(),
};

describe('the markers of the fleet', () => {
  it('draws what needs attention on top, and nothing that has no place', () => {
    const rows = [
      vehicle('a', { state: 'alert' }),
      vehicle('m', { state: 'moving' }),
      vehicle('u', { state: 'unknown' }),
      vehicle('s', { state: 'silent' }),
    ];
    const { position: _, ...unplaced } = vehicle('nowhere');
    const markers = markersOf([...rows, unplaced]);
    expect(markers.ordered.map((entry) => entry.vehicle.vehicleId)).toEqual(['u', 's', 'm', 'a']);
    expect(markers.count).toBe(4);
  });

  it('leaves out what a filter hides', () => {
    const markers = new VehicleMarkers();
    markers.update({
      rows: [vehicle('a'), vehicle('b')],
      nowMs: 0,
      glide: true,
      isShown: ({ vehicleId }) => vehicleId === 'b',
    });
    expect(markers.ordered.map((entry) => entry.vehicle.vehicleId)).toEqual(['b']);
  });

  it('tells every state by its shape alone', () => {
    const shapes = (['moving', 'stopped', 'silent', 'alert', 'unknown'] as const).map((state) =>
      shapeOf(vehicle('x', { state }, { headingDeg: 90 })),
    );
    expect(new Set(shapes).size).toBe(5);
    expect(new Set(Object.values(markerShapes)).size).toBe(Object.keys(markerShapes).length);
  });

  it('points the way the device says, else the way it came, else nowhere', () => {
    const eastwards: VehicleStateRow['trail'] = [
      [6.9, 50.94, noon - 60_000],
      [6.96, 50.94, noon],
    ];
    expect(headingOf(vehicle('x', { trail: eastwards }, { headingDeg: 10 }))).toBe(10);
    expect(headingOf(vehicle('x', { trail: eastwards }))).toBeCloseTo(90, 0);
    expect(
      headingOf(
        vehicle('x', {
          trail: [
            [6.96, 50.94, noon - 1000],
            [6.960_01, 50.94, noon],
          ],
        }),
      ),
    ).toBeUndefined();
    expect(shapeOf(vehicle('x', { state: 'moving' }))).toBe('disc');
  });

  it('writes places to a tenth of a pixel at the closest zoom, far from the origin of the map', () => {
    const lon = 178.123_456_7;
    const markers = markersOf([vehicle('far', {}, { lon, lat: -41.2 })]);
    const reference = { x: mercatorX(178.12), y: mercatorY(-41.2) };
    const [x = Number.NaN] = markers.write({ ...bufferAt, reference });
    expect(Math.abs(x + reference.x - mercatorX(lon)) * worldSizePx(18)).toBeLessThan(0.1);
  });

  it('writes the age by the engine’s clock and puts raised markers last', () => {
    const markers = markersOf([vehicle('a', { state: 'alert' }), vehicle('b')]);
    const data = markers.write({
      ...bufferAt,
      raised: new Map([
        ['b', 1.25],
        ['gone', 1.1],
      ]),
    });
    expect(data).toHaveLength(2 * floatsPerMarker);
    const sizes = [data[10], data[floatsPerMarker + 10]];
    expect(sizes).toEqual([1, 1.25]);
    expect(data[7]).toBe(90);
  });

  it('knows when nothing moves by as much as a pixel', () => {
    const markers = markersOf([vehicle('a')]);
    markers.update({ rows: [vehicle('a', {}, { lon: 6.9603 })], nowMs: 5000, glide: true });
    expect([markers.isMoving(5100, 5), markers.isMoving(5100, 16), markers.isMoving(7000, 16)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(markers.placeOf('a', 5500)?.x).toBeCloseTo(mercatorX(6.960_15), 9);
  });

  it('puts every marker on its newest fix after the page was hidden', () => {
    const markers = markersOf([vehicle('a')]);
    markers.update({ rows: [vehicle('a', {}, { lon: 6.9603 })], nowMs: 5000, glide: false });
    expect(markers.placeOf('a', 5000)?.x).toBe(mercatorX(6.9603));
  });
});

describe('names on the map', () => {
  const limit = labelLimit(800, 600);
  const rows = Array.from({ length: limit + 1 }, (_, index) =>
    vehicle(`v${index}`, { name: `Van number ${index} of the northern region` }),
  );

  it('are drawn for all while few are in view, the selected one first', () => {
    const { features } = labelFeatures({
      markers: markersOf(rows),
      inView: ['v1', 'v2'],
      limit,
      selectedId: 'v2',
      nowMs: 0,
    });
    expect(features.map(({ properties }) => properties.rank)).toEqual([0, 1]);
    expect(features[0]?.properties.name).toHaveLength(26);
  });

  it('are left to the selected one among many', () => {
    const inView = rows.map(({ vehicleId }) => vehicleId);
    const { features } = labelFeatures({
      markers: markersOf(rows),
      inView,
      limit,
      selectedId: 'v7',
      nowMs: 0,
    });
    expect(features).toHaveLength(1);
    expect(features[0]?.geometry.coordinates[0]).toBeCloseTo(6.96, 9);
  });
});

describe('the view of the map', () => {
  const view = { center: { x: 0.5, y: 0.5 }, worldPx: 1000, widthPx: 400, heightPx: 200 };

  it('puts places on the screen and tells those outside', () => {
    expect(toScreen({ x: 0.75, y: 0.4375 }, view)).toEqual({ x: 450, y: 37.5 });
    expect([
      isInView({ x: 400, y: 0 }, view),
      isInView({ x: 401, y: 0 }, view),
      isInView({ x: 390, y: 50 }, view, -40),
    ]).toEqual([true, false, false]);
  });

  it('has a box around places only when there are any', () => {
    expect(boundsOf([])).toBeUndefined();
    const [west, south, east, north] =
      boundsOf([
        { x: mercatorX(2), y: mercatorY(48) },
        { x: mercatorX(7), y: mercatorY(51) },
      ]) ?? [];
    expect([west, south, east, north].map((value) => Number(value?.toFixed(6)))).toEqual([2, 48, 7, 51]);
  });
});
