import { ZoomOut } from 'lucide-react';
import { useMemo } from 'react';

import { ChannelChart } from '#renderer/alerts/ChannelChart.tsx';
import { chartLimits, excursionBands } from '#renderer/alerts/limits.ts';
import { SensorLanes } from '#renderer/sensors/SensorLanes.tsx';
import { useSensorAlerts } from '#renderer/sensors/use-watched.ts';
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
import { rangeText } from '#renderer/text/charts.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { formatZoneOffset } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';

import type { ColdItem } from './cold-items.ts';
import styles from './ColdChainScreen.module.css';

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
  const alerts = useSensorAlerts(item);
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
      <SensorLanes sensor={item} span={span} timeZone={timeZone} />
    </div>
  );
}

/** The same object while the range stays where it is. */
function useSpan(params: ColdChartProps['params'], now: number): TimeSpan {
  const { from, to } = spanOf(readRange(params), { now, points: steps });
  return useMemo(() => ({ from: Math.floor(from), to: Math.ceil(to) }), [from, to]);
}
