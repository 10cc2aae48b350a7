import { useState } from 'react';

import type { ParamsIn } from '#shared/contract/index.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { commonText } from '#renderer/text/common.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';

const { storage: text } = settingsText;

type SubjectType = ParamsIn<'legalHolds.place'>['subject']['type'];
const subjectTypes = ['order', 'alert', 'device', 'time-span'] as const satisfies readonly SubjectType[];

export interface PlaceHoldDialogProps {
  readonly onPlaced: () => void;
  readonly onClose: () => void;
}

/** Says what is held and why. */
export function PlaceHoldDialog({ onPlaced, onClose }: PlaceHoldDialogProps) {
  const place = useCommand('legalHolds.place');
  const [type, setType] = useState<SubjectType>('order');
  const [id, setId] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const hasSpan = type === 'device' || type === 'time-span';
  const isComplete = note.trim() !== '' && (type === 'time-span' ? from + to !== '' : id.trim() !== '');

  async function send(): Promise<void> {
    const outcome = await place.run({
      subject: { type, id: type === 'time-span' ? '' : id.trim() },
      ...(hasSpan && from !== '' ? { from: `${from}:00Z` } : {}),
      ...(hasSpan && to !== '' ? { to: `${to}:00Z` } : {}),
      note,
    });
    if (!outcome.ok) return;
    onPlaced();
    onClose();
  }

  return (
    <FormDialog
      title={text.place}
      description={text.holdsText}
      confirm={text.place}
      isBusy={place.isBusy}
      isDisabled={!isComplete}
      onSubmit={send}
      onClose={onClose}
    >
      <Field label={text.subject}>
        <Select
          value={type}
          onValueChange={setType}
          options={subjectTypes.map((value) => ({ value, label: text.subjects[value] }))}
        />
      </Field>
      {type !== 'time-span' && (
        <Field label={text.ids[type]}>
          <Input value={id} onValueChange={setId} />
        </Field>
      )}
      {hasSpan && (
        <>
          <Field label={text.from}>
            <Input type="datetime-local" value={from} onValueChange={setFrom} />
          </Field>
          <Field label={text.to} hint={text.openEnd}>
            <Input type="datetime-local" value={to} onValueChange={setTo} />
          </Field>
        </>
      )}
      <Field label={text.note} error={place.error?.message}>
        <TextArea value={note} onValueChange={setNote} />
      </Field>
    </FormDialog>
  );
}

export interface LiftHoldDialogProps {
  readonly holdId: string;
  readonly onLifted: () => void;
  readonly onClose: () => void;
}

/** A hold ends with a reason, for the audit. */
export function LiftHoldDialog({ holdId, onLifted, onClose }: LiftHoldDialogProps) {
  const lift = useCommand('legalHolds.lift');
  const [note, setNote] = useState('');

  async function send(): Promise<void> {
    const outcome = await lift.run({ holdId, note });
    if (!outcome.ok) return;
    onLifted();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text.liftTitle}
      description={text.liftText}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button
            variant="danger"
            busy={lift.isBusy}
            disabled={note.trim() === ''}
            onClick={() => void send()}
          >
            {text.lift}
          </Button>
        </>
      }
    >
      <Field label={text.note} error={lift.error?.message}>
        <TextArea value={note} onValueChange={setNote} />
      </Field>
    </Dialog>
  );
}
