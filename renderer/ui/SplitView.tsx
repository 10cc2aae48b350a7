import { type ReactNode, useEffect, useRef } from 'react';

import styles from './SplitView.module.css';

export interface SplitViewProps {
  readonly children: ReactNode;
  /** The side panel; absent: the main part takes the whole width. */
  readonly side?: ReactNode;
  /** The panel sets things side by side and needs more room. */
  readonly hasWideSide?: boolean;
}

/** A main part with a side panel at its right; the panel keeps one width so that nothing else moves. */
export function SplitView({ children, side, hasWideSide }: SplitViewProps) {
  const main = useRef<HTMLDivElement>(null);
  const hasSide = side !== undefined && side !== null && side !== false;
  const hadSide = useRef(hasSide);

  useEffect(() => {
    const hasClosed = hadSide.current && !hasSide;
    hadSide.current = hasSide;
    // The focus was in the panel and went with it: back to the list it belongs to.
    if (hasClosed && document.activeElement === document.body) {
      main.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
    }
  }, [hasSide]);

  return (
    <div className={styles['split']}>
      <div ref={main} className={styles['main']}>
        {children}
      </div>
      {hasSide && (
        <div className={styles['side']} data-wide={hasWideSide === true || undefined}>
          {side}
        </div>
      )}
    </div>
  );
}
