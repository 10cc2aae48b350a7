import { type ReactNode, useId } from 'react';

import styles from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A headed group inside a panel or page. */
export function Section({ title, actions, children }: SectionProps) {
  const id = useId();
  return (
    <div className={styles['section']} role="group" aria-labelledby={id}>
      <div className={styles['head']}>
        <h3 id={id} className={styles['title']}>
          {title}
        </h3>
        {actions}
      </div>
      {children}
    </div>
  );
}
