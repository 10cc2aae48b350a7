import type { ChartLimit } from './chart-limit.ts';
import { placeLabels } from './label-places.ts';
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
  const places = placeLabels(
    // Inside the allowed side, where it does not cover what is beyond the limit.
    shown.map(({ side, value }) => (side === 'above' ? y(value) + lineHeightPx : y(value) - 4)),
    { least: area.y + lineHeightPx, most: area.y + area.height - 4, apart: lineHeightPx },
  );
  return (
    <g className={styles['label']}>
      {shown.map(({ id, label }, index) => (
        <text key={id} x={area.x + area.width - 4} y={places[index]} textAnchor="end">
          {label}
        </text>
      ))}
    </g>
  );
}
