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

function contentOf(item: ObservationEventRow) {
  switch (item.kind) {
    case 'reading':
      return (
        <>
          {quantityLabel(item.type)}
          {item.channel === undefined ? '' : ` (${item.channel})`}{' '}
          <Quantity type={item.type} value={item.value} uom={item.uom} />
        </>
      );
    case 'position':
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
    case 'scan':
      return [item.bizStep, item.outcome, item.codes.join(', ')]
        .filter((part) => part !== undefined)
        .join(' · ');
    case 'status':
      return statusParts(item).join(' · ');
  }
}

function statusParts(item: Extract<ObservationEventRow, { readonly kind: 'status' }>): readonly string[] {
  return [
    item.online === undefined ? undefined : item.online ? 'online' : 'offline',
    item.batteryPct === undefined ? undefined : `battery ${formatNumber(item.batteryPct, 0)} %`,
    item.rssiDbm === undefined ? undefined : `signal ${formatNumber(item.rssiDbm, 0)} dBm`,
    item.firmware === undefined ? undefined : `firmware ${item.firmware}`,
    item.event,
    item.region,
  ].filter((part) => part !== undefined);
}
