import type { VehicleStateRow } from '#shared/contract/types.ts';

import { drawingOrder, headingOf, markerShapes, shapeOf } from './marker.ts';
import { markerOutlines } from './marker-outlines.ts';
import { worldSizePx } from './mercator.ts';
import { glideTo, isGliding, placeAt, standAt } from './motion.ts';
import type { Motion } from './motion.ts';

export interface MarkerEntry {
  readonly vehicle: VehicleStateRow;
  readonly motion: Motion;
}

export interface MarkerUpdate {
  readonly rows: Iterable<VehicleStateRow>;
  /** The page's monotonic clock. */
  readonly nowMs: number;
  /** Rows for which this is false are not drawn; absent: all are. */
  readonly isShown?: ((vehicle: VehicleStateRow) => boolean) | undefined;
  /** False puts every marker on its newest fix at once. */
  readonly glide: boolean;
}

/** Movement of less than this many pixels is not worth a frame of its own. */
const visibleGlidePx = 0.6;

/** Numbers per marker in the buffer of the layer. */
export const floatsPerMarker = 12;

export interface BufferOptions {
  /** Positions are written relative to this point, so that single precision is enough for a pixel. */
  readonly reference: { readonly x: number; readonly y: number };
  readonly nowMs: number;
  /** The engine's now, epoch milliseconds: ages count from it. */
  readonly engineNowMs: number;
  /** Vehicles drawn larger, by their size (1 = as usual). */
  readonly raised: ReadonlyMap<string, number>;
}

/** What the map draws of the fleet: where every marker is, how it moves, and which lies on top. */
export class VehicleMarkers {
  #entries = new Map<string, MarkerEntry>();
  #ordered: readonly MarkerEntry[] = [];

  /** Takes the rows as they are now. Rows are immutable: the same object is the same state. */
  update({ rows, nowMs, isShown, glide }: MarkerUpdate): void {
    const next = new Map<string, MarkerEntry>();
    for (const vehicle of rows) {
      if (vehicle.position === undefined || isShown?.(vehicle) === false) continue;
      const known = this.#entries.get(vehicle.vehicleId);
      next.set(
        vehicle.vehicleId,
        known?.vehicle === vehicle && glide ? known : advance(known, vehicle, nowMs, glide),
      );
    }
    this.#entries = next;
    this.#ordered = inDrawingOrder(next.values());
  }

  get count(): number {
    return this.#ordered.length;
  }

  /** Back to front. */
  get ordered(): readonly MarkerEntry[] {
    return this.#ordered;
  }

  get(vehicleId: string): MarkerEntry | undefined {
    return this.#entries.get(vehicleId);
  }

  /** Where a marker is drawn at a time, in mercator; undefined when it is not on the map. */
  placeOf(vehicleId: string, nowMs: number): { x: number; y: number } | undefined {
    const entry = this.#entries.get(vehicleId);
    return entry && placeAt(entry.motion, nowMs);
  }

  /** True while a marker moves by more than a fraction of a pixel at this zoom. */
  isMoving(nowMs: number, zoom: number): boolean {
    const least = visibleGlidePx / worldSizePx(zoom);
    return this.#ordered.some(({ motion }) => isGliding(motion, nowMs) && lengthOf(motion) > least);
  }

  /** Writes one point per marker, back to front; raised markers come last and so on top. */
  write({ reference, nowMs, engineNowMs, raised }: BufferOptions): Float32Array {
    const out = new Float32Array(this.#ordered.length * floatsPerMarker);
    let offset = 0;
    const put = (entry: MarkerEntry, size: number) => {
      const { motion, vehicle } = entry;
      const shape = shapeOf(vehicle);
      out[offset++] = motion.fromX - reference.x;
      out[offset++] = motion.fromY - reference.y;
      out[offset++] = motion.toX - reference.x;
      out[offset++] = motion.toY - reference.y;
      out[offset++] = (motion.startMs - nowMs) / 1000;
      out[offset++] = motion.durationMs / 1000;
      out[offset++] = markerOutlines[shape].turns ? ((headingOf(vehicle) ?? 0) * Math.PI) / 180 : 0;
      out[offset++] = (engineNowMs - Date.parse(vehicle.position?.time ?? '')) / 1000;
      out[offset++] = markerShapes[shape];
      out[offset++] = drawingOrder.indexOf(vehicle.state);
      out[offset++] = size;
      out[offset++] = markerOutlines[shape].reach;
    };
    for (const entry of this.#ordered) if (!raised.has(entry.vehicle.vehicleId)) put(entry, 1);
    for (const [vehicleId, size] of raised) {
      const entry = this.#entries.get(vehicleId);
      if (entry !== undefined) put(entry, size);
    }
    return out;
  }
}

function advance(
  known: MarkerEntry | undefined,
  vehicle: VehicleStateRow,
  nowMs: number,
  glide: boolean,
): MarkerEntry {
  const { lon = 0, lat = 0 } = vehicle.position ?? {};
  const motion =
    known === undefined || !glide ? standAt(lon, lat, nowMs) : glideTo(known.motion, lon, lat, nowMs);
  return { vehicle, motion };
}

function inDrawingOrder(entries: Iterable<MarkerEntry>): MarkerEntry[] {
  const buckets = drawingOrder.map((): MarkerEntry[] => []);
  for (const entry of entries) buckets[drawingOrder.indexOf(entry.vehicle.state)]?.push(entry);
  return buckets.flat();
}

function lengthOf({ fromX, fromY, toX, toY }: Motion): number {
  return Math.hypot(toX - fromX, toY - fromY);
}
