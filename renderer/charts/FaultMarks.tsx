import type { ChartFault } from './chart-series.ts';
import styles from './FaultMarks.module.css';

export interface FaultMarksProps {
  readonly faults: readonly ChartFault[];
  readonly area: { readonly x: number; readonly y: number; readonly width: number };
  readonly x: (time: number) => number;
  /** Which series it is: each has a row of its own. */
  readonly row: number;
}

const rowPx = 10;
const armPx = 3;
/** Crosses nearer to each other than this would be a blot. */
const apartPx = 9;

/** Crosses at the head of a chart where a sensor said what is no measurement; what lasted is underlined. */
export function FaultMarks({ faults, area, x, row }: FaultMarksProps) {
  if (faults.length === 0) return null;
  const middle = area.y + rowPx / 2 + 1 + row * rowPx;
  const right = area.x + area.width;
  return (
    <path
      className={styles['faults']}
      data-row={row + 1}
      d={crossPath(faults, { left: area.x, right, middle, x })}
    />
  );
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  readonly x: (time: number) => number;
}

function crossPath(faults: readonly ChartFault[], { left, right, middle, x }: Place): string {
  let last = -Infinity;
  let path = '';
  for (const { from, to } of faults) {
    const begin = Math.max(left, x(from));
    const end = Math.min(right, x(to));
    if (end < begin) continue;
    if (end - begin >= 1) path += `M${begin},${middle + armPx + 2}H${end}`;
    for (let at = Math.max(begin, last + apartPx); at <= end; at += apartPx) {
      path += `M${at - armPx},${middle - armPx}l${2 * armPx},${2 * armPx}M${at - armPx},${middle + armPx}l${2 * armPx},${-2 * armPx}`;
      last = at;
    }
  }
  return path;
}
