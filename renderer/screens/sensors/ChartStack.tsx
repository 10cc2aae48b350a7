import { useMemo, useRef, useState } from 'react';

import { ChartCursor } from '#renderer/charts/chart-cursor.ts';
import { isState } from '#renderer/charts/chart-line.ts';
import { plotWidth } from '#renderer/charts/plot-geometry.ts';
import type { ExportedChart } from '#renderer/charts/series-csv.ts';
import {
  endsNow,
  refreshPeriodMs,
  type RangeChoice,
  spanOf,
  type TimeSpan,
} from '#renderer/charts/time-range.ts';
import { useElementSize } from '#renderer/charts/use-element-size.ts';
import { useWindowHeight } from '#renderer/charts/use-window-height.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { SensorLanes } from '#renderer/sensors/SensorLanes.tsx';
import { dayMs } from '#shared/domain/time.ts';

import { QuantityChart } from './QuantityChart.tsx';
import type { SensorItem } from './sensor-items.ts';

/** What each chart shows at the moment, for the export; charts put themselves in and take themselves out. */
export type ShownCharts = Map<string, { readonly span: TimeSpan; readonly exported: ExportedChart }>;

export interface ChartStackProps {
  /** The sensor and those it is compared with. */
  readonly sensors: readonly SensorItem[];
  readonly types: readonly string[];
  readonly range: RangeChoice;
  readonly timeZone: string;
  readonly isTable: boolean;
  readonly shown: ShownCharts;
  readonly onZoom: (range: TimeSpan) => void;
  readonly onWhole: () => void;
}

const mostPoints = 1000;
/** Widths within one step ask for the same number of points, so that dragging a window's edge asks for little. */
const pointStep = 20;

/** A chart for each quantity, one above the other, on one time axis and with one crosshair. */
export function ChartStack(props: ChartStackProps) {
  const { sensors, types, range, timeZone } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = useElementSize(frame);
  const [cursor] = useState(() => new ChartCursor());
  const points = size === undefined ? undefined : pointsFor(size.width);
  const span = useSpan(range, points ?? mostPoints, sensors);
  const windowHeight = useWindowHeight();
  const rangeKey = JSON.stringify(range);
  const [first] = sensors;
  return (
    <div ref={frame}>
      {types.map((type) => (
        <QuantityChart
          key={type}
          type={type}
          sensors={sensors}
          span={span}
          points={points}
          rangeKey={rangeKey}
          isLive={endsNow(range)}
          width={size?.width ?? 0}
          height={chartHeight(type, types.length, windowHeight)}
          timeZone={timeZone}
          isTable={props.isTable}
          cursor={cursor}
          shown={props.shown}
          onZoom={props.onZoom}
          onWhole={props.onWhole}
        />
      ))}
      {first !== undefined && !props.isTable && (
        <SensorLanes sensor={first.row} span={span} timeZone={timeZone} />
      )}
    </div>
  );
}

function pointsFor(width: number): number {
  const points = Math.floor(plotWidth(width) / pointStep) * pointStep;
  return Math.max(pointStep, Math.min(mostPoints, points));
}

/** The span to show. One that ends now moves on by itself, as far as the newest reading where a clock runs ahead. */
function useSpan(range: RangeChoice, points: number, sensors: readonly SensorItem[]): TimeSpan {
  const rough = spanOf(range, { now: 0, points });
  const periodMs = endsNow(range) ? refreshPeriodMs(rough, points) : dayMs;
  const tick = useKnownNow(periodMs) + periodMs;
  const newest = Math.max(...sensors.map((sensor) => Date.parse(sensor.row.time)));
  const now = endsNow(range) ? Math.max(tick, newest) : tick;
  const { from, to } = spanOf(range, { now, points });
  return useMemo(() => ({ from: Math.floor(from), to: Math.ceil(to) }), [from, to]);
}

/** What stands above the charts, and the lanes below them, roughly. */
const aboveChartsPx = 500;

/** As tall as fits beside what stands above: one chart fills the panel, of many two are in view. */
function chartHeight(type: string, count: number, windowHeight: number): number {
  if (isState(type)) return 84;
  const room = windowHeight - aboveChartsPx;
  if (count === 1) return Math.max(220, Math.min(560, room));
  return Math.max(150, Math.min(240, Math.floor(room / Math.min(count, 3)) - 48));
}
