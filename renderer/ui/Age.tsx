import { History } from 'lucide-react';

import { commonText } from '../text/common.ts';
import { formatAge, formatDateTime, formatUtc } from '../text/format.ts';
import styles from './Age.module.css';
import { classNames } from './class-names.ts';
import { useKnownNow, useNow, usePageClock } from './clock.ts';
import { epochMs, type InstantLike } from './instant.ts';

export interface AgeProps {
  /** When it was true; undefined shows `none` (default: never). */
  readonly at: InstantLike | undefined;
  readonly none?: string;
  /** Older than this looks stale (colour, icon and a spoken word). Absent: never stale. */
  readonly staleAfterMs?: number;
  /** IANA zone of the tooltip's local time; default: the page's. */
  readonly timeZone?: string;
  /** Adds "ago" for use in a sentence. */
  readonly ago?: boolean;
}

/** How old a fact is; ticks by itself, and says the full time with offset and in UTC on hover. */
export function Age({ at, none = commonText.never, staleAfterMs, timeZone, ago = false }: AgeProps) {
  const clock = usePageClock();
  const now = useNow(1000);
  const knownNow = useKnownNow(1000);
  if (at === undefined) return <span className={styles['none']}>{none}</span>;
  const time = epochMs(at);
  const age = now - time;
  const isStale = staleAfterMs !== undefined && knownNow - time > staleAfterMs;
  const tip = `${formatDateTime(time, timeZone ?? clock.timeZone)}\n${formatUtc(time)}`;
  return (
    <time
      className={classNames(styles['age'], isStale && styles['stale'])}
      dateTime={new Date(time).toISOString()}
      data-tip={tip}
    >
      {isStale && <History size={12} aria-hidden />}
      {formatAge(age)}
      {ago && age > -1000 ? ` ${commonText.ago}` : ''}
      {isStale && <span className="visually-hidden"> ({commonText.stale})</span>}
    </time>
  );
}
