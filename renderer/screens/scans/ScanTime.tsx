import {
  formatClock,
  formatDateTime,
  formatDay,
  formatUtc,
  formatZoneOffset,
} from '#renderer/text/format.ts';
import { useNow, usePageClock } from '#renderer/ui/clock.ts';
import { zoneOffsetMs } from '#shared/domain/time.ts';

import styles from './ScansScreen.module.css';

export interface ScanTimeProps {
  /** ISO-8601. */
  readonly at: string;
  /** Zone of the site; default: the page's. */
  readonly timeZone?: string;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** When a scan was made, short enough for a column: the day only when it is not today, the year on hover. */
export function ScanTime({ at, timeZone }: ScanTimeProps) {
  const clock = usePageClock();
  const now = useNow(60_000);
  const time = Date.parse(at);
  const zone = timeZone ?? clock.timeZone;
  const isToday = formatDay(time, zone) === formatDay(now, zone);
  return (
    <time dateTime={at} data-tip={`${formatDateTime(time, zone)}\n${zone}\n${formatUtc(time)}`}>
      {isToday ? '' : `${dayFormat.format(time + zoneOffsetMs(time, zone))} `}
      {formatClock(time, zone)} <span className={styles['quiet']}>{formatZoneOffset(time, zone)}</span>
    </time>
  );
}
