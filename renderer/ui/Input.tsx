import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';

import { classNames } from './class-names.ts';
import styles from './Input.module.css';

export interface InputProps extends Omit<ComponentProps<'input'>, 'defaultValue' | 'value' | 'onChange'> {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

/** A one-line text input; takes its label from the `Field` around it, else needs `aria-label`. */
export function Input({ value, onValueChange, className, ...rest }: InputProps) {
  return (
    <Field.Control
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={classNames(styles['input'], className)}
      value={value}
      onValueChange={onValueChange}
    />
  );
}
