import { formatCount } from '#renderer/text/format.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';
import styles from './CountTiles.module.css';

export interface CountTileProps {
  readonly label: string;
  readonly hint: string;
  /** undefined: not known yet. */
  readonly value: number | undefined;
  readonly tone: Tone;
  readonly href: string;
}

/** A number that opens the list it counts. */
export function CountTile({ label, hint, value, tone, href }: CountTileProps) {
  const isNotable = value !== undefined && value > 0 && tone !== 'quiet';
  return (
    <a
      className={styles['tile']}
      href={href}
      data-tone={isNotable ? tone : 'none'}
      data-zero={value === 0 || undefined}
    >
      <span className={styles['label']}>{label}</span>
      <span className={styles['value']}>
        {value === undefined && <Skeleton width={3} />}
        {value !== undefined && !isNotable && formatCount(value)}
        {value !== undefined && isNotable && <StatusDot tone={tone} label={formatCount(value)} />}
      </span>
      <span className={styles['hint']}>{hint}</span>
    </a>
  );
}
