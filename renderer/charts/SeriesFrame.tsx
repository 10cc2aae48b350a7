import { memo, useMemo } from 'react';
import { CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts';

import { chartText } from '../text/charts.ts';
import { formatNumber } from '../text/format.ts';
import { toShown } from '../text/units.ts';
import type { ChartBand, ChartLimit } from './chart-limit.ts';
import type { ChartLine } from './chart-line.ts';
import { plotInsets } from './plot-geometry.ts';
import styles from './SeriesFrame.module.css';
import { SeriesMarks } from './SeriesMarks.tsx';
import type { TimeTick } from './time-ticks.ts';
import type { ValueScale } from './value-scale.ts';

export interface SeriesFrameProps {
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly TimeTick[];
  readonly scale: ValueScale;
  readonly lines: readonly ChartLine[];
  readonly isState: boolean;
  /** Rec 20 unit of the values, which may be shown in another. */
  readonly uom: string | null;
  readonly limits: readonly ChartLimit[];
  readonly bands: readonly ChartBand[];
}

const margin = { top: plotInsets.top, right: plotInsets.right, bottom: 0, left: 0 };

/**
 * Axes, grid and data of one chart; drawn again only when one of them changes. Recharts keeps the axes and the
 * scales; the data are a few paths on them, because a component per thousand points costs five times as much.
 */
function Frame(props: SeriesFrameProps) {
  const { width, height, from, to, ticks, scale, lines, isState, uom, limits, bands } = props;
  // Recharts builds no scale without a drawn item: one line without a stroke spans the plot.
  const corners = useMemo(
    () => [
      { time: from, value: scale.min },
      { time: to, value: scale.max },
    ],
    [from, to, scale],
  );
  const tickByTime = useMemo(() => new Map(ticks.map((tick) => [tick.time, tick])), [ticks]);
  const times = useMemo(() => ticks.map((tick) => tick.time), [ticks]);
  return (
    <ComposedChart width={width} height={height} data={corners} margin={margin} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--line)" vertical={false} syncWithTicks />
      <XAxis
        dataKey="time"
        type="number"
        domain={[from, to]}
        ticks={times}
        interval={0}
        height={plotInsets.bottom}
        allowDataOverflow
        tickLine={false}
        axisLine={false}
        tick={<TimeLabel ticks={tickByTime} />}
      />
      <YAxis
        type="number"
        domain={[scale.min, scale.max]}
        ticks={isState ? [0, 1] : [...scale.ticks]}
        interval={0}
        width={plotInsets.left}
        allowDataOverflow
        tickLine={false}
        axisLine={false}
        tick={<ValueLabel scale={scale} isState={isState} uom={uom} />}
      />
      <Line dataKey="value" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
      <SeriesMarks lines={lines} from={from} to={to} isState={isState} limits={limits} bands={bands} />
    </ComposedChart>
  );
}

export const SeriesFrame = memo(Frame);

/** What Recharts adds to the element of a tick when it draws it. */
interface TickPlace {
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: number };
}

interface TimeLabelProps extends TickPlace {
  readonly ticks: ReadonlyMap<number, TimeTick>;
}

function TimeLabel({ x = 0, y = 0, payload, ticks }: TimeLabelProps) {
  const tick = payload === undefined ? undefined : ticks.get(payload.value);
  if (tick === undefined) return <g />;
  const top = y - 8;
  return (
    <g className={styles['label']}>
      <line className={styles['tick']} x1={x} x2={x} y1={top} y2={top + 4} />
      <text x={x} y={top + 15} textAnchor="middle">
        {tick.label}
      </text>
      {tick.context !== undefined && (
        <text className={styles['context']} x={x} y={top + 28} textAnchor="middle">
          {tick.context}
        </text>
      )}
    </g>
  );
}

type ValueAxis = Pick<SeriesFrameProps, 'scale' | 'isState' | 'uom'>;
interface ValueLabelProps extends TickPlace, ValueAxis {}

function ValueLabel({ y = 0, payload, ...axis }: ValueLabelProps) {
  return (
    <text className={styles['label']} x={plotInsets.left - 8} y={y} dy="0.35em" textAnchor="end">
      {payload === undefined ? '' : valueText(payload.value, axis)}
    </text>
  );
}

function valueText(value: number, { scale, isState, uom }: ValueAxis): string {
  if (isState) return value === 0 ? chartText.closedNow : chartText.openNow;
  return formatNumber(toShown(uom, value), scale.decimals);
}
