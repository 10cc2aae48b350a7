import { type FormEvent, useState } from 'react';

import type { CaseRow } from '#shared/contract/types.ts';
import { type CaseState, caseStates } from '#shared/domain/case.ts';
import { localToUtc, toIso, zoneOffsetMs } from '#shared/domain/time.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { caseText as text } from '#renderer/text/cases.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './CasesScreen.module.css';

export interface CaseFormProps {
  readonly row: CaseRow;
  readonly timeZone: string;
  readonly onSaved: () => void;
}

function localOf(instant: string | undefined, timeZone: string): string {
  if (instant === undefined) return '';
  const time = Date.parse(instant);
  return toIso(time + zoneOffsetMs(time, timeZone)).slice(0, 16);
}

function instantOf(local: string, timeZone: string): string | null {
  const wall = Date.parse(`${local}Z`);
  return Number.isNaN(wall) ? null : toIso(localToUtc(wall, timeZone));
}

/** A note on a case, and what changes with it. */
export function CaseForm({ row, timeZone, onSaved }: CaseFormProps) {
  const [note, setNote] = useState('');
  const [state, setState] = useState<CaseState>(row.state);
  const [owner, setOwner] = useState(row.owner ?? '');
  const firstDue = localOf(row.dueTime, timeZone);
  const [due, setDue] = useState(firstDue);
  const [isTried, setTried] = useState(false);
  const update = useCommand('cases.update');
  const toast = useToast();
  const changes = {
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(state === row.state ? {} : { state }),
    ...(owner.trim() === (row.owner ?? '') ? {} : { owner: owner.trim() === '' ? null : owner.trim() }),
    ...(due === firstDue ? {} : { dueTime: instantOf(due, timeZone) }),
  };
  const isEmpty = Object.keys(changes).length === 0;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (isEmpty || update.isBusy) return;
    if (!(await update.run({ caseId: row.caseId, ...changes })).ok) return;
    toast.show({ tone: 'ok', title: text.saved });
    onSaved();
  }

  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)}>
      <Field
        label={text.note}
        hint={text.noteHint}
        error={isTried && isEmpty ? text.nothingToSave : undefined}
      >
        <TextArea rows={3} value={note} onValueChange={setNote} maxLength={2000} />
      </Field>
      <div className={styles['pair']}>
        <Field label={text.state}>
          <Select
            value={state}
            onValueChange={setState}
            options={caseStates.map((value) => ({ value, label: text.states[value] }))}
          />
        </Field>
        <Field label={text.owner}>
          <Input value={owner} onValueChange={setOwner} maxLength={200} />
        </Field>
      </div>
      <Field label={text.due} hint={timeZone}>
        <Input type="datetime-local" value={due} onValueChange={setDue} />
      </Field>
      {update.error !== undefined && (
        <p className={styles['failure']} role="alert">
          {update.error.message}
        </p>
      )}
      <div>
        <Button variant="primary" type="submit" busy={update.isBusy}>
          {text.save}
        </Button>
      </div>
    </form>
  );
}
