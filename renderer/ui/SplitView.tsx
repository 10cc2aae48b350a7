import type { ReactNode } from 'react';

import styles from './SplitView.module.css';

export interface SplitViewProps {
  readonly children: ReactNode;
  /** The side panel; absent: the main part takes the whole width. */
  readonly side?: ReactNode;
}

/** A main part with a side panel at its right; the panel keeps one width so that nothing else moves. */
export function SplitView({ children, side }: SplitViewProps) {
  return (
    <div className={styles['split']}>
      <div className={styles['main']}>{children}</div>
      {side !== undefined && side !== null && side !== false && <div className={styles['side']}>{side}</div>}
    </div>
  );
}
