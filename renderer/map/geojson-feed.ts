import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';

/** GeoJSON is cut into tiles by a worker; twice a second is as often as that is worth. */
const leastPeriodMs = 500;

export interface GeoJsonFeed {
  /** Asks for the features to be taken again soon; many calls are one. */
  readonly changed: () => void;
  readonly stop: () => void;
}

/**
 * Keeps a GeoJSON source up to date at most twice a second, never while the page is hidden, and never with a
 * second change while the worker is still busy with the first.
 */
export function feedGeoJson(
  map: MapLibreMap,
  sourceId: string,
  features: () => FeatureCollection,
): GeoJsonFeed {
  let isWanted = false;
  let isBusy = false;
  let lastMs = -Infinity;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(): void {
    if (!isWanted || isBusy || isStopped || timer !== undefined || document.hidden) return;
    timer = setTimeout(run, Math.max(0, lastMs + leastPeriodMs - performance.now()));
  }

  function run(): void {
    timer = undefined;
    const source = map.getSource<GeoJSONSource>(sourceId);
    if (source === undefined || document.hidden) return;
    isWanted = false;
    isBusy = true;
    lastMs = performance.now();
    source.setData(features()).then(settled, (error: unknown) => {
      settled();
      // A source that was taken off the map while its worker was busy fails by design; any other failure is one.
      if (map.getSource(sourceId) === source) throw error;
    });
  }

  function settled(): void {
    isBusy = false;
    schedule();
  }

  document.addEventListener('visibilitychange', schedule);
  return {
    changed() {
      isWanted = true;
      schedule();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', schedule);
    },
  };
}
