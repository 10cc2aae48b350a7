import type { ReactNode } from 'react';

import { classNames } from './class-names.ts';
import styles from './StatusDot.module.css';
import type { Tone } from './tone.ts';

export interface StatusDotProps {
  readonly tone: Tone;
  /** The status in words; always there for assistive technology. */
  readonly label: string;
  /** Shows the shape alone where the word stands beside it already. */
  readonly hideLabel?: boolean;
}

/** A status as shape, colour and word: disc, triangle, diamond, ring or square. */
export function StatusDot({ tone, label, hideLabel = false }: StatusDotProps) {
  return (
    <span className={classNames(styles['status'], styles[tone])}>
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden>
        {shapes[tone]}
      </svg>
      <span className={hideLabel ? 'visually-hidden' : undefined}>{label}</span>
    </span>
  );
}

const shapes: Readonly<Record<Tone, ReactNode>> = {
  ok: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  warn: <path d="M6 .8 11.6 11H.4Z" fill="currentColor" />,
  bad: <path d="M6 0l6 6-6 6-6-6Z" fill="currentColor" />,
  quiet: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  info: <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor" />,
};
