import type { JSX } from 'react';

import type { ObservationEventRow } from '#shared/contract/types.ts';
import {
  formatCoordinates,
  formatHeading,
  formatNumber,
  formatSpeed,
  quantityLabel,
} from '#renderer/text/format.ts';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Value } from '#renderer/ui/Value.tsx';

import styles from './DevicesScreen.module.css';

/** One observation in a line. */
export function ObservationText({ item }: { readonly item: ObservationEventRow }) {
  return <span className={styles['detail']}>{contentOf(item)}</span>;
}

function contentOf(item: ObservationEventRow): JSX.Element | string {
  if (item.kind === 'reading') return <ReadingText item={item} />;
  if (item.kind === 'position') return <PositionText item={item} />;
  if (item.kind === 'status') return statusParts(item).join(' · ');
  return [item.bizStep, item.outcome, item.codes.join(', ')].filter((part) => part !== undefined).join(' · ');
}

type ItemOf<Kind extends ObservationEventRow['kind']> = Extract<ObservationEventRow, { readonly kind: Kind }>;

function ReadingText({ item }: { readonly item: ItemOf<'reading'> }) {
  return (
    <>
      {quantityLabel(item.type)}
      {item.channel === undefined ? '' : ` (${item.channel})`}{' '}
      <Quantity type={item.type} value={item.value} uom={item.uom} />
    </>
  );
}

function PositionText({ item }: { readonly item: ItemOf<'position'> }) {
  return (
    <>
      {formatCoordinates(item.lat, item.lon)}
      {item.speedMps !== undefined && (
        <>
          {' · '}
          <Value measured={formatSpeed(item.speedMps)} />
        </>
      )}
      {item.headingDeg !== undefined && ` · ${formatHeading(item.headingDeg)}`}
      {item.accuracyM !== undefined && ` · ± ${formatNumber(item.accuracyM, 0)} m`}
    </>
  );
}

function statusParts(item: ItemOf<'status'>): readonly string[] {
  return [
    item.online === undefined ? undefined : item.online ? 'online' : 'offline',
    item.batteryPct === undefined ? undefined : `battery ${formatNumber(item.batteryPct, 0)} %`,
    item.rssiDbm === undefined ? undefined : `signal ${formatNumber(item.rssiDbm, 0)} dBm`,
    item.firmware === undefined ? undefined : `firmware ${item.firmware}`,
    item.event,
    item.region,
  ].filter((part) => part !== undefined);
}
