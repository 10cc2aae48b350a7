import { commonText } from '../text/common.ts';
import type { Measured } from '../text/format.ts';
import styles from './Value.module.css';

export interface ValueProps {
  /** From the formatters of `text/format.ts`; undefined shows a dash. */
  readonly measured: Measured | undefined;
  readonly tip?: string;
}

/** A number and its unit: tabular figures, the unit smaller, never broken across lines. */
export function Value({ measured, tip }: ValueProps) {
  if (measured === undefined) {
    return (
      <span className={styles['none']}>
        <span aria-hidden>{commonText.none}</span>
        <span className="visually-hidden">{commonText.noneSpoken}</span>
      </span>
    );
  }
  return (
    <span className={styles['value']} data-tip={tip}>
      {measured.value}
      {measured.unit !== '' && <span className={styles['unit']}>{` ${measured.unit}`}</span>}
    </span>
  );
}
