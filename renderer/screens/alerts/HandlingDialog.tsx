import { useRef, useState } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';
import {
  handlingOutcomes,
  type HandlingOutcome,
  type SignatureMeaning,
  signatureMeanings,
} from '#shared/domain/alert.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { alertCaseText } from '#renderer/text/alert-case.ts';
import { decisionForm } from '#renderer/text/alerts.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import type { HandlingPart } from './handling-parts.ts';

export interface HandlingDialogProps {
  readonly alert: AlertRow;
  readonly part: HandlingPart;
  readonly onClose: () => void;
  readonly onDone: (alert: AlertRow) => void;
}

const text = alertCaseText.handling;

/** Takes one step about the goods: words, a printed name, and what belongs to the step. */
export function HandlingDialog({ alert, part, onClose, onDone }: HandlingDialogProps) {
  const [note, setNote] = useState('');
  const [name, setName] = useState('');
  const [hold, setHold] = useState(alert.orderNumbers.length > 0);
  const [outcome, setOutcome] = useState<HandlingOutcome>('reject');
  const [meaning, setMeaning] = useState<SignatureMeaning>('approved');
  const [isTried, setTried] = useState(false);
  const noteArea = useRef<HTMLTextAreaElement>(null);
  const toast = useToast();
  const step = useCommand('alerts.decision');
  const signing = useCommand('alerts.sign');
  const isBusy = step.isBusy || signing.isBusy;
  const error = step.error ?? signing.error;
  const missing = { note: note.trim() === '', name: name.trim() === '' };

  async function submit(): Promise<void> {
    setTried(true);
    if (missing.note || missing.name) return;
    const { alertId } = alert;
    const done =
      part === 'signature'
        ? await signing.run({ alertId, note, name, meaning })
        : await step.run({
            alertId,
            note,
            name,
            step: part,
            ...(part === 'quarantine' ? { hold } : {}),
            ...(part === 'decision' ? { outcome } : {}),
          });
    if (!done.ok) return;
    toast.show({ tone: 'ok', title: text.done[part] });
    onDone(done.value);
  }

  return (
    <FormDialog
      title={text.buttons[part]}
      description={<p>{text.explain[part]}</p>}
      initialFocus={noteArea}
      confirm={text.buttons[part]}
      isBusy={isBusy}
      failure={error && `${decisionForm.failed}: ${error.message}`}
      onSubmit={submit}
      onClose={onClose}
    >
      {part === 'decision' && (
        <Field label={text.outcome}>
          <Select
            value={outcome}
            onValueChange={setOutcome}
            options={handlingOutcomes.map((value) => ({ value, label: text.outcomes[value] }))}
          />
        </Field>
      )}
      {part === 'signature' && (
        <Field label={text.meaning}>
          <Select
            value={meaning}
            onValueChange={setMeaning}
            options={signatureMeanings.map((value) => ({ value, label: text.meanings[value] }))}
          />
        </Field>
      )}
      <Field
        label={text.notes[part]}
        hint={decisionForm.noteHint}
        error={isTried && missing.note ? decisionForm.noteMissing : undefined}
      >
        <TextArea ref={noteArea} value={note} onValueChange={setNote} maxLength={1800} aria-required />
      </Field>
      <Field
        label={text.name}
        hint={text.nameHint}
        error={isTried && missing.name ? text.nameMissing : undefined}
      >
        <Input value={name} onValueChange={setName} maxLength={200} />
      </Field>
      {part === 'quarantine' && alert.orderNumbers.length > 0 && (
        <Checkbox checked={hold} onCheckedChange={setHold}>
          {text.hold(alert.orderNumbers.join(', '))}
        </Checkbox>
      )}
    </FormDialog>
  );
}
