import { Field } from '@base-ui/react/field';
import type { ComponentProps, Ref } from 'react';

import { classNames } from './class-names.ts';
import styles from './TextArea.module.css';

export interface TextAreaProps extends Omit<
  ComponentProps<'textarea'>,
  'defaultValue' | 'value' | 'onChange' | 'ref'
> {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** A text of several lines; takes its label from the `Field` around it, else needs `aria-label`. */
export function TextArea({ value, onValueChange, className, ref: ownRef, ...rest }: TextAreaProps) {
  return (
    <Field.Control
      value={value}
      render={({ ref, id, ...attributes }) => (
        <textarea
          rows={4}
          {...rest}
          {...ariaOf(attributes)}
          ref={(element) => {
            // Field only knows inputs; its ref takes any element.
            give(ref as Ref<HTMLTextAreaElement>, element);
            give(ownRef, element);
          }}
          id={id}
          className={classNames(styles['area'], className)}
          value={value}
          onChange={(event) => onValueChange(event.currentTarget.value)}
        />
      )}
    />
  );
}

function give(ref: Ref<HTMLTextAreaElement> | undefined, element: HTMLTextAreaElement | null): void {
  if (typeof ref === 'function') ref(element);
  else if (ref !== undefined && ref !== null) ref.current = element;
}

/** The attributes a field gives its control that are common to inputs and text areas. */
function ariaOf(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => value !== undefined && /^(aria|data)-/.test(name)),
  );
}
