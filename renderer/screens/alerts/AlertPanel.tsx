import { History } from 'lucide-react';
import { type ReactNode, useState } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';

import { decisionKeys } from '#renderer/alerts/decision-keys.ts';
import { AlertStateMark } from '#renderer/alerts/AlertStateMark.tsx';
import { isExcursion } from '#renderer/alerts/limits.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import { SeverityMark } from '#renderer/alerts/SeverityMark.tsx';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { alertKindText, alertsText, alertStateText, type Decision } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';

import { AlertChart } from './AlertChart.tsx';
import { AlertDecisions } from './AlertDecisions.tsx';
import { AlertFacts } from './AlertFacts.tsx';
import { AmendmentList } from './AmendmentList.tsx';
import styles from './AlertsScreen.module.css';
import { DecisionDialog } from './DecisionDialog.tsx';
import { decisionsFor } from './decisions.ts';
import { EvidenceList } from './EvidenceList.tsx';
import { handlingKey, type HandlingPart, nextPart } from './handling-parts.ts';
import { HandlingBlock } from './HandlingBlock.tsx';
import { HandlingDialog } from './HandlingDialog.tsx';
import { NoteList } from './NoteList.tsx';
import { ReportButtons } from './ReportButtons.tsx';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { useScreenKeys } from '#renderer/ui/use-screen-keys.ts';

export interface AlertPanelProps {
  readonly alertId: string;
  readonly names: SubjectNames;
}

const close = (): void => setParams({ alert: undefined });

/** One alert with everything known of it, and what can be done about it. */
export function AlertPanel({ alertId, names }: AlertPanelProps) {
  const live = useLive('alerts.live', {});
  const row = live.byKey.get(alertId);
  // One that is closed for long is no longer among the live ones.
  const asked = useQuery(
    'alerts.get',
    row === undefined && live.rows !== undefined ? { alertId } : undefined,
  );
  const [answer, setAnswer] = useState<AlertRow>();
  const alert = newest(row ?? asked.data, answer);
  if (alert !== undefined) return <KnownAlert alert={alert} names={names} onChanged={setAnswer} />;
  return (
    <Frame title={alertsText.title}>
      <Awaited
        data={alert}
        error={asked.error}
        onRetry={asked.refresh}
        gone={{ title: alertsText.gone, text: alertsText.goneText }}
        width={30}
      />
    </Frame>
  );
}

/** What a command answered with is shown until the subscription is as new. */
function newest(row: AlertRow | undefined, answer: AlertRow | undefined): AlertRow | undefined {
  if (row === undefined || answer === undefined) return row ?? answer;
  return answer.changedTime > row.changedTime ? answer : row;
}

interface KnownAlertProps {
  readonly alert: AlertRow;
  readonly names: SubjectNames;
  readonly onChanged: (alert: AlertRow) => void;
}

function KnownAlert({ alert, names, onChanged }: KnownAlertProps) {
  const [decision, setDecision] = useState<Decision>();
  const [part, setPart] = useState<HandlingPart>();
  const mayCommand = useMayCommand();
  const decisions = mayCommand ? decisionsFor(alert) : [];
  const next = mayCommand ? nextPart(alert) : undefined;
  useScreenKeys({
    ...Object.fromEntries(decisions.map((each) => [decisionKeys[each], () => setDecision(each)])),
    ...(next === undefined ? {} : { [handlingKey]: () => setPart(next) }),
  });
  const timeZone = useAlertZone(alert);
  const { rows } = useLive('alerts.live', {});
  const covered = rows?.filter(({ causedBy }) => causedBy === alert.alertId).length ?? 0;
  return (
    <Frame
      title={alertKindText[alert.kind]}
      subtitle={
        <span className={styles['subtitle']}>
          <SeverityMark severity={alert.severity} />
          <AlertStateMark alert={alert} />
          {alert.repeats !== undefined && (
            <Badge tone="warn" tip={alertsText.panel.repeatsTip}>
              {alertsText.panel.repeats(alert.repeats)}
            </Badge>
          )}
          {alert.amendments.length > 0 && (
            <Badge tone="warn" icon={History} tip={alertsText.panel.amendmentsHint}>
              {alertsText.panel.amended(formatCount(alert.amendments.length))}
            </Badge>
          )}
        </span>
      }
      actions={<CopyButton text={window.location.href} label={alertsText.copyLink} />}
      footer={mayCommand && <AlertDecisions decisions={decisions} onDecide={setDecision} />}
    >
      <p className={styles['lead']}>{messageWords(alert.message, timeZone)}</p>
      <p className={styles['meaning']}>
        {alert.withdrawn ? alertsText.panel.withdrawn : alertStateText[alert.state].meaning}
      </p>
      {!mayCommand && <p className={styles['meaning']}>{alertsText.panel.viewer}</p>}
      {isExcursion(alert) && alert.deviceId !== undefined && (
        <Section title={alertsText.panel.chart}>
          <AlertChart alert={alert} deviceId={alert.deviceId} timeZone={timeZone} />
        </Section>
      )}
      {alert.amendments.length > 0 && <AmendmentList amendments={alert.amendments} timeZone={timeZone} />}
      <Section title={alertsText.panel.facts}>
        <AlertFacts alert={alert} names={names} timeZone={timeZone} covered={covered} />
      </Section>
      {alert.measure !== undefined && (
        <HandlingBlock alert={alert} timeZone={timeZone} onStep={mayCommand ? setPart : undefined} />
      )}
      <EvidenceList evidence={alert.evidence} timeZone={timeZone} />
      <NoteList alert={alert} timeZone={timeZone} />
      {alert.measure !== undefined && <ReportButtons alertId={alert.alertId} />}
      {part !== undefined && (
        <HandlingDialog
          alert={alert}
          part={part}
          onClose={() => setPart(undefined)}
          onDone={(answer) => {
            setPart(undefined);
            onChanged(answer);
          }}
        />
      )}
      {decision !== undefined && (
        <DecisionDialog
          alert={alert}
          decision={decision}
          onClose={() => setDecision(undefined)}
          onDone={(next) => {
            setDecision(undefined);
            onChanged(next);
          }}
        />
      )}
    </Frame>
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
    <div className={styles['side']} data-alert-panel>
      <Panel {...rest} onClose={close}>
        {children}
      </Panel>
    </div>
  );
}
