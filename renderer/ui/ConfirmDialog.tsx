import { commonText } from '../text/common.ts';
import { Button } from './Button.tsx';
import styles from './ConfirmDialog.module.css';
import { Dialog } from './Dialog.tsx';

export interface ConfirmDialogProps {
  /** The question. */
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly text: string;
  /** The verb on the button that does it. */
  readonly confirm: string;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  title,
  text,
  confirm,
  isBusy,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={text}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button variant="danger" busy={isBusy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {error !== undefined && (
        <p className={styles['error']} role="alert">
          {error.message}
        </p>
      )}
    </Dialog>
  );
}
