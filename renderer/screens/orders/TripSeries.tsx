import { useMemo } from 'react';

import { silentAfterMs } from '#shared/domain/cadence.ts';

import { ChartCursor } from '#renderer/charts/chart-cursor.ts';
import { type ChartLine, maxLines, shapeLine } from '#renderer/charts/chart-line.ts';
import { LineSample } from '#renderer/charts/LineSample.tsx';
import { SeriesChart } from '#renderer/charts/SeriesChart.tsx';
import { statsOf } from '#renderer/charts/series-stats.ts';
import { StatsLine } from '#renderer/charts/StatsLine.tsx';
import { fixedParams, readRange, type TimeSpan } from '#renderer/charts/time-range.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { SensorLanes } from '#renderer/sensors/SensorLanes.tsx';
import { type CompareView, useCompared } from '#renderer/sensors/use-compared.ts';
import { useWatched } from '#renderer/sensors/use-watched.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './TripChart.module.css';
import { alongside, type TripSensor } from './trip-sensors.ts';

export interface TripSeriesProps {
  readonly sensor: TripSensor;
  /** All of the order: those that measured the same in the same time are drawn beside it. */
  readonly others: readonly TripSensor[];
  readonly width: number;
  readonly timeZone: string;
  readonly now: number;
}

const height = 190;
const liveWithinMs = 120_000;

/** Readings of a sensor while it was with the goods, and of those beside it; zooming is part of the address. */
export function TripSeries({ sensor, others, width, timeZone, now }: TripSeriesProps) {
  const span = useSpan(sensor);
  const points = Math.max(50, Math.min(1000, Math.round(width / 2)));
  const cursor = useMemo(() => new ChartCursor(), []);
  const sensors = useMemo(() => alongside(sensor, others).slice(0, maxLines), [sensor, others]);
  const rows = useMemo(() => sensors.map((row) => ({ row })), [sensors]);
  const { type } = sensor;
  const isLive = span.to > now - liveWithinMs;
  const rangeKey = JSON.stringify(span);
  const view = useCompared({ sensors: rows, type, span, points, rangeKey, isLive });
  const lines = useLines(sensors, view, now);
  const watched = useWatched(sensor, { type, span, now });
  const uom = lines[0]?.series.uom ?? sensor.uom;
  const quantity = useMemo(() => ({ type, uom }), [type, uom]);
  if (view.error !== undefined && lines.length === 0)
    return <ErrorState title={text.seriesFailed} error={view.error} onRetry={view.retry} />;
  if (lines.length === 0) return <Skeleton width={40} />;
  if (lines.every(({ series }) => series.count === 0))
    return <p className={styles['quiet']}>{text.noReadings}</p>;
  return (
    <>
      {lines.map((line, index) => (
        <p key={line.id} className={styles['stats']}>
          {lines.length > 1 && <LineSample index={index} />} {lines.length > 1 && line.label}{' '}
          <StatsLine
            quantity={quantity}
            series={line.series}
            stats={statsOf(line.series, span)}
            timeZone={timeZone}
          />
        </p>
      ))}
      <SeriesChart
        title={`${quantityLabel(type)} · ${sensor.name}`}
        quantity={quantity}
        lines={lines}
        from={span.from}
        to={span.to}
        timeZone={timeZone}
        width={width}
        height={height}
        cursor={cursor}
        onZoom={(range) => setParams(fixedParams(range))}
        onReset={() => setParams(fixedParams(undefined))}
        isPending={view.isOutdated}
        limits={watched.limits}
        bands={watched.bands}
      />
      <SensorLanes sensor={sensor} span={span} timeZone={timeZone} />
    </>
  );
}

/** The time it was with the goods, or the part of it the address zooms into. */
function useSpan(sensor: TripSensor): TimeSpan {
  const { params } = useLocationState();
  const zoom = readRange(params).fixed;
  const from = Math.floor(Math.max(sensor.from, zoom?.from ?? -Infinity));
  const to = Math.ceil(Math.max(from + 1000, Math.min(sensor.to, zoom?.to ?? Infinity)));
  return useMemo(() => ({ from, to }), [from, to]);
}

function useLines(
  sensors: readonly TripSensor[],
  { answers }: CompareView,
  now: number,
): readonly ChartLine[] {
  const devices = useLive('devices.live', {}).byKey;
  const silences = sensors.map(({ deviceId }) => {
    const device = devices.get(deviceId);
    if (device === undefined) return undefined;
    const { expectedEveryS, cadenceS } = device;
    // To whole minutes: a learned rhythm is a little different with every message.
    const silentMs = silentAfterMs(expectedEveryS, cadenceS === undefined ? undefined : cadenceS * 1000);
    return Math.ceil(silentMs / 60_000) * 60_000;
  });
  const silencesText = JSON.stringify(silences);
  return useMemo(() => {
    const known = JSON.parse(silencesText) as readonly (number | null)[];
    return answers.flatMap((answer, index) => {
      const sensor = sensors[index];
      if (answer === undefined || sensor === undefined) return [];
      const { question, result, said } = answer;
      const options = { ...question, now, silentAfterMs: known[index] ?? undefined };
      return [shapeLine({ id: sensor.id, label: sensor.name, result, said }, options)];
    });
  }, [answers, sensors, silencesText, now]);
}
