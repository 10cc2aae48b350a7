import type { Feature, FeatureCollection, Point } from 'geojson';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { latOf, lonOf } from './mercator.ts';
import { placeAt } from './motion.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';

const roomPerLabelPx = 12_000;
const mostLabels = 80;

/** With more markers than this in view their names would hide the map; then only the selected one is named. */
export function labelLimit(widthPx: number, heightPx: number): number {
  return Math.min(mostLabels, Math.floor((widthPx * heightPx) / roomPerLabelPx));
}

export interface LabelProperties {
  readonly name: string;
  /** 0 = selected, 1 = the rest: the lower keeps its place. */
  readonly rank: number;
}

export interface LabelChoice {
  readonly markers: VehicleMarkers;
  readonly inView: readonly string[];
  /** Up to this many in view all are named. */
  readonly limit: number;
  readonly selectedId?: string | undefined;
  readonly nowMs: number;
}

/** Names to draw beside markers: the selected one always, all when few are in view. */
export function labelFeatures(choice: LabelChoice): FeatureCollection<Point, LabelProperties> {
  const { markers, inView, limit, selectedId, nowMs } = choice;
  const chosen = selectedId === undefined ? [] : [selectedId];
  const ids = new Set(inView.length <= limit ? [...chosen, ...inView] : chosen);
  const features = [...ids].flatMap((id): Feature<Point, LabelProperties>[] => {
    const entry = markers.get(id);
    if (entry === undefined) return [];
    const { x, y } = placeAt(entry.motion, nowMs);
    return [
      {
        type: 'Feature',
        properties: { name: labelOf(entry.vehicle), rank: id === selectedId ? 0 : 1 },
        geometry: { type: 'Point', coordinates: [lonOf(x), latOf(y)] },
      },
    ];
  });
  return { type: 'FeatureCollection', features };
}

const longest = 26;

/** What people call the vehicle, short enough for the map. */
export function labelOf({
  name,
  plate,
  vehicleId,
}: Pick<VehicleStateRow, 'name' | 'plate' | 'vehicleId'>): string {
  const text = name ?? plate ?? vehicleId;
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
