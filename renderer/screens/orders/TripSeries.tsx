import { useMemo } from 'react';

import { silentAfterMs } from '#shared/domain/cadence.ts';
import { toIso } from '#shared/domain/time.ts';

import { ChartCursor } from '#renderer/charts/chart-cursor.ts';
import { shapeSeries } from '#renderer/charts/chart-series.ts';
import { SeriesChart } from '#renderer/charts/SeriesChart.tsx';
import { statsOf } from '#renderer/charts/series-stats.ts';
import { StatsLine } from '#renderer/charts/StatsLine.tsx';
import { fixedParams, readRange } from '#renderer/charts/time-range.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './TripChart.module.css';
import type { TripSensor } from './trip-sensors.ts';

export interface TripSeriesProps {
  readonly sensor: TripSensor;
  readonly width: number;
  readonly timeZone: string;
  readonly now: number;
}

const height = 190;

/** One sensor's readings while it was with the goods; zooming is part of the address. */
export function TripSeries({ sensor, width, timeZone, now }: TripSeriesProps) {
  const { params } = useLocationState();
  const zoom = readRange(params).fixed;
  const from = Math.max(sensor.from, zoom?.from ?? -Infinity);
  const to = Math.max(from + 1000, Math.min(sensor.to, zoom?.to ?? Infinity));
  const points = Math.max(50, Math.min(1000, Math.round(width / 2)));
  const cursor = useMemo(() => new ChartCursor(), []);
  const { deviceId, channel, type } = sensor;
  const device = useLive('devices.live', {}).byKey.get(deviceId);
  const silentMs =
    device === undefined
      ? undefined
      : silentAfterMs(
          device.expectedEveryS,
          device.cadenceS === undefined ? undefined : device.cadenceS * 1000,
        );
  const query = useQuery('readings.series', {
    deviceId,
    type,
    from: toIso(Math.round(from)),
    to: toIso(Math.round(to)),
    points,
    ...(channel === undefined ? {} : { channel }),
  });
  const series = useMemo(
    () => query.data && shapeSeries(query.data, { from, to, points, now, silentAfterMs: silentMs }),
    [query.data, from, to, points, now, silentMs],
  );
  const lines = useMemo(
    () => (series === undefined ? [] : [{ id: sensor.id, label: sensor.name, series }]),
    [series, sensor.id, sensor.name],
  );
  const quantity = useMemo(() => ({ type, uom: series?.uom ?? sensor.uom }), [type, series, sensor.uom]);
  if (query.error !== undefined && series === undefined) {
    return <ErrorState title={text.seriesFailed} error={query.error} onRetry={query.refresh} />;
  }
  if (series === undefined) return <Skeleton width={40} />;
  if (series.count === 0) return <p className={styles['quiet']}>{text.noReadings}</p>;
  return (
    <>
      <p className={styles['stats']}>
        <StatsLine
          quantity={quantity}
          series={series}
          stats={statsOf(series, { from, to })}
          timeZone={timeZone}
        />
      </p>
      <SeriesChart
        title={`${quantityLabel(type)} · ${sensor.name}`}
        quantity={quantity}
        lines={lines}
        from={from}
        to={to}
        timeZone={timeZone}
        width={width}
        height={height}
        cursor={cursor}
        onZoom={(range) => setParams(fixedParams(range))}
        onReset={() => setParams(fixedParams(undefined))}
        isPending={query.isLoading}
      />
    </>
  );
}
