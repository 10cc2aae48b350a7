import { useId } from 'react';

import type { ChartGap } from './chart-series.ts';
import styles from './GapMarks.module.css';

export interface GapMarksProps {
  readonly gaps: readonly ChartGap[];
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly x: (time: number) => number;
  /** Which of how many series it is; of several each has a strip of its own at the foot. */
  readonly row: number;
  readonly rows: number;
}

const stripPx = 6;
const leastPx = 2;

/** Hatches the spans in which a series has no readings. */
export function GapMarks({ gaps, area, x, row, rows }: GapMarksProps) {
  const id = useId();
  const isAlone = rows === 1;
  const top = isAlone ? area.y : area.y + area.height - (rows - row) * stripPx;
  const height = isAlone ? area.height : stripPx - 1;
  return (
    <g className={styles['gaps']} data-row={isAlone ? undefined : row + 1}>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className={styles['hatch']} d="M0,0V6" />
      </pattern>
      {gaps.map((gap) => {
        const left = Math.max(area.x, x(gap.from));
        const right = Math.min(area.x + area.width, x(gap.to));
        if (right <= area.x || left >= area.x + area.width) return null;
        const width = Math.max(leastPx, right - left);
        return (
          <g key={gap.from}>
            <rect className={styles['ground']} x={left} y={top} width={width} height={height} />
            <rect fill={`url(#${id})`} x={left} y={top} width={width} height={height} />
          </g>
        );
      })}
    </g>
  );
}
