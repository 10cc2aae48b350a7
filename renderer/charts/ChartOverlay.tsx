import { useMemo, useRef } from 'react';

import { chartText } from '../text/charts.ts';
import { type ChartCursor, type CursorState, markedRange, useCursor } from './chart-cursor.ts';
import type { ChartLine, ChartQuantity } from './chart-line.ts';
import { readAt, stopsOf } from './chart-series.ts';
import { readingWords } from './chart-words.ts';
import { ChartTip } from './ChartTip.tsx';
import { CrosshairMarks, type LineReading } from './CrosshairMarks.tsx';
import styles from './ChartOverlay.module.css';
import { plotInsets, type PlotGeometry } from './plot-geometry.ts';
import { useChartKeys } from './use-chart-keys.ts';
import { useChartPointer } from './use-chart-pointer.ts';
import { useChartWheel } from './use-chart-wheel.ts';

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
  useChartWheel({ plot, geometry, from, to, onZoom: props.onZoom });
  const isOwner = state.owner === title;
  const readings = readLines(lines, state.time, geometry.msPerPx * reachPx);
  const words = spokenWords(readings, quantity, timeZone);
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
      aria-valuenow={state.time ?? to}
      aria-valuetext={words === '' ? chartText.crosshairIdle : words}
      onKeyDown={onKeyDown}
      onBlur={() => isOwner && cursor.clear()}
      onDoubleClick={() => {
        cursor.clear();
        props.onReset();
      }}
      {...pointer}
    >
      <Looking {...props} state={state} readings={readings} marked={marked} isOwner={isOwner} />
    </div>
  );
}

function readLines(
  lines: readonly ChartLine[],
  time: number | undefined,
  reachMs: number,
): readonly LineReading[] {
  if (time === undefined) return [];
  return lines.map((line) => ({ line, reading: readAt(line.series, time, reachMs) }));
}

function spokenWords(readings: readonly LineReading[], quantity: ChartQuantity, timeZone: string): string {
  const words = readings.flatMap(({ line, reading }) => {
    if (reading === undefined) return [];
    const said = readingWords(quantity, reading, timeZone);
    return readings.length > 1 ? `${line.label}: ${said}` : said;
  });
  return words.join('; ');
}

interface LookingProps extends ChartOverlayProps {
  readonly state: CursorState;
  readonly readings: readonly LineReading[];
  readonly marked: { readonly from: number; readonly to: number } | undefined;
  readonly isOwner: boolean;
}

/** The marked range, the crosshair, and what it reads. */
function Looking({ state, readings, marked, isOwner, quantity, timeZone, geometry }: LookingProps) {
  const { time } = state;
  if (time === undefined) return null;
  const common = { time, readings, quantity };
  return (
    <>
      {marked !== undefined && (
        <div
          className={styles['marked']}
          style={{
            left: geometry.xOf(marked.from),
            width: geometry.xOf(marked.to) - geometry.xOf(marked.from),
          }}
        />
      )}
      <CrosshairMarks {...common} geometry={geometry} isOwner={isOwner} />
      {isOwner && (
        <ChartTip
          {...common}
          timeZone={timeZone}
          x={geometry.xOf(time)}
          width={geometry.width}
          marked={marked}
        />
      )}
    </>
  );
}
