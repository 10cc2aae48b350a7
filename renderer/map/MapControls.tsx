import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';

import { mapText } from '../text/map.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useMap } from './map-context.ts';
import styles from './MapControls.module.css';
import { askedFor } from './moved-by.ts';

/** Zoom buttons and, above them, what the screen adds. */
export function MapControls({ children }: { readonly children?: ReactNode }) {
  const { map } = useMap();
  return (
    <div className={styles['controls']}>
      {children !== undefined && <div className={styles['group']}>{children}</div>}
      <div className={styles['group']}>
        <IconButton icon={Plus} label={mapText.zoomIn} onClick={() => map.zoomIn({}, askedFor)} />
        <IconButton icon={Minus} label={mapText.zoomOut} onClick={() => map.zoomOut({}, askedFor)} />
      </div>
    </div>
  );
}
