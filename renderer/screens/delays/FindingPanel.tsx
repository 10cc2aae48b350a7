import { BellRing, CircleHelp, EyeOff, Wrench } from 'lucide-react';
import { type ReactNode, useState } from 'react';

import type { FindingDetailRow, FindingFixRow } from '#shared/contract/types.ts';

import { alertHref, subjectHref } from '#renderer/alerts/alert-links.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import { SeverityMark } from '#renderer/alerts/SeverityMark.tsx';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { alertKindText, subjectTypeText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { useScreenKeys } from '#renderer/ui/use-screen-keys.ts';
import { useToast } from '#renderer/ui/use-toast.ts';

import { ConcernedOrders } from './ConcernedOrders.tsx';
import styles from './DelaysScreen.module.css';
import { SureWords } from './finding-columns.tsx';
import { FixDialog, type FixDone } from './FixDialog.tsx';
import { IgnoreDialog } from './IgnoreDialog.tsx';
import { Sides } from './Sides.tsx';

export interface FindingPanelProps {
  readonly findingId: string;
  readonly names: SubjectNames;
  /** Asked for again when this changes. */
  readonly changes: string;
  readonly onChanged: () => void;
  readonly onFixed: (done: FixDone) => void;
}

const close = (): void => setParams({ finding: undefined });

/** One finding: both sides, what is most likely behind it, what it will break, and what puts it right. */
export function FindingPanel({ findingId, names, changes, onChanged, onFixed }: FindingPanelProps) {
  const { data, error, refresh } = useQuery('findings.get', { findingId }, { refreshKey: changes });
  const isGone = data?.toDo === false || error?.code === 'not-found';
  if (data === undefined || isGone) {
    return (
      <Frame title={data === undefined ? text.title : alertKindText[data.kind]}>
        {data === undefined && error === undefined && <Skeleton width={30} />}
        {isGone && (
          <EmptyState
            icon={CircleHelp}
            title={text.gone}
            action={data !== undefined && <a href={alertHref({ alertId: findingId })}>{text.openAlert}</a>}
          >
            {text.goneText}
          </EmptyState>
        )}
        {error !== undefined && error.code !== 'not-found' && <ErrorState error={error} onRetry={refresh} />}
      </Frame>
    );
  }
  const changed = (): void => {
    refresh();
    onChanged();
  };
  return (
    <KnownFinding
      finding={data}
      names={names}
      onChanged={changed}
      onFixed={(done) => {
        refresh();
        onFixed(done);
      }}
    />
  );
}

interface KnownProps {
  readonly finding: FindingDetailRow;
  readonly names: SubjectNames;
  readonly onChanged: () => void;
  readonly onFixed: (done: FixDone) => void;
}

function KnownFinding({ finding, names, onChanged, onFixed }: KnownProps) {
  const [fix, setFix] = useState<FindingFixRow>();
  const [isIgnoring, setIgnoring] = useState(false);
  const mayCommand = useMayCommand();
  const timeZone = useAlertZone(finding);
  const fixes = mayCommand ? finding.fixes : [];
  useScreenKeys({
    ...Object.fromEntries(fixes.slice(0, 9).map((each, index) => [String(index + 1), () => setFix(each)])),
    ...(mayCommand && finding.ignored === undefined ? { i: () => setIgnoring(true) } : {}),
  });
  const { kind, message, cause } = finding;
  return (
    <Frame
      title={alertKindText[kind]}
      subtitle={
        <span className={styles['subtitle']}>
          <SeverityMark severity={finding.severity} />
          <span>
            {text.since} <Age at={finding.startTime} />
          </span>
        </span>
      }
      actions={<CopyButton text={window.location.href} label={text.openAlert} />}
      footer={
        <Footer
          finding={finding}
          mayCommand={mayCommand}
          onIgnore={() => setIgnoring(true)}
          onChanged={onChanged}
        />
      }
    >
      <p className={styles['lead']}>{messageWords(message, timeZone)}</p>
      <p className={styles['advice']}>{text.advice[kind]}</p>
      <FixList fixes={fixes} mayCommand={mayCommand} onFix={setFix} />
      <Reasons kind={kind} reasons={finding.reasons} />
      <Sides sides={finding.sides} timeZone={timeZone} />
      <Section title={text.facts}>
        <Facts items={factsOf(finding, names, timeZone, cause)} />
      </Section>
      <ConcernedOrders concerned={finding.concerned} orders={finding.impact.orders} timeZone={timeZone} />
      {fix !== undefined && <FixDialog fix={fix} onClose={() => setFix(undefined)} onFixed={onFixed} />}
      {isIgnoring && (
        <IgnoreDialog finding={finding} names={names} onClose={() => setIgnoring(false)} onDone={onChanged} />
      )}
    </Frame>
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

function factsOf(
  finding: FindingDetailRow,
  names: SubjectNames,
  timeZone: string,
  cause: string | undefined,
) {
  const { subject, ignored } = finding;
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

/** How sure it is and why, in words. */
function SureFact({ sureness }: Pick<FindingDetailRow, 'sureness'>) {
  if (sureness.share === null) return <>{text.sureTips.unmeasured(formatCount(sureness.of))}</>;
  const { basis, of } = sureness;
  const why =
    basis === 'record' || basis === 'unmeasured'
      ? text.sureTips[basis](formatCount(of))
      : text.sureTips[basis];
  return (
    <>
      <SureWords sureness={sureness} /> — {why}
    </>
  );
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

interface FooterProps {
  readonly finding: FindingDetailRow;
  readonly mayCommand: boolean;
  readonly onIgnore: () => void;
  readonly onChanged: () => void;
}

function Footer({ finding, mayCommand, onIgnore, onChanged }: FooterProps) {
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
    <div className={styles['footer']}>
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

interface FrameProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
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
