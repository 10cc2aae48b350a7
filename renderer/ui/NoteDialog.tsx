import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';

import type { ContractError } from '#shared/result.ts';

import { commonText } from '../text/common.ts';
import { holdText as text } from '../text/holds.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Field } from './Field.tsx';
import { TextArea } from './TextArea.tsx';
import { useToast } from './use-toast.ts';
import styles from './NoteDialog.module.css';

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
  const formId = useId();
  const toast = useToast();
  const isMissing = isNoteNeeded && note.trim() === '';

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (isMissing) area.current?.focus();
    if (isMissing || isBusy || !(await run(note.trim()))) return;
    toast.show({ tone: 'ok', title: done });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      {...(children === undefined ? { initialFocus: area } : {})}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={isBusy}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
        }}
      >
        {children}
        <Field
          label={noteLabel}
          hint={isNoteNeeded ? text.noteHint : text.noteOptional}
          error={isTried && isMissing ? noteMissing : undefined}
        >
          <TextArea ref={area} rows={3} value={note} onValueChange={setNote} maxLength={noteLength} />
        </Field>
        {error !== undefined && (
          <p className={styles['failure']} role="alert">
            {error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
