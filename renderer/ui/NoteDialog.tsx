import { type ReactNode, useRef, useState } from 'react';

import type { ContractError } from '#shared/result.ts';

import { holdText as text } from '../text/holds.ts';
import { Field } from './Field.tsx';
import { FormDialog } from './FormDialog.tsx';
import { TextArea } from './TextArea.tsx';
import { useToast } from './use-toast.ts';

export interface NoteDialogProps {
  readonly title: string;
  readonly description: ReactNode;
  readonly confirm: string;
  readonly done: string;
  /** What is asked for before the note. */
  readonly children?: ReactNode;
  readonly isNoteNeeded?: boolean;
  /** What is there to begin with. */
  readonly initialNote?: string;
  /** What the note is called here. */
  readonly noteLabel?: string;
  readonly noteMissing?: string;
  /** In characters. */
  readonly noteLength?: number;
  readonly isBusy: boolean;
  readonly error: ContractError | undefined;
  /** Carries it out with the note; false where that failed. */
  readonly run: (note: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** Asks for the words of something that is written down with a name, and carries it out. */
export function NoteDialog(props: NoteDialogProps) {
  const { title, description, confirm, done, children, isNoteNeeded = false, isBusy, error } = props;
  const {
    noteLabel = text.note,
    noteMissing = text.noteMissing,
    noteLength = 2000,
    initialNote = '',
  } = props;
  const { run, onClose } = props;
  const [note, setNote] = useState(initialNote);
  const [isTried, setTried] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const toast = useToast();
  const isMissing = isNoteNeeded && note.trim() === '';

  async function submit(): Promise<void> {
    setTried(true);
    if (isMissing) area.current?.focus();
    if (isMissing || isBusy || !(await run(note.trim()))) return;
    toast.show({ tone: 'ok', title: done });
    onClose();
  }

  return (
    <FormDialog
      title={title}
      description={description}
      {...(children === undefined ? { initialFocus: area } : {})}
      confirm={confirm}
      isBusy={isBusy}
      failure={error?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      {children}
      <Field
        label={noteLabel}
        hint={isNoteNeeded ? text.noteHint : text.noteOptional}
        error={isTried && isMissing ? noteMissing : undefined}
      >
        <TextArea ref={area} rows={3} value={note} onValueChange={setNote} maxLength={noteLength} />
      </Field>
    </FormDialog>
  );
}
