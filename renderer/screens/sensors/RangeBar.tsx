import { X, ZoomOut } from 'lucide-react';

import { LineSample } from '#renderer/charts/LineSample.tsx';
import { RangePicker } from '#renderer/charts/RangePicker.tsx';
import { type FixedRange, type RangeChoice, rangePresets, startOf } from '#renderer/charts/time-range.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { rangeText } from '#renderer/text/charts.ts';
import { formatDateTime, formatZoneOffset } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';

import { compareText } from './compare.ts';
import { ComparePicker } from './ComparePicker.tsx';
import type { SensorItem } from './sensor-items.ts';
import styles from './SensorPanel.module.css';

export interface RangeBarProps {
  readonly item: SensorItem;
  readonly items: readonly SensorItem[];
  readonly compared: readonly SensorItem[];
  /** The quantities that are charted. */
  readonly types: readonly string[];
  readonly range: RangeChoice;
  readonly timeZone: string;
  readonly onFixed: (fixed: FixedRange) => void;
  readonly onWhole: () => void;
}

const presets = rangePresets.map((value) => ({ value, label: rangeText.preset[value] }));

const compareWith = (ids: readonly string[]): void => setParams({ compare: compareText(ids) });

/** Which time is charted, and with which other sensors. */
export function RangeBar({ item, items, compared, types, range, timeZone, onFixed, onWhole }: RangeBarProps) {
  const now = useKnownNow(60_000);
  const ids = compared.map((each) => each.row.sensorId);
  return (
    <div className={styles['bar']}>
      <div className={styles['barRow']}>
        <RangePicker
          presets={presets}
          preset={range.preset}
          fixed={range.fixed}
          timeZone={timeZone}
          onPreset={(preset) => setParams({ range: preset, from: undefined, to: undefined })}
          onFixed={onFixed}
        />
        {range.fixed !== undefined && (
          <Button variant="ghost" icon={ZoomOut} onClick={onWhole} data-tip={rangeText.resetTip}>
            {rangeText.reset}
          </Button>
        )}
        <span className={styles['barEnd']}>
          <ComparePicker item={item} items={items} types={types} chosen={ids} onChange={compareWith} />
        </span>
      </div>
      <p className={styles['span']}>{rangeWords(range, now, timeZone)}</p>
      {compared.length > 0 && (
        <ul className={styles['compared']}>
          {[item, ...compared].map((each, index) => (
            <li key={each.row.sensorId} className={styles['comparedItem']}>
              <LineSample index={index} />
              <span>{each.title}</span>
              {index > 0 && (
                <IconButton
                  icon={X}
                  size="sm"
                  label={sensorsText.compareRemove(each.title)}
                  onClick={() => compareWith(ids.filter((id) => id !== each.row.sensorId))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The range in words, with the zone all axes are in; both offsets where the clocks change in it. */
function rangeWords(range: RangeChoice, now: number, timeZone: string): string {
  const from = startOf(range, now);
  const to = range.fixed?.to;
  const offsets = new Set([from, to ?? now].map((time) => formatZoneOffset(time, timeZone)));
  const end = to === undefined ? rangeText.now : withoutOffset(to, timeZone);
  const words = rangeText.between(withoutOffset(from, timeZone), end);
  return `${words} · ${sensorsText.timesIn(timeZone, [...offsets].join(' → '))}`;
}

function withoutOffset(time: number, timeZone: string): string {
  return formatDateTime(time, timeZone).slice(0, -formatZoneOffset(time, timeZone).length - 1);
}
