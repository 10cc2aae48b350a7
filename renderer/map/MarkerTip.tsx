import { type ReactNode, useRef } from 'react';
import { createPortal } from 'react-dom';

import { useMap } from './map-context.ts';
import styles from './MarkerTip.module.css';
import { useMarkerAnchor } from './use-marker-anchor.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';

export interface MarkerTipProps {
  readonly markers: VehicleMarkers;
  readonly vehicleId: string;
  readonly children: ReactNode;
}

/** A few words above the marker under the pointer. The list says the same to those who do not point. */
export function MarkerTip({ markers, vehicleId, children }: MarkerTipProps) {
  const { map } = useMap();
  const anchor = useRef<HTMLDivElement>(null);
  useMarkerAnchor(anchor, markers, vehicleId);
  return createPortal(
    <div ref={anchor} className={styles['anchor']} aria-hidden>
      <div className={styles['tip']}>{children}</div>
    </div>,
    map.getCanvasContainer(),
  );
}
