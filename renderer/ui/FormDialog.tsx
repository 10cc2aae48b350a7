import { type ReactNode, type RefObject, type SyntheticEvent, useId, useRef } from 'react';

import { commonText } from '../text/common.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './FormDialog.module.css';

export interface FormDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly size?: 'md' | 'lg';
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** What the button says that carries it out. */
  readonly confirm: string;
  readonly isBusy: boolean;
  readonly isDisabled?: boolean;
  /** Why it could not be carried out, in a sentence. */
  readonly failure?: string | undefined;
  /** Checks what was filled in and carries it out. */
  readonly onSubmit: () => void | Promise<void>;
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
  /** What is not part of the form, below it. */
  readonly below?: ReactNode;
}

/** Fields that are filled in and carried out, by the button, by Enter in a line, or by Ctrl+Enter anywhere. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, size, initialFocus, confirm, isBusy, isDisabled = false } = props;
  const { failure, onSubmit, onClose, children, below } = props;
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (!isBusy && !isDisabled) void carryOut();
  }

  /** What is wrong may stand below what a long form shows of itself: the first such field is gone to. */
  async function carryOut(): Promise<void> {
    await onSubmit();
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      {...(description === undefined ? {} : { description })}
      {...(size === undefined ? {} : { size })}
      {...(initialFocus === undefined ? {} : { initialFocus })}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={isBusy} disabled={isDisabled}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        className={styles['form']}
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      >
        {children}
        {failure !== undefined && (
          <p className={styles['failure']} role="alert">
            {failure}
          </p>
        )}
      </form>
      {below}
    </Dialog>
  );
}
