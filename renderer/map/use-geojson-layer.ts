import type { FeatureCollection } from 'geojson';
import { useEffect, useRef } from 'react';

import { firstLabelLayer } from './basemap-style.ts';
import { feedGeoJson, type GeoJsonFeed } from './geojson-feed.ts';
import { useMap } from './map-context.ts';
import type { GeoJsonLayers } from './map-style.ts';

/**
 * Draws what is given as the layers say, under the place names, and anew whenever it is another.
 * `source` and `toFeatures` must be constants.
 */
export function useGeoJsonLayer<Shown>(
  source: GeoJsonLayers,
  given: Shown,
  toFeatures: (given: Shown) => FeatureCollection,
): void {
  const { map, style } = useMap();
  const shown = useRef(given);
  const feed = useRef<GeoJsonFeed>(undefined);

  useEffect(() => {
    const remove = style.addGeoJson(source, firstLabelLayer);
    const current = feedGeoJson(map, source.sourceId, () => toFeatures(shown.current));
    feed.current = current;
    current.changed();
    return () => {
      current.stop();
      remove();
    };
  }, [map, style, source, toFeatures]);

  useEffect(() => {
    shown.current = given;
    feed.current?.changed();
  }, [given]);
}
