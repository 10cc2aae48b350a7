import { alertsText } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';

import styles from './AlertCount.module.css';
import { useAlertCounts } from './use-alerts.ts';

/** How many alerts nobody has acknowledged, as a badge on whatever it stands in. */
export function AlertCount() {
  const { waiting } = useAlertCounts();
  if (waiting === 0) return null;
  const words = formatCount(waiting);
  return (
    <>
      {' '}
      <span className={styles['badge']} data-tip={alertsText.badgeTip(words)}>
        {waiting > 99 ? '99+' : words}
        <span className="visually-hidden"> {alertsText.badge('').trim()}</span>
      </span>
    </>
  );
}
