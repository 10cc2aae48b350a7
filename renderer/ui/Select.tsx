import { Field } from '@base-ui/react/field';
import type { Ref } from 'react';

import { classNames } from './class-names.ts';
import styles from './Select.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onValueChange: (value: Value) => void;
  /** Needed where no `Field` is around it. */
  readonly 'aria-label'?: string;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of many choices: the browser's own select, so that typing, arrows and screen readers work as everywhere. */
export function Select<Value extends string>({
  value,
  options,
  onValueChange,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <Field.Control
      value={value}
      render={({ ref, id, ...attributes }) => (
        <select
          {...rest}
          {...ariaOf(attributes)}
          // Field only knows inputs; a ref callback takes any element.
          ref={ref as Ref<HTMLSelectElement>}
          id={id}
          className={classNames(styles['select'], className)}
          value={value}
          onKeyDown={(event) => {
            // Escape closes the list of options, and not the dialog around it too.
            if (event.key === 'Escape' && isListOpen(event.currentTarget)) event.stopPropagation();
          }}
          // The options are the only values a select can have.
          onChange={(event) => onValueChange(event.currentTarget.value as Value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** A browser that cannot say shows the list in a window of its own, which takes the key itself. */
function isListOpen(select: HTMLSelectElement): boolean {
  return CSS.supports('selector(:open)') && select.matches(':open');
}

/** The attributes a field gives its control that are common to inputs and selects. */
function ariaOf(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => value !== undefined && /^(aria|data)-/.test(name)),
  );
}
