import type { ChartMark } from './chart-mark.ts';
import styles from './CalibrationMarks.module.css';

export interface CalibrationMarksProps {
  readonly marks: readonly ChartMark[];
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly x: (time: number) => number;
}

const labelRoomPx = 150;

/** Upright lines where a calibration begins to apply, each with its words on the side that has room. */
export function CalibrationMarks({ marks, area, x }: CalibrationMarksProps) {
  const right = area.x + area.width;
  return (
    <g className={styles['marks']}>
      {marks.map(({ id, at, label }) => {
        const place = x(at);
        if (place < area.x || place > right) return null;
        const isLeft = right - place < labelRoomPx;
        return (
          <g key={id}>
            <line x1={place} x2={place} y1={area.y} y2={area.y + area.height} />
            <path d={`M${place - 4},${area.y}h8l-4,6z`} />
            <text
              x={isLeft ? place - 6 : place + 6}
              y={area.y + area.height - 6}
              textAnchor={isLeft ? 'end' : 'start'}
            >
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}
