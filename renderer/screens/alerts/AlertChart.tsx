import { useMemo, useState } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';

import { ChannelChart } from '#renderer/alerts/ChannelChart.tsx';
import { chartLimits, excursionBands } from '#renderer/alerts/limits.ts';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { SensorLanes } from '#renderer/sensors/SensorLanes.tsx';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { minuteMs } from '#shared/domain/time.ts';

export interface AlertChartProps {
  readonly alert: AlertRow;
  readonly deviceId: string;
  readonly timeZone: string;
}

const leastAroundMs = 45 * minuteMs;
const stepMs = minuteMs;
const heightPx = 220;

/** The channel of an excursion with the limit it broke, from some time before it to some time after. */
export function AlertChart({ alert, deviceId, timeZone }: AlertChartProps) {
  const now = useKnownNow(stepMs);
  const [zoom, setZoom] = useState<TimeSpan>();
  const quantity = quantityOf(alert);
  const { startTime, endTime } = alert;
  const whole = useMemo(() => spanAround({ startTime, endTime }, now), [startTime, endTime, now]);
  const limits = useMemo(
    () => (alert.measure === undefined ? [] : chartLimits([alert.measure.limit], quantity)),
    [alert.measure, quantity],
  );
  const bands = useMemo(
    () => excursionBands([alert], { quantity, until: whole.to }),
    [alert, quantity, whole.to],
  );
  const channel = alert.channel === '' ? undefined : alert.channel;
  return (
    <>
      <ChannelChart
        deviceId={deviceId}
        channel={channel}
        quantity={quantity}
        span={zoom ?? whole}
        isLive={endTime === undefined && zoom === undefined}
        timeZone={timeZone}
        height={heightPx}
        limits={limits}
        bands={bands}
        onZoom={(span) => setZoom({ from: Math.floor(span.from), to: Math.ceil(span.to) })}
        onWhole={() => setZoom(undefined)}
      />
      <SensorLanes sensor={{ deviceId, channel }} span={zoom ?? whole} timeZone={timeZone} />
    </>
  );
}

function quantityOf({ kind, measure }: AlertRow): string {
  return measure?.limit.quantity ?? (kind === 'humidity-excursion' ? 'RelativeHumidity' : 'Temperature');
}

/** As much again before and after as it lasted, to whole minutes so that it moves rarely. */
function spanAround(
  { startTime, endTime }: { readonly startTime: string; readonly endTime: string | undefined },
  now: number,
): TimeSpan {
  const start = Date.parse(startTime);
  const end = endTime === undefined ? Math.max(now, start + stepMs) : Date.parse(endTime);
  const around = Math.max(leastAroundMs, (end - start) / 2);
  const from = Math.floor((start - around) / stepMs) * stepMs;
  const to = Math.ceil((endTime === undefined ? end : Math.min(end + around, now)) / stepMs) * stepMs;
  return { from, to: Math.max(to, from + stepMs) };
}
