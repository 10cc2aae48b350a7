import type { ChartMark } from './chart-mark.ts';
import styles from './CalibrationMarks.module.css';

export interface CalibrationMarksProps {
  readonly marks: readonly ChartMark[];
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly x: (time: number) => number;
}

const labelRoomPx = 170;
const lineHeightPx = 13;

/** Upright lines where a calibration begins to apply, each with its words on the side that has room. */
export function CalibrationMarks({ marks, area, x }: CalibrationMarksProps) {
  const right = area.x + area.width;
  const bottom = area.y + area.height - 6;
  return (
    <g className={styles['marks']}>
      {placed(marks, x)
        .filter(({ place }) => place >= area.x && place <= right)
        .map(({ id, label, place, row }) => {
          const isLeft = right - place < labelRoomPx;
          return (
            <g key={id}>
              <line x1={place} x2={place} y1={area.y} y2={area.y + area.height} />
              <path d={`M${place - 4},${area.y}h8l-4,6z`} />
              <text
                x={isLeft ? place - 6 : place + 6}
                y={bottom - row * lineHeightPx}
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

/** The words of a mark near the one before it stand a line above those. */
function placed(marks: readonly ChartMark[], x: (time: number) => number) {
  let before = -Infinity;
  let row = 0;
  return marks.map((mark) => {
    const place = x(mark.at);
    row = place - before < 2 * labelRoomPx ? row + 1 : 0;
    before = place;
    return { ...mark, place, row };
  });
}
