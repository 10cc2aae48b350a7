import { Field as BaseField } from '@base-ui/react/field';
import type { ReactNode } from 'react';

import styles from './Field.module.css';

export interface FieldProps {
  readonly label: string;
  /** One `Input`, `Select` or `TextArea`. */
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the value; marks the control as invalid. */
  readonly error?: string | undefined;
}

/** A labelled control with its hint and its error. */
export function Field({ label, children, hint, error }: FieldProps) {
  return (
    <BaseField.Root className={styles['field']} invalid={error !== undefined}>
      <BaseField.Label className={styles['label']}>{label}</BaseField.Label>
      {children}
      {hint !== undefined && <BaseField.Description className={styles['hint']}>{hint}</BaseField.Description>}
      <BaseField.Error className={styles['error']} match={error !== undefined}>
        {error}
      </BaseField.Error>
    </BaseField.Root>
  );
}
