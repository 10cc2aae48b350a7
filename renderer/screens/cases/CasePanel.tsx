import { PencilOff } from 'lucide-react';
import type { ReactNode } from 'react';

import type { CaseRow } from '#shared/contract/types.ts';

import { caseTimelineHref } from '#renderer/cases/case-links.ts';
import { CaseDueMark, CaseStateMark } from '#renderer/cases/CaseStateMark.tsx';
import { setParams } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { orderHref } from '#renderer/orders/order-links.ts';
import { caseText as text } from '#renderer/text/cases.ts';
import { formatDateTime } from '#renderer/text/format.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { CaseForm } from './CaseForm.tsx';
import styles from './CasesScreen.module.css';

export interface CasePanelProps {
  readonly caseId: string;
  /** Called after the case was changed here. */
  readonly onChanged: () => void;
}

const close = (): void => setParams({ case: undefined });

/** One case: what it is about, what it rests on, and everything said and done since. */
export function CasePanel({ caseId, onChanged }: CasePanelProps) {
  const { data, error, refresh } = useQuery('cases.get', { caseId });
  const mayCommand = useMayCommand();
  const { timeZone } = usePageClock();
  if (data === undefined) {
    return (
      <Panel title={text.caseNumber(caseId)} onClose={close}>
        <Awaited
          data={data}
          error={error}
          onRetry={refresh}
          gone={{ title: text.gone, text: text.goneText }}
          width={30}
        />
      </Panel>
    );
  }
  return (
    <Panel
      title={`${text.caseNumber(caseId)} · ${text.kinds[data.kind]}`}
      subtitle={
        <span className={styles['marks']}>
          <CaseStateMark state={data.state} />
          {data.dueTime !== undefined && data.state !== 'closed' && <CaseDueMark row={data} />}
        </span>
      }
      onClose={close}
    >
      <p className={styles['lead']}>{data.text}</p>
      <Section title={text.facts}>
        <Facts items={factsOf(data, timeZone)} />
      </Section>
      <Evidence row={data} timeZone={timeZone} />
      {mayCommand ? (
        <Section title={text.change}>
          <CaseForm
            key={data.changedTime}
            row={data}
            timeZone={timeZone}
            onSaved={() => {
              refresh();
              onChanged();
            }}
          />
        </Section>
      ) : (
        <p className={styles['quiet']}>{text.viewer}</p>
      )}
      <Notes row={data} timeZone={timeZone} />
    </Panel>
  );
}

function factsOf(row: CaseRow, timeZone: string): { label: string; value: ReactNode }[] {
  return [
    { label: text.order, value: <a href={orderHref(row.orderNumber)}>{row.orderNumber}</a> },
    { label: text.owner, value: row.owner ?? <span className={styles['quiet']}>{text.nobody}</span> },
    {
      label: text.due,
      value:
        row.dueTime === undefined ? (
          <span className={styles['quiet']}>{text.noDue}</span>
        ) : (
          <Time at={row.dueTime} timeZone={timeZone} />
        ),
    },
    {
      label: text.opened,
      value: (
        <>
          <Time at={row.openedTime} timeZone={timeZone} withAge /> {text.by(row.who)}
        </>
      ),
    },
    ...(row.closedTime === undefined
      ? []
      : [{ label: text.closed, value: <Time at={row.closedTime} timeZone={timeZone} withAge /> }]),
  ];
}

interface PartProps {
  readonly row: CaseRow;
  readonly timeZone: string;
}

/** What the case rests on, in the words of the order's timeline, and the way to correct it. */
function Evidence({ row, timeZone }: PartProps) {
  const { data } = useQuery(
    'orders.timeline',
    { orderNumber: row.orderNumber },
    { refreshKey: row.changedTime },
  );
  const items = new Map((data?.items ?? []).map((item) => [item.id, item]));
  return (
    <Section title={text.evidence}>
      {row.evidence.length === 0 && <p className={styles['quiet']}>{text.noEvidence}</p>}
      <ul>
        {row.evidence.map((id) => {
          const item = items.get(id);
          return (
            <li key={id} className={styles['entry']}>
              <span className={styles['note']}>{item?.text ?? id}</span>
              <span className={styles['aside']}>
                {item === undefined ? (
                  data !== undefined && text.notInTimeline
                ) : (
                  <Time at={item.eventTime} timeZone={timeZone} form="short" withAge />
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {row.kind === 'tracking-wrong' && (
        <p>
          <PencilOff size={14} aria-hidden />{' '}
          <a href={caseTimelineHref(row.orderNumber, row.caseId)} data-tip={text.correctTip}>
            {text.correct}
          </a>
        </p>
      )}
    </Section>
  );
}

function Notes({ row, timeZone }: PartProps) {
  const notes = row.notes.toReversed();
  return (
    <Section title={text.notes}>
      {notes.length === 0 && <p className={styles['quiet']}>{text.noNotes}</p>}
      <ol>
        {notes.map((note, index) => (
          <li key={`${note.time} ${notes.length - index}`} className={styles['entry']}>
            <span className={styles['aside']}>
              <strong>{note.who}</strong> {changedWords(note.changed, timeZone)} ·{' '}
              <Time at={note.time} timeZone={timeZone} form="short" withAge />
            </span>
            {note.text !== '' && <span className={styles['note']}>{note.text}</span>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

const setOrNot = (what: string, value: string | null | undefined): string[] => {
  if (value === undefined) return [];
  return [value === null ? text.takenAway(what) : text.setTo(`${what}: ${value}`)];
};

function changedWords(changed: CaseRow['notes'][number]['changed'], timeZone: string): string {
  if (changed === undefined) return '';
  const { kind, state, owner, dueTime, evidence } = changed;
  const due = typeof dueTime === 'string' ? formatDateTime(Date.parse(dueTime), timeZone) : dueTime;
  return [
    ...setOrNot(text.state.toLowerCase(), state && text.states[state]),
    ...setOrNot(text.columns.kind.toLowerCase(), kind && text.kinds[kind]),
    ...setOrNot(text.owner.toLowerCase(), owner),
    ...setOrNot(text.due.toLowerCase(), due),
    ...setOrNot(text.evidence.toLowerCase(), evidence?.join(', ')),
  ].join(', ');
}
