import { useEffect, useMemo, useRef } from 'react';

import type { ChartCursor } from '#renderer/charts/chart-cursor.ts';
import { type ChartLine, type ChartQuantity, shapeLine } from '#renderer/charts/chart-line.ts';
import { SeriesChart } from '#renderer/charts/SeriesChart.tsx';
import { SeriesTable } from '#renderer/charts/SeriesTable.tsx';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useSeen } from '#renderer/charts/use-seen.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { ChartHeading } from './ChartHeading.tsx';
import { ChartState } from './ChartState.tsx';
import type { ShownCharts } from './ChartStack.tsx';
import { type SensorItem, staleAfterOf, valueOf } from './sensor-items.ts';
import styles from './SensorPanel.module.css';
import { type CompareView, useCompared } from '#renderer/sensors/use-compared.ts';
import { useWatched } from '#renderer/sensors/use-watched.ts';

export interface QuantityChartProps {
  readonly type: string;
  readonly sensors: readonly SensorItem[];
  readonly span: TimeSpan;
  /** undefined: not known yet, nothing is asked for. */
  readonly points: number | undefined;
  readonly rangeKey: string;
  /** The span ends now: new readings belong into it. */
  readonly isLive: boolean;
  readonly width: number;
  readonly height: number;
  readonly timeZone: string;
  readonly isTable: boolean;
  readonly cursor: ChartCursor;
  readonly shown: ShownCharts;
  readonly onZoom: (range: TimeSpan) => void;
  readonly onWhole: () => void;
}

const tableHeight = 320;
const nobody = { sensorId: '', deviceId: '' };

/** One quantity over time: its statistics, its chart or table, and how loading it goes. */
export function QuantityChart(props: QuantityChartProps) {
  const { type, sensors, span, isLive, height, timeZone, isTable } = props;
  const frame = useRef<HTMLElement>(null);
  const isSeen = useSeen(frame);
  const measuring = useMemo(
    () => sensors.filter((sensor) => valueOf(sensor, type) !== undefined),
    [sensors, type],
  );
  const view = useCompared({ ...props, sensors: measuring, isLive: isLive && isSeen });
  const lines = useLines(measuring, view, props);
  const uom = lines[0]?.series.uom ?? (measuring[0] && valueOf(measuring[0], type)?.uom) ?? null;
  const quantity = useMemo<ChartQuantity>(() => ({ type, uom }), [type, uom]);
  useShown(props, quantity, lines);
  const title = quantityLabel(type);
  const isEmpty = lines.length > 0 && lines.every((line) => line.series.count === 0);
  return (
    <section ref={frame} className={styles['quantity']} aria-label={title}>
      <ChartHeading
        quantity={quantity}
        lines={lines}
        sensors={measuring}
        span={span}
        timeZone={timeZone}
        view={view}
      />
      <div className={styles['plot']} style={{ height: isTable ? tableHeight : height }}>
        {lines.length > 0 && (
          <Readings {...props} title={title} quantity={quantity} lines={lines} isOutdated={view.isOutdated} />
        )}
        <ChartState
          view={view}
          isEmpty={isEmpty}
          sensors={measuring}
          type={type}
          span={span}
          timeZone={timeZone}
          onZoom={props.onZoom}
        />
      </div>
    </section>
  );
}

interface ReadingsProps extends QuantityChartProps {
  readonly title: string;
  readonly quantity: ChartQuantity;
  readonly lines: readonly ChartLine[];
  readonly isOutdated: boolean;
}

function Readings(props: ReadingsProps) {
  const { title, quantity, lines, timeZone, span, width, type } = props;
  const now = useKnownNow(minuteMs) + minuteMs;
  const watched = useWatched(props.sensors[0]?.row ?? nobody, { type, span, now });
  const common = { title, quantity, lines, timeZone };
  if (props.isTable) return <SeriesTable {...common} height={tableHeight} />;
  if (width === 0) return null;
  return (
    <SeriesChart
      {...common}
      from={span.from}
      to={span.to}
      width={width}
      height={props.height}
      cursor={props.cursor}
      onZoom={props.onZoom}
      onReset={props.onWhole}
      isPending={props.isOutdated}
      limits={watched.limits}
      bands={watched.bands}
    />
  );
}

/** What shaping needs of a sensor; unlike its values it hardly ever changes. */
interface LineFacts {
  readonly id: string;
  readonly label: string;
  readonly silentAfterMs: number | undefined;
}

function factsOf(sensor: SensorItem, type: string): LineFacts {
  const value = valueOf(sensor, type);
  const silentMs = value && staleAfterOf(sensor, value);
  // Whole minutes: a learned rhythm is a little different with every message.
  const silentAfterMs = silentMs && Math.ceil(silentMs / minuteMs) * minuteMs;
  return { id: sensor.row.sensorId, label: sensor.title, silentAfterMs };
}

/** The lines to draw; an answer for another range than the one shown is drawn in its own place. */
function useLines(
  sensors: readonly SensorItem[],
  view: CompareView,
  { type, span }: QuantityChartProps,
): readonly ChartLine[] {
  const now = Math.min(useKnownNow(minuteMs) + minuteMs, span.to);
  const { answers } = view;
  const factsText = JSON.stringify(sensors.map((sensor) => factsOf(sensor, type)));
  return useMemo(() => {
    // Its own text a moment ago; as text it stays the same while the sensors' values change.
    const facts = JSON.parse(factsText) as readonly LineFacts[];
    return answers.flatMap((answer, index) => {
      const fact = facts[index];
      if (answer === undefined || fact === undefined) return [];
      const { id, label, silentAfterMs } = fact;
      const { question, result, said } = answer;
      return [shapeLine({ id, label, result, said }, { ...question, now, silentAfterMs })];
    });
  }, [answers, factsText, now]);
}

function useShown(
  { type, span, shown }: QuantityChartProps,
  quantity: ChartQuantity,
  lines: readonly ChartLine[],
): void {
  useEffect(() => {
    if (lines.length === 0) return undefined;
    shown.set(type, { span, exported: { quantity, lines } });
    return () => {
      shown.delete(type);
    };
  }, [shown, type, span, quantity, lines]);
}
