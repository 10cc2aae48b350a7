import { useNow } from '../data/use-now.ts';
import { formatClock, formatZoneOffset } from '../text/format.ts';
import { shellText } from '../text/shell.ts';
import { usePageClock } from '../ui/clock.ts';
import styles from './SiteClock.module.css';

/** The engine's time of day in the zone times are shown in. */
export function SiteClock() {
  const { timeZone } = usePageClock();
  const now = useNow(1000);
  return (
    <time
      className={styles['clock']}
      dateTime={new Date(now).toISOString()}
      data-tip={shellText.clockTip(timeZone)}
    >
      {formatClock(now, timeZone)} <span className={styles['offset']}>{formatZoneOffset(now, timeZone)}</span>
    </time>
  );
}
