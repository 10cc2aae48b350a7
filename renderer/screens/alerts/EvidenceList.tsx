import type { EvidenceRow } from '#shared/contract/types.ts';

import { messageWords } from '#renderer/alerts/message-words.ts';
import { hrefOf } from '#renderer/data/location-state.ts';
import { alertsText } from '#renderer/text/alerts.ts';
import { formatAge, formatCount } from '#renderer/text/format.ts';
import { orderPageText } from '#renderer/text/order-page.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { lateAfterMs } from '#shared/domain/time.ts';

import styles from './AlertsScreen.module.css';

export interface EvidenceListProps {
  readonly evidence: readonly EvidenceRow[];
  readonly timeZone: string;
}

const { panel: text } = alertsText;

/** The stored facts an alert rests on: what, from whom, when it happened and when it was received. */
export function EvidenceList({ evidence, timeZone }: EvidenceListProps) {
  return (
    <Section title={`${text.evidence} (${formatCount(evidence.length)})`}>
      {evidence.length === 0 && <p className={styles['aside']}>{text.noEvidence}</p>}
      <ol className={styles['entries']}>
        {evidence.map((fact) => (
          <li key={`${fact.kind} ${fact.id}`} className={styles['entry']}>
            <span
              className={styles['entryText']}
              data-tip={fact.readPoint === undefined ? undefined : orderPageText.atReadPoint(fact.readPoint)}
            >
              {messageWords(fact.text, timeZone)}
            </span>
            <span className={styles['entryAside']}>
              <Time at={fact.eventTime} timeZone={timeZone} form="short" />
              {' · '}
              <a href={hrefOf('/devices', { q: fact.source })}>{fact.source}</a>
              <Delay fact={fact} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** How much later it was received, where that is notable. */
function Delay({ fact }: { readonly fact: EvidenceRow }) {
  const delay = Date.parse(fact.recordTime) - Date.parse(fact.eventTime);
  if (delay < lateAfterMs) return null;
  return (
    <>
      {' · '}
      <span className={styles['late']}>{alertsText.knownLate(formatAge(delay))}</span>
    </>
  );
}
