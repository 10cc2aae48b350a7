import { type RefObject, useEffect } from 'react';

import { useMap } from './map-context.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';
import { isInView, toScreen, viewOf } from './view-geometry.ts';

/** Keeps an element's origin on a vehicle's marker while the map or the marker moves; hides it out of view. */
export function useMarkerAnchor(
  element: RefObject<HTMLElement | null>,
  markers: VehicleMarkers,
  vehicleId: string | undefined,
): void {
  const { map } = useMap();
  useEffect(() => {
    const place = (): void => {
      if (element.current === null) return;
      const at = vehicleId === undefined ? undefined : markers.placeOf(vehicleId, performance.now());
      const view = viewOf(map);
      const point = at && toScreen(at, view);
      const isVisible = point !== undefined && isInView(point, view);
      element.current.style.visibility = isVisible ? 'visible' : 'hidden';
      if (point !== undefined) element.current.style.transform = `translate(${point.x.toFixed(1)}px, ${point.y.toFixed(1)}px)`;
    };
    place();
    const subscriptions = [map.on('render', place), map.on('resize', place)];
    return () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }, [map, markers, vehicleId, element]);
}
