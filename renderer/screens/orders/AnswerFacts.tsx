import type { AnswerFact } from '#shared/domain/answer/answer-facts.ts';
import { sourceWords } from '#shared/domain/answer/answer-text.ts';
import type { AnswerWords } from '#shared/domain/answer/answer-words.ts';
import type { OrderTeller } from '#shared/domain/answer/answer.ts';

import { orderPageText as text } from '#renderer/text/order-page.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import styles from './AnswerFacts.module.css';

export interface AnswerFactsProps {
  readonly facts: readonly AnswerFact[];
  readonly teller: OrderTeller;
  readonly words: AnswerWords;
}

/** What an answer rests on: each fact with its age and where it comes from. */
export function AnswerFacts({ facts, teller, words }: AnswerFactsProps) {
  return (
    <details className={styles['facts']}>
      <summary>{text.restsOn(facts.length)}</summary>
      <ul className={styles['list']}>
        {facts.map((fact, index) => (
          <li key={`${index} ${fact.text}`} className={styles['fact']}>
            <span className={styles['text']}>{fact.text}</span>
            <span className={styles['when']}>
              {fact.eventTime !== undefined && (
                <>
                  <Time at={fact.eventTime} timeZone={teller.timeZone} form="short" />
                  {' · '}
                  {words.ago(Date.parse(fact.eventTime), teller.now)}
                </>
              )}
            </span>
            <span className={styles['source']}>{sourceWords(fact.source, words)}</span>
            {fact.stale && <Badge tone="warn">{text.staleFact}</Badge>}
          </li>
        ))}
      </ul>
    </details>
  );
}
