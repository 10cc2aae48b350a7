import type { TaskDetailRow } from '#shared/contract/types.ts';

import { alertHref } from '#renderer/alerts/alert-links.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { hrefOf } from '#renderer/data/location-state.ts';
import { alertKindText, subjectTypeText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './DelaysScreen.module.css';

/** What was to be done and is over, how it ended, and the way to its record. */
export function PastFindings({
  past,
  timeZone,
}: Pick<TaskDetailRow, 'past'> & { readonly timeZone: string }) {
  if (past.length === 0) return null;
  return (
    <Section title={text.past}>
      <ul>
        {past.map(({ findingId: alertId, kind, state, message, outcome, endTime, changedTime }) => (
          <li key={alertId} className={styles['claim']}>
            <a href={alertHref({ alertId, state, withdrawn: outcome === 'withdrawn' })}>
              {alertKindText[kind]}
            </a>{' '}
            — {text.outcomes[outcome]}{' '}
            <Time
              at={outcome === 'cleared' ? (endTime ?? changedTime) : changedTime}
              timeZone={timeZone}
              form="short"
              withAge
            />
            <span className={styles['aside']}>{messageWords(message, timeZone)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What else is to be done that concerns the same order. */
export function RelatedTasks({
  related,
  names,
}: Pick<TaskDetailRow, 'related'> & { readonly names: SubjectNames }) {
  if (related.length === 0) return null;
  return (
    <Section title={text.related}>
      <ul>
        {related.map(({ taskId, subject, kinds }) => (
          <li key={taskId} className={styles['claim']}>
            <a href={hrefOf('/delays', { task: taskId })}>
              {subjectTypeText[subject.type]} {names.nameOf(subject)}
            </a>{' '}
            — {kinds.map((kind) => alertKindText[kind]).join(', ')}
          </li>
        ))}
      </ul>
    </Section>
  );
}
