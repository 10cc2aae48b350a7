import { commonText } from '../text/common.ts';
import { formatAge, formatDateTime, formatTimeShort, formatUtc, formatZoneOffset } from '../text/format.ts';
import styles from './Time.module.css';
import { useNow, usePageClock } from './clock.ts';
import { epochMs, type InstantLike } from './instant.ts';

export interface TimeProps {
  readonly at: InstantLike | undefined;
  /** IANA zone of the site; default: the page's zone. */
  readonly timeZone?: string;
  /** `full`: day, time and offset; `short`: the day only when it is not today. The offset is shown in both. */
  readonly form?: 'full' | 'short';
  /** Puts the age beside it. */
  readonly withAge?: boolean;
}

/** An instant in the site's zone with its offset; UTC on hover. */
export function Time({ at, timeZone, form = 'full', withAge = false }: TimeProps) {
  const clock = usePageClock();
  const now = useNow(withAge ? 1000 : 60_000);
  if (at === undefined) return <span className={styles['aside']}>{commonText.never}</span>;
  const time = epochMs(at);
  const zone = timeZone ?? clock.timeZone;
  const offset = formatZoneOffset(time, zone);
  const wall =
    form === 'full'
      ? formatDateTime(time, zone).slice(0, -offset.length - 1)
      : formatTimeShort(time, zone, now);
  return (
    <time
      className={styles[form]}
      dateTime={new Date(time).toISOString()}
      data-tip={`${zone}\n${formatUtc(time)}`}
    >
      <span className={styles['part']}>
        {wall} <span className={styles['aside']}>{offset}</span>
      </span>
      {withAge && (
        <span className={styles['part']}>
          {' '}
          <span className={styles['aside']}>
            ({formatAge(now - time)}
            {now - time > -1000 ? ` ${commonText.ago}` : ''})
          </span>
        </span>
      )}
    </time>
  );
}
