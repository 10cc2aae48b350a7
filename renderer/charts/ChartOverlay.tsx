import { useMemo, useRef } from 'react';

import { chartText } from '../text/charts.ts';
import { type ChartCursor, markedRange, useCursor } from './chart-cursor.ts';
import type { ChartLine, ChartQuantity } from './chart-line.ts';
import { readAt, stopsOf } from './chart-series.ts';
import { readingWords } from './chart-words.ts';
import { ChartTip } from './ChartTip.tsx';
import { CrosshairMarks } from './CrosshairMarks.tsx';
import styles from './ChartOverlay.module.css';
import { plotInsets, type PlotGeometry } from './plot-geometry.ts';
import { useChartKeys } from './use-chart-keys.ts';
import { useChartPointer } from './use-chart-pointer.ts';

export interface ChartOverlayProps {
  readonly title: string;
  readonly quantity: ChartQuantity;
  readonly lines: readonly ChartLine[];
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  readonly geometry: PlotGeometry;
  readonly cursor: ChartCursor;
  readonly onZoom: (range: { readonly from: number; readonly to: number }) => void;
  readonly onReset: () => void;
}

/** How near to a point counts as on it. */
const reachPx = 4;
/** A drag shorter than this is a click. */
const leastMarkPx = 5;

/** What is over a chart: the crosshair with its reading, the marked range, pointer and keyboard. */
export function ChartOverlay(props: ChartOverlayProps) {
  const { title, quantity, lines, from, to, timeZone, geometry, cursor } = props;
  const plot = useRef<HTMLDivElement>(null);
  const state = useCursor(cursor);
  const stops = useMemo(() => stopsOf(lines.map((line) => line.series)), [lines]);
  const marked = markedRange(state, geometry.msPerPx * leastMarkPx);
  const onKeyDown = useChartKeys({ ...props, stops, leastMarkMs: geometry.msPerPx * leastMarkPx });
  const pointer = useChartPointer({ ...props, plot, leastMarkMs: geometry.msPerPx * leastMarkPx });
  const { time } = state;
  const isOwner = state.owner === title;
  const reach = geometry.msPerPx * reachPx;
  const readings =
    time === undefined ? [] : lines.map((line) => ({ line, reading: readAt(line.series, time, reach) }));
  const words = readings
    .filter((each) => each.reading !== undefined)
    .map(({ line, reading }) => {
      const said = reading === undefined ? '' : readingWords(quantity, reading, timeZone);
      return lines.length > 1 ? `${line.label}: ${said}` : said;
    })
    .join('; ');
  return (
    <div
      ref={plot}
      className={styles['overlay']}
      style={{ left: plotInsets.left, top: plotInsets.top, width: geometry.width, height: geometry.height }}
      role="slider"
      tabIndex={0}
      aria-label={chartText.crosshair(title)}
      aria-description={chartText.crosshairHint}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={time ?? to}
      aria-valuetext={words === '' ? chartText.crosshairIdle : words}
      onKeyDown={onKeyDown}
      onBlur={() => isOwner && cursor.clear()}
      onDoubleClick={() => {
        cursor.clear();
        props.onReset();
      }}
      {...pointer}
    >
      {marked !== undefined && (
        <div
          className={styles['marked']}
          style={{ left: geometry.xOf(marked.from), width: geometry.xOf(marked.to) - geometry.xOf(marked.from) }}
        />
      )}
      {time !== undefined && (
        <CrosshairMarks time={time} readings={readings} quantity={quantity} geometry={geometry} isOwner={isOwner} />
      )}
      {time !== undefined && isOwner && (
        <ChartTip
          time={time}
          readings={readings}
          quantity={quantity}
          timeZone={timeZone}
          x={geometry.xOf(time)}
          width={geometry.width}
          marked={marked}
        />
      )}
    </div>
  );
}
