import type { Map as MapLibreMap } from 'maplibre-gl';

import { PickingGrid } from './picking-grid.ts';
import { placeAt } from './motion.ts';
import { markerScale } from './vehicle-layer.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';
import { toScreen, viewOf } from './view-geometry.ts';

/** How far from the middle of a marker the pointer still means it, in pixels at full size. */
const reachPx = 13;

/** Finds the markers under the pointer; projects them anew only after the view or the data changed. */
export class MarkerPicker {
  readonly #map: MapLibreMap;
  readonly #markers: VehicleMarkers;
  readonly #grid = new PickingGrid();
  #isStale = true;

  constructor(map: MapLibreMap, markers: VehicleMarkers) {
    this.#map = map;
    this.#markers = markers;
  }

  /** Call after the view moved or markers changed. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** Vehicles whose marker lies under a point, nearest first. */
  at(point: { readonly x: number; readonly y: number }): string[] {
    this.#project();
    const picks = this.#grid.within(
      point.x,
      point.y,
      reachPx * markerScale(this.#map.getZoom(), this.#markers.count),
    );
    return picks.flatMap(({ index }) => this.#markers.ordered[index]?.vehicle.vehicleId ?? []);
  }

  /** Vehicles whose marker is in view, back to front. */
  inView(): string[] {
    this.#project();
    return Array.from(this.#grid.members(), (index) => this.#markers.ordered[index]?.vehicle.vehicleId ?? '');
  }

  get countInView(): number {
    this.#project();
    return this.#grid.inView;
  }

  #project(): void {
    if (!this.#isStale) return;
    const view = viewOf(this.#map);
    const nowMs = performance.now();
    const { ordered } = this.#markers;
    const xs = new Float64Array(ordered.length);
    const ys = new Float64Array(ordered.length);
    for (const [index, { motion }] of ordered.entries()) {
      const { x, y } = toScreen(placeAt(motion, nowMs), view);
      xs[index] = x;
      ys[index] = y;
    }
    this.#grid.load(xs, ys, view.widthPx, view.heightPx);
    this.#isStale = false;
  }
}
