import { Flag } from 'lucide-react';
import { createPortal } from 'react-dom';

import { useMap } from './map-context.ts';
import styles from './MapPin.module.css';
import { mercatorX, mercatorY } from './mercator.ts';
import { useMapAnchor } from './use-map-anchor.ts';

export interface MapPinProps {
  /** Told by shape: a disc, a dot in a ring, a ring, a flag. */
  readonly kind: 'passed' | 'now' | 'planned' | 'destination';
  readonly lat: number;
  readonly lon: number;
  readonly label: string;
}

/** One of a few named places on a map. Lists beside the map say the same to those who do not see it. */
export function MapPin({ kind, lat, lon, label }: MapPinProps) {
  const { map } = useMap();
  const anchor = useMapAnchor(() => ({ x: mercatorX(lon), y: mercatorY(lat) }));
  return createPortal(
    <div ref={anchor} className={styles['anchor']} data-kind={kind} aria-hidden>
      <span className={styles['mark']}>{kind === 'destination' && <Flag size={13} strokeWidth={2.5} />}</span>
      {label !== '' && <span className={styles['label']}>{label}</span>}
    </div>,
    map.getCanvasContainer(),
  );
}
