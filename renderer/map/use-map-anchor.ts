import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';

import { useMap } from './map-context.ts';
import type { MercatorPoint } from './mercator.ts';
import { isInView, toScreen, viewOf } from './view-geometry.ts';

/** For an element whose origin stays on a place, also a moving one, while the map moves; hidden out of view. */
export function useMapAnchor(
  placeAt: (nowMs: number) => MercatorPoint | undefined,
): RefObject<HTMLDivElement | null> {
  const { map } = useMap();
  const anchor = useRef<HTMLDivElement>(null);
  const current = useEffectEvent(placeAt);
  useEffect(() => {
    const put = (): void => {
      if (anchor.current === null) return;
      const at = current(performance.now());
      const view = viewOf(map);
      const point = at && toScreen(at, view);
      anchor.current.style.visibility = point !== undefined && isInView(point, view) ? 'visible' : 'hidden';
      if (point === undefined) return;
      anchor.current.style.transform = `translate(${point.x.toFixed(1)}px, ${point.y.toFixed(1)}px)`;
    };
    put();
    const subscriptions = [map.on('render', put), map.on('resize', put)];
    return () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }, [map]);
  return anchor;
}
