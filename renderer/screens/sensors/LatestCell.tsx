import { Age } from '#renderer/ui/Age.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Value } from '#renderer/ui/Value.tsx';

import { type LatestValue, type SensorItem, staleAfterOf } from './sensor-items.ts';
import styles from './SensorsScreen.module.css';

export interface LatestCellProps {
  readonly item: SensorItem;
  readonly value: LatestValue | undefined;
}

/** Values of one message may differ by the time it takes to send them. */
const sameMomentMs = 1500;

/** A latest value in a list, with its own age where it is older than the sensor's newest. */
export function LatestCell({ item, value }: LatestCellProps) {
  if (value === undefined) return <Value measured={undefined} />;
  const isOlder = Date.parse(item.row.time) - Date.parse(value.time) > sameMomentMs;
  const staleAfterMs = staleAfterOf(item, value);
  const zone = item.site?.timeZone;
  return (
    <span className={styles['latest']}>
      <Quantity type={value.type} value={value.value} uom={value.uom} />
      {isOlder && (
        <span className={styles['ownAge']}>
          <Age
            at={value.time}
            {...(staleAfterMs === undefined ? {} : { staleAfterMs })}
            {...(zone === undefined ? {} : { timeZone: zone })}
          />
        </span>
      )}
    </span>
  );
}
