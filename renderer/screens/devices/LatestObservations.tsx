import type { ObservationEventRow } from '#shared/contract/types.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { qualityText } from '#renderer/text/quality.ts';

import styles from './DevicesScreen.module.css';
import { ObservationText } from './ObservationText.tsx';

export interface LatestObservationsProps {
  readonly deviceId: string;
  /** Messages stored so far: the list is asked for again when this rises. */
  readonly stored: number;
  readonly timeZone?: string;
}

const shownCount = 25;
const refreshMs = 2000;

/** What was understood of the device's newest messages. */
export function LatestObservations({ deviceId, stored, timeZone }: LatestObservationsProps) {
  const refreshKey = useThrottled(stored, refreshMs);
  const { data, error, refresh } = useQuery(
    'observations.list',
    { deviceId, limit: shownCount },
    { refreshKey },
  );
  const items = data?.items;
  return (
    <Section title={devicesText.panel.observations}>
      {error !== undefined && items === undefined && <ErrorState error={error} onRetry={refresh} />}
      {items === undefined && error === undefined && <Skeleton width={30} />}
      {items?.length === 0 && <p className={styles['note']}>{devicesText.panel.noObservations}</p>}
      <ul className={styles['observations']}>
        {items?.map((item) => (
          <li key={keyOf(item)} className={styles['observation']}>
            <ObservationText item={item} />
            <span className={styles['observationTime']}>
              <Time at={item.time} form="short" {...(timeZone === undefined ? {} : { timeZone })} />
            </span>
            {item.quality.length > 0 && (
              <span className={styles['flags']}>
                {item.quality.map((flag) => (
                  <Badge key={flag} tone={qualityText[flag].tone} tip={qualityText[flag].meaning}>
                    {qualityText[flag].label}
                  </Badge>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function keyOf(item: ObservationEventRow): string {
  const part =
    item.kind === 'reading' ? `${item.channel ?? ''} ${item.type}` : item.kind === 'scan' ? item.scanId : '';
  return `${item.kind} ${item.time} ${item.recordTime} ${item.seq ?? ''} ${part}`;
}
