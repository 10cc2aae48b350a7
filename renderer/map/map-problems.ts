import type { Map as MapLibreMap } from 'maplibre-gl';

import { mapText } from '../text/map.ts';
import { basemapSource } from './basemap-style.ts';

/** Reports what the map cannot draw, in words; undefined once it draws again. Returns how to stop. */
export function watchProblems(map: MapLibreMap, report: (problem: string | undefined) => void): () => void {
  const failed = map.on('error', (event: object) => {
    if ('sourceId' in event && event.sourceId === basemapSource) report(mapText.tilesMissing);
    else report(mapText.drawingFailed(messageOf(event)));
  });
  const loaded = map.on('sourcedata', (event) => {
    if (event.sourceId === basemapSource && event.tile !== undefined) report(undefined);
  });
  return () => {
    failed.unsubscribe();
    loaded.unsubscribe();
  };
}

function messageOf(event: object): string {
  return 'error' in event && event.error instanceof Error ? event.error.message : mapText.noReason;
}
