import { ChevronDown, ChevronRight, CircleCheck, EyeOff } from 'lucide-react';
import { type ReactNode, useId } from 'react';

import type { FindingRow, TaskDetailRow } from '#shared/contract/types.ts';
import { severities } from '#shared/domain/alert.ts';
import { parseTaskId } from '#shared/domain/finding.ts';

import { subjectHref } from '#renderer/alerts/alert-links.ts';
import { SeverityMark } from '#renderer/alerts/SeverityMark.tsx';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { alertKindText, subjectTypeText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { codeEnd, formatCount } from '#renderer/text/format.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Age } from '#renderer/ui/Age.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { useScreenKeys } from '#renderer/ui/use-screen-keys.ts';

import { type BoardFilter, isAskedFor } from './board-filter.ts';
import { ConcernedOrders } from './ConcernedOrders.tsx';
import styles from './DelaysScreen.module.css';
import { FindingBody } from './FindingBody.tsx';
import type { FixDone } from './FixDialog.tsx';
import { PastFindings, RelatedTasks } from './PastFindings.tsx';
import { SureWords } from './SureWords.tsx';
import { GroupIcon } from './task-columns.tsx';

export interface TaskPanelProps {
  /** Its own id, or that of one of its findings. */
  readonly taskId: string;
  /** The finding that is looked at; absent: the most urgent of those the board lists. */
  readonly findingId: string | undefined;
  readonly filter: BoardFilter;
  readonly names: SubjectNames;
  /** Asked for again when this changes. */
  readonly changes: string;
  readonly onChanged: () => void;
  readonly onFixed: (done: FixDone) => void;
}

const close = (): void => setParams({ task: undefined, finding: undefined });

/** One thing to do: what hangs on it, its findings of which one is open, and what is over. */
export function TaskPanel({ taskId, changes, onChanged, onFixed, ...rest }: TaskPanelProps) {
  const { data, error, refresh } = useQuery('tasks.get', { taskId }, { refreshKey: changes });
  if (data === undefined) {
    return (
      <Frame title={text.title}>
        <Awaited data={data} error={error} onRetry={refresh} gone={unknownWords(taskId)} width={30} />
      </Frame>
    );
  }
  return (
    <KnownTask
      {...rest}
      task={data}
      changes={changes}
      onChanged={() => {
        refresh();
        onChanged();
      }}
      onFixed={(done) => {
        // What is left of it stays open: a second scan may say the same.
        setParams({ task: data.taskId }, { replace: true });
        refresh();
        onFixed(done);
      }}
    />
  );
}

/** What is said of a link to what is not known here. */
function unknownWords(taskId: string): { readonly title: string; readonly text: string } {
  const subject = parseTaskId(taskId);
  if (subject === undefined) return { title: text.unknownFinding, text: text.unknownFindingText };
  return {
    title: text.unknown(subjectTypeText[subject.type].toLowerCase()),
    text: text.unknownText(subject.id),
  };
}

interface KnownProps extends Omit<TaskPanelProps, 'taskId'> {
  readonly task: TaskDetailRow;
}

function KnownTask({ task, findingId, filter, names, changes, onChanged, onFixed }: KnownProps) {
  const { subject, findings, concerned, impact } = task;
  const open =
    findings.find((each) => each.findingId === findingId) ??
    findings.find((each) => isAskedFor(each, filter)) ??
    findings[0];
  const timeZone = useAlertZone(open ?? {});
  const show = (each: FindingRow): void =>
    setParams({ task: task.taskId, finding: each.findingId }, { replace: true });
  const at = open === undefined ? -1 : findings.indexOf(open);
  const next = findings[(at + 1) % Math.max(1, findings.length)];
  useScreenKeys(findings.length > 1 && next !== undefined ? { n: () => show(next) } : {});
  const stake = <ConcernedOrders concerned={concerned} orders={impact.orders} timeZone={timeZone} />;
  const isOfOrder = subject.type === 'order';
  return (
    <Frame
      title={<SubjectTitle subject={subject} names={names} />}
      subtitle={<Subtitle findings={findings} />}
      actions={<CopyButton text={window.location.href} label={text.copyLink} />}
    >
      {open === undefined && (
        <EmptyState icon={CircleCheck} title={text.gone}>
          {text.goneText}
        </EmptyState>
      )}
      {isOfOrder && concerned.length > 0 && stake}
      {open !== undefined && (
        <Section
          title={text.findings(formatCount(findings.length))}
          actions={
            findings.length > 1 && (
              <span className={styles['quiet']}>
                {text.nextFinding} <KeyHint keys={['n']} />
              </span>
            )
          }
        >
          {findings.map((each) => (
            <FindingItem
              key={each.findingId}
              finding={each}
              names={names}
              isOpen={each === open}
              onOpen={() => show(each)}
            >
              <FindingBody
                findingId={each.findingId}
                task={subject}
                names={names}
                changes={changes}
                onChanged={onChanged}
                onFixed={onFixed}
              />
            </FindingItem>
          ))}
        </Section>
      )}
      {!isOfOrder && open !== undefined && stake}
      <RelatedTasks related={task.related} names={names} />
      <PastFindings past={task.past} timeZone={timeZone} />
    </Frame>
  );
}

function SubjectTitle({
  subject,
  names,
}: {
  readonly subject: TaskDetailRow['subject'];
  readonly names: SubjectNames;
}) {
  const href = subjectHref({ subject });
  const name = names.nameOf(subject);
  return (
    <>
      {subjectTypeText[subject.type]} {href === undefined ? name : <a href={href}>{name}</a>}
    </>
  );
}

function Subtitle({ findings }: { readonly findings: readonly FindingRow[] }) {
  const worst = severities.findLast((each) => findings.some(({ severity }) => severity === each));
  const first = findings.map(({ startTime }) => startTime).toSorted()[0];
  if (worst === undefined) return null;
  return (
    <span className={styles['subtitle']}>
      <SeverityMark severity={worst} />
      <span>
        {text.since} <Age at={first} />
      </span>
    </span>
  );
}

interface ItemProps {
  readonly finding: FindingRow;
  readonly names: SubjectNames;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** One of the findings in a line; the one that is open has its evidence and fixes below. */
function FindingItem({ finding, names, isOpen, onOpen, children }: ItemProps) {
  const bodyId = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className={styles['finding']} data-open={isOpen || undefined}>
      <button
        type="button"
        className={styles['findingHead']}
        aria-expanded={isOpen}
        aria-controls={isOpen ? bodyId : undefined}
        onClick={onOpen}
      >
        <Chevron size={14} aria-hidden />
        <GroupIcon group={finding.group} />
        <span className={styles['findingKind']}>{alertKindText[finding.kind]}</span>
        <span className={styles['findingSubject']} data-tip={finding.subject.id}>
          {codeEnd(names.nameOf(finding.subject))}
        </span>
        {finding.ignored !== undefined && (
          <EyeOff size={14} aria-label={text.ignoredBy(finding.ignored.who)} />
        )}
        {finding.sureness.share !== null && <SureWords sureness={finding.sureness} />}
        <Age at={finding.startTime} />
      </button>
      {isOpen && (
        <div id={bodyId} className={styles['findingBody']}>
          {children}
        </div>
      )}
    </div>
  );
}

interface FrameProps {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

function Frame({ children, ...rest }: FrameProps) {
  return (
    <div className={styles['side']} data-finding-panel>
      <Panel {...rest} onClose={close}>
        {children}
      </Panel>
    </div>
  );
}
