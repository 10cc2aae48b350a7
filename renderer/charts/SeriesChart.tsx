import { useMemo } from 'react';

import { quantityOf } from '#shared/domain/quantities.ts';

import { fromShown, toShown } from '../text/units.ts';
import { classNames } from '../ui/class-names.ts';
import type { ChartCursor } from './chart-cursor.ts';
import type { ChartBand, ChartLimit } from './chart-limit.ts';
import { type ChartLine, type ChartQuantity, isState } from './chart-line.ts';
import { ChartOverlay } from './ChartOverlay.tsx';
import { plotGeometry, plotWidth } from './plot-geometry.ts';
import styles from './SeriesChart.module.css';
import { SeriesFrame } from './SeriesFrame.tsx';
import { timeTicks } from './time-ticks.ts';
import { type ValueScale, valueScale } from './value-scale.ts';

export interface SeriesChartProps {
  /** Names the chart for assistive technology and among the charts that share a cursor. */
  readonly title: string;
  readonly quantity: ChartQuantity;
  /** One to three. */
  readonly lines: readonly ChartLine[];
  readonly from: number;
  readonly to: number;
  /** Zone of the labels. */
  readonly timeZone: string;
  readonly width: number;
  readonly height: number;
  /** Shared by charts above each other. */
  readonly cursor: ChartCursor;
  /** A range was marked: ask for it and pass it back as `from` and `to`. */
  readonly onZoom: (range: { readonly from: number; readonly to: number }) => void;
  /** Back to the whole range. */
  readonly onReset: () => void;
  /** Newer data are on their way. */
  readonly isPending?: boolean;
  /** Lines that should not be passed. Keep them stable between renders, as with `bands`. */
  readonly limits?: readonly ChartLimit[];
  /** Spans in which they were. */
  readonly bands?: readonly ChartBand[];
}

const pxPerTick = 88;
const noLimits: readonly ChartLimit[] = [];
const noBands: readonly ChartBand[] = [];

/**
 * Readings over time: the mean as a line, all extremes as a band around it, missing spans hatched and never
 * bridged. Drag or Shift and arrows mark a range to zoom into, the wheel zooms around the pointer, a double click or
 * `0` shows the whole again.
 */
export function SeriesChart(props: SeriesChartProps) {
  const { quantity, lines, from, to, timeZone, width, height, isPending = false } = props;
  const { limits = noLimits, bands = noBands } = props;
  const steps = isState(quantity.type);
  const scale = useMemo(() => scaleOf(lines, quantity, limits), [lines, quantity, limits]);
  const ticks = useMemo(
    () => timeTicks({ from, to, timeZone, maxTicks: plotWidth(width) / pxPerTick }),
    [from, to, timeZone, width],
  );
  const geometry = useMemo(
    () => plotGeometry({ width, height, from, to, scale }),
    [width, height, from, to, scale],
  );
  return (
    <div className={classNames(styles['chart'], isPending && styles['pending'])} style={{ width, height }}>
      <div aria-hidden>
        <SeriesFrame
          width={width}
          height={height}
          from={from}
          to={to}
          ticks={ticks}
          scale={scale}
          lines={lines}
          isState={steps}
          uom={quantity.uom}
          limits={limits}
          bands={bands}
        />
      </div>
      <ChartOverlay
        title={props.title}
        quantity={quantity}
        lines={lines}
        from={from}
        to={to}
        timeZone={timeZone}
        geometry={geometry}
        cursor={props.cursor}
        onZoom={props.onZoom}
        onReset={props.onReset}
      />
    </div>
  );
}

const stateScale: ValueScale = { min: -0.2, max: 1.2, ticks: [0, 1], decimals: 0 };

/** Its round numbers are those of the unit the chart is read in. */
function scaleOf(
  lines: readonly ChartLine[],
  { type, uom }: ChartQuantity,
  limits: readonly ChartLimit[],
): ValueScale {
  if (isState(type)) return stateScale;
  let low = Infinity;
  let high = -Infinity;
  for (const { series, said } of lines) {
    for (const point of said === undefined ? series.points : [...series.points, ...said.points]) {
      if (point.min < low) low = point.min;
      if (point.max > high) high = point.max;
    }
  }
  // How far the limits are is what the chart is looked at for.
  for (const { value } of limits) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { min: 0, max: 1, ticks: [], decimals: 0 };
  const known = quantityOf(type);
  const leastSpan = known === undefined ? 0.01 : 10 ** (1 - known.decimals);
  const shown = (value: number): number => toShown(uom, value);
  const scale = valueScale(shown(low), shown(high), {
    floor: known && shown(known.min),
    ceiling: known && shown(known.max),
    leastSpan,
  });
  const own = (value: number): number => fromShown(uom, value);
  return { ...scale, min: own(scale.min), max: own(scale.max), ticks: scale.ticks.map(own) };
}
