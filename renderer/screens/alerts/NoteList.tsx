import type { AlertRow } from '#shared/contract/types.ts';

import { alertsText, noteActionText } from '#renderer/text/alerts.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './AlertsScreen.module.css';

export interface NoteListProps {
  readonly alert: AlertRow;
  readonly timeZone: string;
}

/** Who decided or said what about an alert, newest first. */
export function NoteList({ alert, timeZone }: NoteListProps) {
  const notes = alert.notes.toReversed();
  return (
    <Section title={alertsText.panel.notes}>
      {notes.length === 0 && <p className={styles['aside']}>{alertsText.panel.noNotes}</p>}
      <ol className={styles['entries']}>
        {notes.map((note, index) => (
          <li key={`${note.time} ${notes.length - index}`} className={styles['entry']}>
            <span className={styles['entryAside']}>
              <strong>{note.who}</strong> {noteActionText[note.action]} ·{' '}
              <Time at={note.time} timeZone={timeZone} form="short" withAge />
            </span>
            {note.text !== '' && <span className={styles['note']}>{note.text}</span>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
