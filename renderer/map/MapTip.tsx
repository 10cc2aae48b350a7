import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { useMap } from './map-context.ts';
import styles from './MapTip.module.css';
import type { MercatorPoint } from './mercator.ts';
import { useMapAnchor } from './use-map-anchor.ts';

export interface MapTipProps {
  readonly placeAt: (nowMs: number) => MercatorPoint | undefined;
  readonly children: ReactNode;
}

/** A few words above what is under the pointer. Lists and panels say the same to those who do not point. */
export function MapTip({ placeAt, children }: MapTipProps) {
  const { map } = useMap();
  const anchor = useMapAnchor(placeAt);
  return createPortal(
    <div ref={anchor} className={styles['anchor']} aria-hidden>
      <div className={styles['tip']}>{children}</div>
    </div>,
    map.getCanvasContainer(),
  );
}
