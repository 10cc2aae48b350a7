import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';

import { commonText } from '../text/common.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Panel.module.css';

export interface PanelProps {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  /** Buttons at the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Present: the panel can be closed (Escape inside it does the same). */
  readonly onClose?: () => void;
}

/** A titled region whose body scrolls; fills the height it is given. */
export function Panel({ title, subtitle, actions, children, footer, onClose }: PanelProps) {
  const titleId = useId();
  return (
    <section
      className={styles['panel']}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && onClose !== undefined && !event.defaultPrevented) onClose();
      }}
    >
      <header className={styles['header']}>
        <div className={styles['titles']}>
          <h2 id={titleId} className={styles['title']}>
            {title}
          </h2>
          {subtitle !== undefined && <div className={styles['subtitle']}>{subtitle}</div>}
        </div>
        {actions}
        {onClose !== undefined && <IconButton icon={X} label={commonText.close} onClick={onClose} />}
      </header>
      <div className={styles['body']} tabIndex={0} role="group" aria-labelledby={titleId}>
        {children}
      </div>
      {footer !== undefined && footer !== false && <footer className={styles['footer']}>{footer}</footer>}
    </section>
  );
}
