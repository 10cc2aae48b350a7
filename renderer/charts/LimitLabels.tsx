import type { ChartLimit } from './chart-limit.ts';
import styles from './LimitMarks.module.css';

export interface LimitLabelsProps {
  readonly limits: readonly ChartLimit[];
  readonly area: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly y: (value: number) => number;
}

const lineHeightPx = 13;

/** What each limit is, over the data at the right end of its line; the same words twice are said once. */
export function LimitLabels({ limits, area, y }: LimitLabelsProps) {
  const shown = limits.filter(
    (limit, index) => limits.findIndex((each) => each.label === limit.label) === index,
  );
  return (
    <g className={styles['label']}>
      {shown.map(({ id, side, value, label }) => {
        const at = y(value);
        // Inside the allowed side, where it does not cover what is beyond the limit.
        const wanted = side === 'above' ? at + lineHeightPx : at - 4;
        const textY = Math.max(area.y + lineHeightPx, Math.min(area.y + area.height - 4, wanted));
        return (
          <text key={id} x={area.x + area.width - 4} y={textY} textAnchor="end">
            {label}
          </text>
        );
      })}
    </g>
  );
}
