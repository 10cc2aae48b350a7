import type { Map as MapLibreMap } from 'maplibre-gl';

import { mapText } from '../text/map.ts';
import { basemapSource } from './basemap-style.ts';

/** A tile that every archive of the world has; others may be missing because there is only sea. */
const everPresentTile = '/tiles/world/0/0/0.mvt';
const checkAgainMs = 10_000;

/** Reports what the map cannot draw, in words; undefined once it can again. Returns how to stop. */
export function watchProblems(map: MapLibreMap, report: (problem: string | undefined) => void): () => void {
  const stopped = new AbortController();
  let again: ReturnType<typeof setTimeout> | undefined;

  async function check(): Promise<void> {
    again = undefined;
    const isThere = await isAnswered(everPresentTile, stopped.signal);
    if (stopped.signal.aborted) return;
    report(isThere ? undefined : mapText.tilesMissing);
    if (!isThere) again ??= setTimeout(() => void check(), checkAgainMs);
  }

  const failed = map.on('error', (event: object) => {
    const isTile = 'sourceId' in event && event.sourceId === basemapSource;
    report(isTile ? mapText.tilesMissing : mapText.drawingFailed(messageOf(event)));
    if (isTile) again ??= setTimeout(() => void check(), checkAgainMs);
  });
  void check();
  return () => {
    stopped.abort();
    clearTimeout(again);
    failed.unsubscribe();
  };
}

async function isAnswered(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(url, { signal })).ok;
  } catch {
    // No answer is the same as a refusal here: the caller says so on the screen.
    return false;
  }
}

function messageOf(event: object): string {
  return 'error' in event && event.error instanceof Error ? event.error.message : mapText.noReason;
}
