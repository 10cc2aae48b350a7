import type { AlertRow } from '#shared/contract/types.ts';

import { Age } from '#renderer/ui/Age.tsx';

import { alertHref } from './alert-links.ts';
import styles from './alert-marks.module.css';
import { AlertMessage } from './AlertMessage.tsx';
import { AlertStateMark } from './AlertStateMark.tsx';
import { SeverityMark } from './SeverityMark.tsx';

/** A few alerts one below the other, each a link to all that is known of it. */
export function AlertItems({ alerts }: { readonly alerts: readonly AlertRow[] }) {
  return (
    <ul className={styles['items']}>
      {alerts.map((alert) => (
        <li key={alert.alertId} className={styles['item']}>
          <SeverityMark severity={alert.severity} />
          <a className={styles['message']} href={alertHref(alert)}>
            <AlertMessage alert={alert} />
          </a>
          <AlertStateMark alert={alert} />
          <span className={styles['aside']}>
            <Age at={alert.startTime} ago />
          </span>
        </li>
      ))}
    </ul>
  );
}
