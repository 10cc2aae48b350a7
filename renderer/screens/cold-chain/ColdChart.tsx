import { ZoomOut } from 'lucide-react';
import { useMemo } from 'react';

import { ChannelChart } from '#renderer/alerts/ChannelChart.tsx';
import { chartLimits, excursionBands } from '#renderer/alerts/limits.ts';
import { RangePicker } from '#renderer/charts/RangePicker.tsx';
import {
  endsNow,
  type FixedRange,
  fixedParams,
  rangePresets,
  readRange,
  spanOf,
  type TimeSpan,
} from '#renderer/charts/time-range.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { rangeText } from '#renderer/text/charts.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { formatZoneOffset } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import type { AlertRow } from '#shared/contract/types.ts';

import type { ColdItem } from './cold-items.ts';
import styles from './ColdChainScreen.module.css';
import { ColdEvents } from './ColdEvents.tsx';

export interface ColdChartProps {
  readonly item: ColdItem;
  readonly params: Readonly<Record<string, string>>;
  readonly timeZone: string;
}

const presets = rangePresets.map((value) => ({ value, label: rangeText.preset[value] }));
const heightPx = 300;
const moveMs = 15_000;
const steps = 500;
const onFixed = (fixed: FixedRange): void => setParams(fixedParams(fixed));
const onWhole = (): void => setParams({ from: undefined, to: undefined });

/** The quantity over time, with its limits, its excursions and the gaps in it; the range is in the address. */
export function ColdChart({ item, params, timeZone }: ColdChartProps) {
  const range = readRange(params);
  const now = useKnownNow(moveMs) + moveMs;
  const span = useSpan(params, now);
  const alerts = useExcursions(item);
  const limits = useMemo(() => chartLimits(item.limits, item.quantity), [item.limits, item.quantity]);
  const bands = useMemo(
    () => excursionBands(alerts, { quantity: item.quantity, until: Math.min(span.to, now) }),
    [alerts, item.quantity, span, now],
  );
  return (
    <div className={styles['chart']}>
      <div className={styles['range']}>
        <RangePicker
          presets={presets}
          preset={range.preset}
          fixed={range.fixed}
          timeZone={timeZone}
          onPreset={(preset) => setParams({ range: preset, from: undefined, to: undefined })}
          onFixed={onFixed}
        />
        {range.fixed !== undefined && (
          <Button variant="ghost" icon={ZoomOut} onClick={onWhole}>
            {rangeText.reset}
          </Button>
        )}
        <span className={styles['zone']}>
          {coldChainText.times(timeZone, formatZoneOffset(span.to, timeZone))}
        </span>
      </div>
      <ChannelChart
        deviceId={item.deviceId}
        channel={item.channel}
        quantity={item.quantity}
        span={span}
        isLive={endsNow(range)}
        timeZone={timeZone}
        height={heightPx}
        limits={limits}
        bands={bands}
        onZoom={onFixed}
        onWhole={onWhole}
      />
      <ColdEvents item={item} span={span} now={now} />
    </div>
  );
}

/** The same object while the range stays where it is. */
function useSpan(params: ColdChartProps['params'], now: number): TimeSpan {
  const { from, to } = spanOf(readRange(params), { now, points: steps });
  return useMemo(() => ({ from: Math.floor(from), to: Math.ceil(to) }), [from, to]);
}

const none: readonly AlertRow[] = [];

/** Alerts of the sensor: what is live, over what the database knows of before. */
function useExcursions({ sensorId, deviceId, channel }: ColdItem): readonly AlertRow[] {
  const { rows = none } = useLive('alerts.live', {});
  const own = useMemo(
    () => rows.filter((alert) => alert.deviceId === deviceId && (alert.channel ?? '') === (channel ?? '')),
    [rows, deviceId, channel],
  );
  const past = useQuery('alerts.list', { subject: sensorId, limit: 200 }, { refreshKey: own.length }).data
    ?.items;
  return useMemo(() => {
    const byId = new Map((past ?? none).map((alert) => [alert.alertId, alert]));
    for (const alert of own) byId.set(alert.alertId, alert);
    return [...byId.values()];
  }, [past, own]);
}
