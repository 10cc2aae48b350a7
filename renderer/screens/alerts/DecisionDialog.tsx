import { useRef, useState } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';

import { messageWords } from '#renderer/alerts/message-words.ts';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import { decisionForm, type Decision, decisionText } from '#renderer/text/alerts.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './AlertsScreen.module.css';
import { ShelveFields } from './ShelveFields.tsx';
import { readUntil, type ShelvePeriod } from './shelve-until.ts';
import { useDecide } from './use-decide.ts';

export interface DecisionDialogProps {
  readonly alert: AlertRow;
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onDone: (alert: AlertRow) => void;
}

/** Asks for the words of a decision and carries it out. */
export function DecisionDialog({ alert, decision, onClose, onDone }: DecisionDialogProps) {
  const words = decisionText[decision];
  const [note, setNote] = useState('');
  const [to, setTo] = useState(alert.assignee ?? '');
  const [period, setPeriod] = useState<ShelvePeriod>('shift');
  const [ownUntil, setOwnUntil] = useState('');
  const [isTried, setTried] = useState(false);
  const noteArea = useRef<HTMLTextAreaElement>(null);
  const toInput = useRef<HTMLInputElement>(null);
  const clock = usePageClock();
  const toast = useToast();
  const decide = useDecide();
  const message = messageWords(alert.message, useAlertZone(alert));
  const isNoteMissing = note.trim() === '';
  const until = decision === 'shelve' ? readUntil({ period, ownUntil }, clock) : undefined;

  async function submit(): Promise<void> {
    setTried(true);
    if (isNoteMissing) noteArea.current?.focus();
    if (isNoteMissing || decide.isBusy || until?.problem !== undefined) return;
    const outcome = await decide.run({ alertId: alert.alertId, decision, note, to, until: until?.time });
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: words.done });
    onDone(outcome.value);
  }

  return (
    <FormDialog
      title={words.title}
      description={
        <>
          <p className={styles['quoted']}>{message}</p>
          <p>{words.text}</p>
        </>
      }
      initialFocus={decision === 'assign' ? toInput : noteArea}
      confirm={words.confirm}
      isBusy={decide.isBusy}
      failure={decide.error && `${decisionForm.failed}: ${decide.error.message}`}
      onSubmit={submit}
      onClose={onClose}
    >
      {decision === 'assign' && (
        <Field label={decisionForm.to} hint={decisionForm.toHint}>
          <Input ref={toInput} value={to} onValueChange={setTo} maxLength={200} />
        </Field>
      )}
      {decision === 'shelve' && (
        <ShelveFields
          period={period}
          ownUntil={ownUntil}
          problem={isTried ? until?.problem : undefined}
          onPeriod={setPeriod}
          onOwnUntil={setOwnUntil}
        />
      )}
      <Field
        label={words.note}
        hint={decisionForm.noteHint}
        error={isTried && isNoteMissing ? decisionForm.noteMissing : undefined}
      >
        <TextArea ref={noteArea} value={note} onValueChange={setNote} maxLength={2000} aria-required />
      </Field>
    </FormDialog>
  );
}
