import { CircleCheck, CircleDashed } from 'lucide-react';

import type { AlertRow } from '#shared/contract/types.ts';

import { alertCaseText } from '#renderer/text/alert-case.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './AlertsScreen.module.css';
import { handlingKey, handlingParts, type HandlingPart, nextPart } from './handling-parts.ts';

export interface HandlingBlockProps {
  readonly alert: AlertRow;
  readonly timeZone: string;
  /** Absent for who may not decide. */
  readonly onStep?: ((part: HandlingPart) => void) | undefined;
}

/** What becomes of the goods: each step with who said it, and the next one to take. */
export function HandlingBlock({ alert, timeZone, onStep }: HandlingBlockProps) {
  const text = alertCaseText.handling;
  const next = nextPart(alert);
  return (
    <Section title={text.title}>
      <ol className={styles['entries']}>
        {handlingParts.map((part) => {
          const said = alert.handling?.[part];
          const Icon = said === undefined ? CircleDashed : CircleCheck;
          return (
            <li key={part} className={styles['step']}>
              <Icon size={14} aria-hidden className={styles['aside']} />
              <span className={styles['entryText']}>
                <strong>{text.steps[part]}</strong>{' '}
                {said === undefined ? (
                  <span className={styles['aside']}>{part === next ? text.next : text.open}</span>
                ) : (
                  <>
                    {detailOf(alert, part)}
                    <span className={styles['note']}>{said.text}</span>
                    <span className={styles['entryAside']}>
                      {' '}
                      · {said.name} ({text.signedInAs(said.who)}) ·{' '}
                      <Time at={said.time} timeZone={timeZone} />
                    </span>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {onStep !== undefined && next !== undefined && (
        <Button size="sm" onClick={() => onStep(next)} aria-keyshortcuts={handlingKey}>
          {text.buttons[next]} <KeyHint keys={[handlingKey]} />
        </Button>
      )}
    </Section>
  );
}

function detailOf({ handling }: AlertRow, part: HandlingPart): string {
  const text = alertCaseText.handling;
  if (part === 'quarantine' && handling?.quarantine?.hold === true) return `${text.held}. `;
  if (part === 'decision' && handling?.decision !== undefined)
    return `${text.outcomes[handling.decision.outcome]}. `;
  if (part === 'signature' && handling?.signature !== undefined)
    return `${text.meanings[handling.signature.meaning]}. `;
  return '';
}
