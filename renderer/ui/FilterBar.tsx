import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import styles from './FilterBar.module.css';

export interface FilterBarProps {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** The row beneath the heading that narrows a list down. */
export function FilterBar({ className, children }: FilterBarProps) {
  return <div className={classNames(styles['bar'], className)}>{children}</div>;
}
