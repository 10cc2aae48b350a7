import { type ReactNode, useId } from 'react';

import { classNames } from '#renderer/ui/class-names.ts';
import styles from './Block.module.css';

export interface BlockProps {
  readonly title: string;
  /** Said beside the title: how many, how old. */
  readonly summary?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** No space around the body: for maps and lists that fill it. */
  readonly isFlush?: boolean;
  readonly className?: string | undefined;
}

/** One subject of a page, with its heading. */
export function Block({ title, summary, actions, children, isFlush = false, className }: BlockProps) {
  const id = useId();
  return (
    <section className={classNames(styles['block'], className)} aria-labelledby={id}>
      <header className={styles['head']}>
        <h2 id={id} className={styles['title']}>
          {title}
        </h2>
        {summary !== undefined && <div className={styles['summary']}>{summary}</div>}
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      <div className={classNames(styles['body'], isFlush && styles['flush'])}>{children}</div>
    </section>
  );
}
