import { commonText } from '../text/common.ts';
import { Button } from './Button.tsx';
import styles from './Progress.module.css';

export interface ProgressProps {
  readonly label: string;
  /** Done so far; absent: not known, the bar only shows that work goes on. */
  readonly value?: number;
  readonly max?: number;
  /** Present: the work can be stopped. */
  readonly onCancel?: () => void;
}

/** Long work: what it is, how far it is, and a way to stop it. */
export function Progress({ label, value, max = 1, onCancel }: ProgressProps) {
  return (
    <div className={styles['progress']}>
      <label className={styles['label']}>
        {label}
        <progress className={styles['bar']} value={value} max={max} />
      </label>
      {onCancel !== undefined && (
        <Button size="sm" onClick={onCancel}>
          {commonText.cancel}
        </Button>
      )}
    </div>
  );
}
