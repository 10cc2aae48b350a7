import { useMemo, useRef, useState } from 'react';

import type { ChartBand, ChartLimit } from '#renderer/charts/chart-limit.ts';
import { ChartCursor } from '#renderer/charts/chart-cursor.ts';
import { type ChartQuantity, isPutRight, shapeLine } from '#renderer/charts/chart-line.ts';
import { plotWidth } from '#renderer/charts/plot-geometry.ts';
import { SeriesChart } from '#renderer/charts/SeriesChart.tsx';
import { statsOf } from '#renderer/charts/series-stats.ts';
import { StatsLine } from '#renderer/charts/StatsLine.tsx';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useElementSize } from '#renderer/charts/use-element-size.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { toIso } from '#shared/domain/time.ts';

import styles from './ChannelChart.module.css';

export interface ChannelChartProps {
  readonly deviceId: string;
  readonly channel: string | undefined;
  readonly quantity: string;
  readonly span: TimeSpan;
  /** New readings belong into the span. */
  readonly isLive: boolean;
  readonly timeZone: string;
  readonly height: number;
  readonly limits: readonly ChartLimit[];
  readonly bands: readonly ChartBand[];
  readonly onZoom: (span: TimeSpan) => void;
  readonly onWhole: () => void;
}

const pointStep = 20;
const refreshMs = 5000;

/** One channel over time with its limits, its excursions and its gaps. */
export function ChannelChart(props: ChannelChartProps) {
  const { quantity, span, timeZone, height } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = useElementSize(frame);
  const [cursor] = useState(() => new ChartCursor());
  const width = size?.width ?? 0;
  const points = Math.max(pointStep, Math.floor(plotWidth(width) / pointStep) * pointStep);
  const { answer, said } = useChannelSeries(props, width === 0 ? undefined : points);
  const { data, error, isLoading, refresh } = answer;
  const known = useKnownNow(60_000) + 60_000;
  const lines = useMemo(
    () =>
      data === undefined
        ? undefined
        : [shapeLine({ id: 'channel', label: '', result: data, said }, { ...span, points, now: known })],
    [data, said, span, points, known],
  );
  const uom = data?.uom ?? null;
  const measured = useMemo<ChartQuantity>(() => ({ type: quantity, uom }), [quantity, uom]);
  const [line] = lines ?? [];
  return (
    <div ref={frame} className={styles['frame']}>
      {line !== undefined && (
        <p className={styles['stats']}>
          <StatsLine
            quantity={measured}
            series={line.series}
            stats={statsOf(line.series, { from: span.from, to: Math.min(span.to, known) })}
            timeZone={timeZone}
          />
        </p>
      )}
      <div className={styles['plot']} style={{ height }}>
        {lines !== undefined && width > 0 && (
          <SeriesChart
            title={quantityLabel(quantity)}
            quantity={measured}
            lines={lines}
            from={span.from}
            to={span.to}
            timeZone={timeZone}
            width={width}
            height={height}
            cursor={cursor}
            onZoom={props.onZoom}
            onReset={props.onWhole}
            isPending={isLoading && !props.isLive}
            limits={props.limits}
            bands={props.bands}
          />
        )}
        {lines === undefined && error === undefined && <Skeleton width={40} />}
        {lines === undefined && error !== undefined && (
          <ErrorState title={coldChainText.seriesFailed} error={error} onRetry={refresh} />
        )}
        {data?.count === 0 && <p className={styles['note']}>{coldChainText.noneInRange}</p>}
      </div>
    </div>
  );
}

function useChannelSeries(
  { deviceId, channel, quantity, span, isLive }: ChannelChartProps,
  points: number | undefined,
) {
  const stored = useLive('devices.live', {}).byKey.get(deviceId)?.messages.stored;
  const news = useThrottled(isLive ? (stored ?? 0) : 0, refreshMs);
  const params = {
    deviceId,
    ...(channel === undefined ? {} : { channel }),
    type: quantity,
    from: toIso(span.from),
    to: toIso(span.to),
  };
  const asked = points === undefined ? undefined : { ...params, points };
  const answer = useQuery('readings.series', asked, { refreshKey: news });
  const isOther = asked !== undefined && isPutRight(answer.data);
  const said = useQuery('readings.series', isOther ? { ...asked, values: 'raw' } : undefined, {
    refreshKey: news,
  }).data;
  return { answer, said };
}
