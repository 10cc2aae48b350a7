import { RotateCw, TriangleAlert } from 'lucide-react';

import { commonText } from '../text/common.ts';
import { Button } from './Button.tsx';
import styles from './EmptyState.module.css';
import { errorCode } from './error-code.ts';

export interface ErrorStateProps {
  readonly title?: string;
  /** The error; its message is shown as it is, with its code when it has one. */
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, in the words of the error, and a way to try again. */
export function ErrorState({ title = commonText.errorTitle, error, onRetry }: ErrorStateProps) {
  const code = errorCode(error);
  return (
    <div className={styles['state']} role="alert">
      <TriangleAlert size={22} aria-hidden className={styles['icon']} data-tone="bad" />
      <p className={styles['title']}>{title}</p>
      <div className={styles['text']}>{error instanceof Error ? error.message : String(error)}</div>
      {code !== undefined && <div className={styles['code']}>{commonText.errorCode(code)}</div>}
      {onRetry !== undefined && (
        <Button icon={RotateCw} onClick={onRetry}>
          {commonText.retry}
        </Button>
      )}
    </div>
  );
}
