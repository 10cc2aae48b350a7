import type { Map as MapLibreMap } from 'maplibre-gl';

import { latOf, lonOf } from '#renderer/map/mercator.ts';
import type { VehicleMarkers } from '#renderer/map/vehicle-markers.ts';
import { askedFor, isByPerson } from '#renderer/map/moved-by.ts';
import { boundsOf, isInView, toScreen, viewOf } from '#renderer/map/view-geometry.ts';

const paddingPx = 64;
const closestFit = 13;
const closeZoom = 12;
const edgePx = 40;

export interface FleetCameraOptions {
  readonly map: MapLibreMap;
  readonly markers: VehicleMarkers;
  /** True when the address says where to look; then the map does not choose by itself. */
  readonly hasViewpoint: boolean;
}

/** Where the map looks: at everything until someone moves it, then where it is told. */
export class FleetCamera {
  readonly #map: MapLibreMap;
  readonly #markers: VehicleMarkers;
  #choosesItself: boolean;
  #hasFitted = false;
  #selectedId: string | undefined;
  /** The vehicle to bring into view as soon as it has a place. */
  #wantedId: string | undefined;
  #isFollowing = false;
  /** A flight that was asked for is not cut short by following. */
  #isFlying = false;
  #followed: readonly [number, number] | undefined;

  constructor({ map, markers, hasViewpoint }: FleetCameraOptions) {
    this.#map = map;
    this.#markers = markers;
    this.#choosesItself = !hasViewpoint;
  }

  /** Watches for a person's hand on the map; `onDrag` hears when it is dragged. */
  listen(onDrag: () => void): () => void {
    const moved = this.#map.on('movestart', (event) => {
      if (isByPerson(event)) this.#choosesItself = false;
    });
    const dragged = this.#map.on('dragstart', onDrag);
    return () => {
      moved.unsubscribe();
      dragged.unsubscribe();
    };
  }

  /** Brings a newly selected vehicle into view, now or when its place is known. */
  select(vehicleId: string | undefined): void {
    this.#selectedId = vehicleId;
    this.#wantedId = vehicleId;
    this.#map.resize();
    this.#showWanted();
  }

  follow(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
    this.#followed = undefined;
    if (isFollowing) this.centerSelected();
  }

  fitAll(): void {
    this.#choosesItself = false;
    this.#fit(500, askedFor);
  }

  /** Shows the selected vehicle close up. */
  fitSelected(): void {
    const center = this.#newest(this.#selectedId);
    if (center === undefined) return;
    this.#wantedId = undefined;
    this.#choosesItself = false;
    this.#map.flyTo({ center, zoom: Math.max(closeZoom, this.#map.getZoom()), duration: 700 }, askedFor);
    this.#isFlying = this.#map.isMoving();
    if (this.#isFlying) void this.#map.once('moveend').then(() => (this.#isFlying = false));
  }

  /** Puts the selected vehicle in the middle at the zoom there is. */
  centerSelected(): void {
    const center = this.#newest(this.#selectedId);
    if (center === undefined) return;
    this.#choosesItself = false;
    this.#map.easeTo({ center, duration: 300 }, askedFor);
  }

  /** To be called after the markers took new rows. */
  afterUpdate(): void {
    if (this.#markers.count === 0) return;
    if (this.#wantedId !== undefined) this.#showWanted();
    else if (this.#isFollowing) this.#keepUp();
    else if (this.#choosesItself) this.#keepAllInView();
  }

  #showWanted(): void {
    const center = this.#newest(this.#wantedId);
    if (center === undefined) return;
    const isFirstLook = this.#choosesItself && !this.#hasFitted;
    this.#wantedId = undefined;
    this.#choosesItself = false;
    if (isFirstLook) this.#map.jumpTo({ center, zoom: closeZoom });
    else if (!isInView(this.#map.project(center), viewOf(this.#map), -edgePx)) {
      this.#map.easeTo({ center, duration: 400 });
    }
  }

  #keepAllInView(): void {
    const view = viewOf(this.#map);
    const isComplete = this.#markers.ordered.every(({ motion }) =>
      isInView(toScreen({ x: motion.toX, y: motion.toY }, view), view),
    );
    if (this.#hasFitted && isComplete) return;
    this.#fit(this.#hasFitted ? 600 : 0, {});
    this.#hasFitted = true;
  }

  #keepUp(): void {
    const center = this.#newest(this.#selectedId);
    const isThere =
      center !== undefined && this.#followed?.[0] === center[0] && this.#followed[1] === center[1];
    if (this.#isFlying || center === undefined || isThere) return;
    this.#followed = center;
    const durationMs = this.#markers.get(this.#selectedId ?? '')?.motion.durationMs ?? 0;
    // The pace of the marker's own glide, so that it stands still in the middle.
    this.#map.easeTo({ center, duration: durationMs, easing: (progress) => progress });
  }

  #fit(durationMs: number, mark: object): void {
    const bounds = boundsOf(this.#markers.ordered.map(({ motion }) => ({ x: motion.toX, y: motion.toY })));
    if (bounds === undefined) return;
    const { widthPx, heightPx } = viewOf(this.#map);
    const padding = Math.min(widthPx, heightPx) < 4 * paddingPx ? 8 : paddingPx;
    this.#map.fitBounds(bounds, { padding, maxZoom: closestFit, duration: durationMs }, mark);
  }

  #newest(vehicleId: string | undefined): [number, number] | undefined {
    const motion = vehicleId === undefined ? undefined : this.#markers.get(vehicleId)?.motion;
    return motion && [lonOf(motion.toX), latOf(motion.toY)];
  }
}
