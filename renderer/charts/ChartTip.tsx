import { chartText } from '../text/charts.ts';
import { formatAge, formatCount } from '../text/format.ts';
import { type ChartLine, type ChartQuantity, isState } from './chart-line.ts';
import { type ChartReading, readAt } from './chart-series.ts';
import { faultWords, gapWords, pointWords, spanWords, valueWords } from './chart-words.ts';
import styles from './ChartTip.module.css';
import type { LineReading } from './CrosshairMarks.tsx';
import { LineSample } from './LineSample.tsx';

export interface ChartTipProps {
  readonly time: number;
  readonly readings: readonly LineReading[];
  readonly quantity: ChartQuantity;
  readonly timeZone: string;
  /** Where the crosshair is, and how wide the plot. */
  readonly x: number;
  readonly width: number;
  readonly marked: { readonly from: number; readonly to: number } | undefined;
}

/** Everything the chart says at the crosshair. What assistive technology needs of it is the slider's value. */
export function ChartTip({ time, readings, quantity, timeZone, x, width, marked }: ChartTipProps) {
  const isLeft = x > width / 2;
  const first = readings.find((each) => each.reading?.kind === 'point')?.reading;
  const span =
    first?.kind === 'point'
      ? spanWords(first.point.from, first.point.until, timeZone)
      : spanWords(time, time, timeZone);
  return (
    <div className={styles['tip']} style={isLeft ? { right: width - x + 10 } : { left: x + 10 }} aria-hidden>
      {marked === undefined ? (
        <div className={styles['time']}>{span}</div>
      ) : (
        <div className={styles['time']}>
          {spanWords(marked.from, marked.to, timeZone)} · {formatAge(marked.to - marked.from)}
        </div>
      )}
      {readings.map(({ line, reading }, index) => (
        <div key={line.id} className={styles['line']} data-many={readings.length > 1 || undefined}>
          {readings.length > 1 && <LineSample index={index} />}
          {readings.length > 1 && <span className={styles['label']}>{line.label}</span>}
          <Reading line={line} reading={reading} quantity={quantity} timeZone={timeZone} />
        </div>
      ))}
    </div>
  );
}

interface ReadingProps {
  readonly line: ChartLine;
  readonly reading: ChartReading | undefined;
  readonly quantity: ChartQuantity;
  readonly timeZone: string;
}

function Reading({ line, reading, quantity, timeZone }: ReadingProps) {
  if (reading === undefined) return <span className={styles['aside']}>{chartText.noReadings}</span>;
  if (reading.kind === 'gap') {
    const { gap } = reading;
    return (
      <span className={styles['facts']}>
        <span>{gapWords(gap, timeZone)}</span>
        {gap.kind === 'between' && <span>{spanWords(gap.from, gap.to, timeZone)}</span>}
      </span>
    );
  }
  if (reading.kind === 'fault') {
    const { fault } = reading;
    return (
      <span className={styles['facts']}>
        <span>{faultWords(quantity, fault)}</span>
        {fault.to > fault.from && <span>{spanWords(fault.from, fault.to, timeZone)}</span>}
      </span>
    );
  }
  const { point } = reading;
  const hasSpan = point.count > 1 && !isState(quantity.type);
  const said = line.said && readAt(line.said, point.at, 0);
  return (
    <span className={styles['facts']}>
      <span>
        {hasSpan && <span className={styles['aside']}>{chartText.mean} </span>}
        <span className={styles['value']}>{pointWords(quantity, point)}</span>
      </span>
      {hasSpan && (
        <span>
          <span className={styles['aside']}>{chartText.min}</span> {valueWords(quantity, point.min)}{' '}
          <span className={styles['aside']}>{chartText.max}</span> {valueWords(quantity, point.max)}
        </span>
      )}
      {said?.kind === 'point' && (
        <span>
          <span className={styles['aside']}>{chartText.said}</span> {valueWords(quantity, said.point.mean)}
        </span>
      )}
      {point.count > 1 && (
        <span className={styles['aside']}>{chartText.readings(formatCount(point.count))}</span>
      )}
    </span>
  );
}
