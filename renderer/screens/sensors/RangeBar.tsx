import { X, ZoomOut } from 'lucide-react';

import { LineSample } from '#renderer/charts/LineSample.tsx';
import { RangePicker } from '#renderer/charts/RangePicker.tsx';
import type { FixedRange, RangeChoice } from '#renderer/charts/time-range.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { rangeText } from '#renderer/text/charts.ts';
import { formatDateTime } from '#renderer/text/format.ts';
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

const compareWith = (ids: readonly string[]): void => setParams({ compare: compareText(ids) });

/** Which time is charted, and with which other sensors. */
export function RangeBar({ item, items, compared, types, range, timeZone, onFixed, onWhole }: RangeBarProps) {
  const ids = compared.map((each) => each.row.sensorId);
  return (
    <div className={styles['bar']}>
      <div className={styles['barRow']}>
        <RangePicker
          choice={range}
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
      {range.fixed !== undefined && (
        <p className={styles['fixed']}>{fixedWords(range.fixed, timeZone)}</p>
      )}
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

function fixedWords({ from, to }: FixedRange, timeZone: string): string {
  return rangeText.between(
    from === undefined ? '…' : formatDateTime(from, timeZone),
    to === undefined ? rangeText.now : formatDateTime(to, timeZone),
  );
}
