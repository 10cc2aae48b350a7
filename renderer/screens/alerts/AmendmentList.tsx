import { History } from 'lucide-react';

import type { AmendmentRow } from '#shared/contract/types.ts';

import { messageWords } from '#renderer/alerts/message-words.ts';
import { alertsText } from '#renderer/text/alerts.ts';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './AlertsScreen.module.css';

export interface AmendmentListProps {
  readonly amendments: readonly AmendmentRow[];
  readonly timeZone: string;
}

/** What later facts changed of an alert: before and after, never hidden. */
export function AmendmentList({ amendments, timeZone }: AmendmentListProps) {
  return (
    <div className={styles['amendments']} role="group" aria-label={alertsText.panel.amendments}>
      <p className={styles['amendmentsTitle']}>
        <History size={14} aria-hidden /> {alertsText.panel.amendments}
      </p>
      <p className={styles['aside']}>{alertsText.panel.amendmentsHint}</p>
      <ol className={styles['entries']}>
        {amendments.map((amendment, index) => (
          <li key={`${index} ${amendment.field}`} className={styles['entry']}>
            <span className={styles['entryText']}>{messageWords(amendment.text, timeZone)}</span>
            {amendment.field !== 'withdrawn' && (
              <span>
                {alertsText.amended[amendment.field]}: <del>{shown(amendment.from, timeZone)}</del>{' '}
                <ins>{shown(amendment.to, timeZone)}</ins>
              </span>
            )}
            <span className={styles['entryAside']}>
              <Time at={amendment.time} timeZone={timeZone} form="short" />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A value as it was said; an instant is told in the zone of the place. */
function shown(value: string | null, timeZone: string): string {
  return value === null || value === '' ? alertsText.none : messageWords(value, timeZone);
}
