import { BellRing, EyeOff, Wrench } from 'lucide-react';
import { useState } from 'react';

import type { FindingDetailRow, FindingFixRow, TaskDetailRow } from '#shared/contract/types.ts';

import { alertHref, subjectHref } from '#renderer/alerts/alert-links.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { subjectTypeText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { useScreenKeys } from '#renderer/ui/use-screen-keys.ts';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './DelaysScreen.module.css';
import { FixDialog, type FixDone } from './FixDialog.tsx';
import { IgnoreDialog } from './IgnoreDialog.tsx';
import { Sides } from './Sides.tsx';
import { SureFact } from './SureWords.tsx';

export interface FindingBodyProps {
  readonly findingId: string;
  /** What is to be done it belongs to. */
  readonly task: TaskDetailRow['subject'];
  readonly names: SubjectNames;
  /** Asked for again when this changes. */
  readonly changes: string;
  readonly onChanged: () => void;
  readonly onFixed: (done: FixDone) => void;
}

/** One finding: what to do, what puts it right, both sides, and what is most likely behind it. */
export function FindingBody({ findingId, changes, ...rest }: FindingBodyProps) {
  const { data, error, refresh } = useQuery('findings.get', { findingId }, { refreshKey: changes });
  if (data === undefined) {
    return error === undefined ? <Skeleton width={30} /> : <ErrorState error={error} onRetry={refresh} />;
  }
  const { onChanged } = rest;
  return (
    <KnownFinding
      {...rest}
      finding={data}
      onChanged={() => {
        refresh();
        onChanged();
      }}
    />
  );
}

interface KnownProps extends Omit<FindingBodyProps, 'findingId' | 'changes'> {
  readonly finding: FindingDetailRow;
}

function KnownFinding({ finding, task, names, onChanged, onFixed }: KnownProps) {
  const [fix, setFix] = useState<FindingFixRow>();
  const [isIgnoring, setIgnoring] = useState(false);
  const mayCommand = useMayCommand();
  const timeZone = useAlertZone(finding);
  const fixes = mayCommand ? finding.fixes : [];
  useScreenKeys({
    ...Object.fromEntries(fixes.slice(0, 9).map((each, index) => [String(index + 1), () => setFix(each)])),
    ...(mayCommand && finding.ignored === undefined ? { i: () => setIgnoring(true) } : {}),
  });
  const { kind, message } = finding;
  return (
    <>
      <p className={styles['lead']}>{messageWords(message, timeZone)}</p>
      <p className={styles['advice']}>{text.advice[kind]}</p>
      <FixList fixes={fixes} mayCommand={mayCommand} onFix={setFix} />
      <Reasons kind={kind} reasons={finding.reasons} />
      <Sides sides={finding.sides} timeZone={timeZone} />
      <Section title={text.facts}>
        <Facts items={factsOf(finding, names, timeZone)} />
      </Section>
      <Actions
        finding={finding}
        mayCommand={mayCommand}
        onIgnore={() => setIgnoring(true)}
        onChanged={onChanged}
      />
      {fix !== undefined && (
        <FixDialog
          findingId={finding.findingId}
          fix={fix}
          onClose={() => setFix(undefined)}
          onFixed={onFixed}
        />
      )}
      {isIgnoring && (
        <IgnoreDialog
          finding={finding}
          task={task}
          names={names}
          onClose={() => setIgnoring(false)}
          onDone={onChanged}
        />
      )}
    </>
  );
}

/** Why the order is late, in words; nothing where that is not asked. */
function Reasons({ kind, reasons = [] }: Pick<FindingDetailRow, 'kind' | 'reasons'>) {
  if (reasons.length === 0) return null;
  return (
    <Section title={kind === 'late-predicted' ? text.whyMaybeLate : text.whyLate}>
      <ul className={styles['reasons']}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Section>
  );
}

function factsOf(finding: FindingDetailRow, names: SubjectNames, timeZone: string) {
  const { subject, ignored, cause } = finding;
  const href = subjectHref(finding);
  const name = names.nameOf(subject);
  return [
    ...(cause === undefined ? [] : [{ label: text.cause, value: cause }]),
    {
      label: subjectTypeText[subject.type],
      value: href === undefined ? name : <a href={href}>{name}</a>,
    },
    { label: text.sureFact, value: <SureFact sureness={finding.sureness} /> },
    { label: text.since, value: <Time at={finding.startTime} timeZone={timeZone} withAge /> },
    ...(ignored === undefined
      ? []
      : [
          { label: text.ignoredBy(ignored.who), value: ignored.note },
          { label: text.ignoredUntil, value: <Time at={ignored.until} timeZone={timeZone} withAge /> },
        ]),
  ];
}

interface FixListProps {
  readonly fixes: readonly FindingFixRow[];
  readonly mayCommand: boolean;
  readonly onFix: (fix: FindingFixRow) => void;
}

function FixList({ fixes, mayCommand, onFix }: FixListProps) {
  if (!mayCommand) return <p className={styles['advice']}>{text.viewer}</p>;
  if (fixes.length === 0) return null;
  return (
    <Section title={text.fixes}>
      <div className={styles['fixes']} data-fixes>
        {fixes.map((fix, index) => (
          <Button key={fix.fixId} icon={Wrench} onClick={() => onFix(fix)}>
            {fix.title} {index < 9 && <KeyHint keys={[String(index + 1)]} />}
          </Button>
        ))}
      </div>
    </Section>
  );
}

interface ActionsProps {
  readonly finding: FindingDetailRow;
  readonly mayCommand: boolean;
  readonly onIgnore: () => void;
  readonly onChanged: () => void;
}

function Actions({ finding, mayCommand, onIgnore, onChanged }: ActionsProps) {
  const lift = useCommand('ignores.lift');
  const toast = useToast();
  const { ignored, findingId: alertId, state } = finding;

  async function takeBack(ignoreId: string): Promise<void> {
    const outcome = await lift.run({ ignoreId });
    if (outcome.ok) {
      toast.show({ tone: 'ok', title: text.takenBack });
      onChanged();
    } else toast.show({ tone: 'bad', title: text.failed, detail: outcome.error.message });
  }

  return (
    <div className={styles['actions']}>
      {mayCommand && ignored === undefined && (
        <Button icon={EyeOff} onClick={onIgnore}>
          {text.ignore} <KeyHint keys={['i']} />
        </Button>
      )}
      {mayCommand && ignored !== undefined && (
        <Button busy={lift.isBusy} onClick={() => void takeBack(ignored.ignoreId)}>
          {text.takeBack}
        </Button>
      )}
      <a href={alertHref({ alertId, state })} data-tip={text.openAlertTip}>
        <BellRing size={14} aria-hidden /> {text.openAlert}
      </a>
    </div>
  );
}
