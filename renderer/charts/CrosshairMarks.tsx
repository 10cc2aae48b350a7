import type { ChartLine, ChartQuantity } from './chart-line.ts';
import { isState } from './chart-line.ts';
import type { ChartReading } from './chart-series.ts';
import { pointWords } from './chart-words.ts';
import styles from './CrosshairMarks.module.css';
import type { PlotGeometry } from './plot-geometry.ts';

export interface LineReading {
  readonly line: ChartLine;
  readonly reading: ChartReading | undefined;
}

export interface CrosshairMarksProps {
  readonly time: number;
  readonly readings: readonly LineReading[];
  readonly quantity: ChartQuantity;
  readonly geometry: PlotGeometry;
  /** The chart that is pointed at says everything in its tip; the others only their value. */
  readonly isOwner: boolean;
}

/** The upright line and, on each series, the point it reads. */
export function CrosshairMarks({ time, readings, quantity, geometry, isOwner }: CrosshairMarksProps) {
  const x = geometry.xOf(time);
  if (x < 0 || x > geometry.width) return null;
  const isLeft = x > geometry.width * 0.75;
  return (
    <>
      <div className={styles['line']} style={{ translate: `${Math.round(x)}px` }} />
      {readings.map(({ line, reading }, index) => {
        if (reading?.kind !== 'point') return null;
        const { point } = reading;
        const y = geometry.yOf(isState(quantity.type) ? point.max : point.mean);
        const place = { translate: `${geometry.xOf(point.at)}px ${y}px` };
        return (
          <div key={line.id} className={styles['place']} style={place} data-series={index + 1}>
            <div className={styles['dot']} />
            {!isOwner && (
              <span className={styles['value']} data-left={isLeft || undefined}>
                {pointWords(quantity, point)}
              </span>
            )}
          </div>
        );
      })}
    </>
  );
}
