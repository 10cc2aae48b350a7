import type { EvidenceRow, FindingDetailRow } from '#shared/contract/types.ts';

import { messageWords } from '#renderer/alerts/message-words.ts';
import { hrefOf } from '#renderer/data/location-state.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { orderPageText } from '#renderer/text/order-page.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './DelaysScreen.module.css';

export interface SidesProps {
  readonly sides: FindingDetailRow['sides'];
  readonly timeZone: string;
}

/** What each side says, beside each other, with where it comes from and how old it is. */
export function Sides({ sides, timeZone }: SidesProps) {
  if (sides.length === 0) return null;
  return (
    <Section title={sides.length === 1 ? text.evidence : text.sides}>
      <div className={styles['sides']}>
        {sides.map(({ title, evidence }) => (
          <div key={title} className={styles['claims']}>
            <p className={styles['claimsTitle']}>{title}</p>
            {evidence.length === 0 && <p className={styles['quiet']}>{text.noEvidence}</p>}
            <ul>
              {evidence.map((claim) => (
                <li key={`${claim.kind} ${claim.id}`} className={styles['claim']}>
                  <Steps text={messageWords(claim.text, timeZone)} readPoint={claim.readPoint} />
                  <span className={styles['aside']}>
                    <Origin claim={claim} timeZone={timeZone} />
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Section>
  );
}

interface StepsProps {
  readonly text: string;
  readonly readPoint: string | undefined;
}

/** A plan is a line for each of its steps; the read point of a scan is told on a closer look. */
function Steps({ text: words, readPoint }: StepsProps) {
  const tip = readPoint === undefined ? undefined : orderPageText.atReadPoint(readPoint);
  return words.split(/(?<=,) (?=then )/).map((step, index) => (
    <div key={index} data-tip={tip}>
      {step}
    </div>
  ));
}

interface OriginProps {
  readonly claim: EvidenceRow;
  readonly timeZone: string;
}

/** Who says so and when; a plan is not of an instant. */
function Origin({ claim: { kind, id, source, eventTime }, timeZone }: OriginProps) {
  if (kind === 'plan' || kind === 'order') return source;
  const href = kind === 'scan' ? hrefOf('/scans', { scan: id }) : hrefOf('/devices', { q: source });
  return (
    <>
      <Time at={eventTime} timeZone={timeZone} form="short" withAge /> · <a href={href}>{source}</a>
    </>
  );
}
