import { createPortal } from 'react-dom';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { useMap } from './map-context.ts';
import styles from './MarkerRing.module.css';
import { useMapAnchor } from './use-map-anchor.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';

export interface MarkerRingProps {
  readonly markers: VehicleMarkers;
  readonly vehicle: VehicleStateRow;
  /** What the ring is around, for assistive technology. */
  readonly label: string;
  readonly onActivate: () => void;
}

/** The ring around the selected vehicle: a real button at the marker's place. */
export function MarkerRing({ markers, vehicle, label, onActivate }: MarkerRingProps) {
  const { map } = useMap();
  const anchor = useMapAnchor((nowMs) => markers.placeOf(vehicle.vehicleId, nowMs));
  // Inside the map's own element, so that dragging and zooming work over the ring as beside it.
  return createPortal(
    <div ref={anchor} className={styles['anchor']}>
      <button
        type="button"
        className={styles['ring']}
        aria-label={label}
        data-vehicle-id={vehicle.vehicleId}
        data-lat={vehicle.position?.lat}
        data-lon={vehicle.position?.lon}
        onClick={onActivate}
      />
    </div>,
    map.getCanvasContainer(),
  );
}
