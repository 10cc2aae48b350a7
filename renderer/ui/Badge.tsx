import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import styles from './Badge.module.css';
import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

export interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  /** Said on hover and focus. */
  readonly tip?: string;
}

/** A short word or count on a soft ground. */
export function Badge({ children, tone = 'quiet', icon: Icon, tip }: BadgeProps) {
  return (
    <span className={classNames(styles['badge'], styles[tone])} data-tip={tip}>
      {Icon !== undefined && <Icon size={12} aria-hidden />}
      {children}
    </span>
  );
}
