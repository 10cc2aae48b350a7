import { useEffect, useState } from 'react';

import { Time } from '../ui/Time.tsx';
import { useMap } from './map-context.ts';
import { MapTip } from './MapTip.tsx';
import { mercatorX, mercatorY } from './mercator.ts';
import { PickingGrid } from './picking-grid.ts';
import type { TrackFix } from './track-features.ts';
import { toScreen, viewOf } from './view-geometry.ts';

const reachPx = 9;

/** When the vehicle was at the fix of its track under the pointer. */
export function TrackTip({ fixes }: { readonly fixes: readonly TrackFix[] }) {
  const { map } = useMap();
  const [pointed, setPointed] = useState<TrackFix>();

  useEffect(() => {
    const grid = new PickingGrid();
    let isStale = true;
    const project = (): void => {
      const view = viewOf(map);
      const points = fixes.map(({ lon, lat }) => toScreen({ x: mercatorX(lon), y: mercatorY(lat) }, view));
      grid.load(
        points.map(({ x }) => x),
        points.map(({ y }) => y),
        view.widthPx,
        view.heightPx,
      );
      isStale = false;
    };
    const subscriptions = [
      map.on('move', () => (isStale = true)),
      map.on('resize', () => (isStale = true)),
      map.on('mouseout', () => setPointed(undefined)),
      map.on('mousemove', ({ point }) => {
        if (isStale) project();
        const nearest = grid.nearest(point.x, point.y, reachPx);
        setPointed(nearest && fixes[nearest.index]);
      }),
    ];
    return () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
      setPointed(undefined);
    };
  }, [map, fixes]);

  if (pointed === undefined) return null;
  const place = { x: mercatorX(pointed.lon), y: mercatorY(pointed.lat) };
  return (
    <MapTip key={pointed.timeMs} placeAt={() => place}>
      <Time at={pointed.timeMs} form="short" withAge />
    </MapTip>
  );
}
