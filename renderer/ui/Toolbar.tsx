import type { ReactNode } from 'react';

import styles from './Toolbar.module.css';

export interface ToolbarProps {
  /** The screen's name. */
  readonly title: string;
  /** How many, and of what: said beside the title. */
  readonly summary?: ReactNode;
  /** Filters and buttons. */
  readonly children?: ReactNode;
}

/** The heading row of a screen: name, what the list holds, filters. One height on every screen. */
export function Toolbar({ title, summary, children }: ToolbarProps) {
  return (
    <div className={styles['toolbar']}>
      <h1 className={styles['title']}>{title}</h1>
      {summary !== undefined && <div className={styles['summary']}>{summary}</div>}
      <div className={styles['tools']}>{children}</div>
    </div>
  );
}
