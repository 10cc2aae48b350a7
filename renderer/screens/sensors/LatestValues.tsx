import { setParams } from '#renderer/data/location-state.ts';
import { chartText } from '#renderer/text/charts.ts';
import { formatDuration, formatQuantity, quantityLabel } from '#renderer/text/format.ts';
import { qualityText } from '#renderer/text/quality.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { Value } from '#renderer/ui/Value.tsx';
import { lateAfterMs } from '#shared/domain/time.ts';

import { type LatestValue, type SensorItem, sortValues, staleAfterOf } from './sensor-items.ts';
import styles from './SensorPanel.module.css';

export interface LatestValuesProps {
  readonly item: SensorItem;
  readonly timeZone: string;
  /** The only quantity that is charted; undefined: all. */
  readonly only: string | undefined;
}

/** The newest value of each quantity with its time and what speaks against it; a press charts it alone. */
export function LatestValues({ item, timeZone, only }: LatestValuesProps) {
  const values = sortValues(item.row.latest);
  return (
    <div className={styles['latest']} role="group" aria-label={sensorsText.latest}>
      <div className={styles['tiles']}>
        {values.map((value) => (
          <ValueTile
            key={`${value.type} ${value.uom ?? ''}`}
            item={item}
            value={value}
            timeZone={timeZone}
            isOnly={only === value.type}
          />
        ))}
      </div>
      <FlagList values={values} />
    </div>
  );
}

interface ValueTileProps {
  readonly item: SensorItem;
  readonly value: LatestValue;
  readonly timeZone: string;
  readonly isOnly: boolean;
}

function ValueTile({ item, value, timeZone, isOnly }: ValueTileProps) {
  const staleAfterMs = staleAfterOf(item, value);
  return (
    <button
      type="button"
      className={styles['tile']}
      aria-pressed={isOnly}
      data-tip={sensorsText.onlyThis(quantityLabel(value.type).toLowerCase())}
      onClick={() => setParams({ type: isOnly ? undefined : value.type })}
    >
      <span className={styles['tileLabel']}>{quantityLabel(value.type)}</span>
      <span className={styles['tileValue']}>
        <Value measured={formatQuantity(value.type, value.value, value.uom)} />
      </span>
      {value.rawValue !== undefined && (
        <span className={styles['tileTime']}>
          {chartText.said} <Value measured={formatQuantity(value.type, value.rawValue, value.uom)} />
        </span>
      )}
      <span className={styles['tileTime']}>
        <Age
          at={value.time}
          timeZone={timeZone}
          ago
          {...(staleAfterMs === undefined ? {} : { staleAfterMs })}
        />
      </span>
      <span className={styles['tileTime']}>
        <Time at={value.time} timeZone={timeZone} form="short" />
      </span>
    </button>
  );
}

/** Quality flags in plain words, each once, with the quantities it is about. */
function FlagList({ values }: { readonly values: readonly LatestValue[] }) {
  const flags = new Set(values.flatMap((value) => value.quality));
  if (flags.size === 0) return null;
  return (
    <ul className={styles['flags']} aria-label={sensorsText.quality}>
      {[...flags].map((flag) => {
        const about = values.filter((value) => value.quality.includes(flag));
        const delayMs = Math.max(
          ...about.map((value) => Date.parse(value.recordTime) - Date.parse(value.time)),
        );
        const words = qualityText[flag];
        const label =
          flag === 'late' && delayMs > lateAfterMs
            ? sensorsText.lateBy(formatDuration(delayMs / 1000))
            : words.label;
        return (
          <li key={flag} className={styles['flag']}>
            <Badge tone={words.tone}>{label}</Badge>
            <span>
              {words.meaning}
              {about.length < values.length && (
                <span className={styles['aside']}>
                  {' '}
                  {sensorsText.flagOf(about.map((value) => quantityLabel(value.type)).join(', '))}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
