import { type ReactNode, useId } from 'react';

import styles from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Of its heading: 2 right under the title of a page. */
  readonly level?: 2 | 3;
  readonly children: ReactNode;
}

/** A headed group inside a panel or page. */
export function Section({ title, actions, level = 3, children }: SectionProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className={styles['section']} role="group" aria-labelledby={id}>
      <div className={styles['head']}>
        <Heading id={id} className={styles['title']}>
          {title}
        </Heading>
        {actions}
      </div>
      {children}
    </div>
  );
}
