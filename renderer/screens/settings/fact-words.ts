import type { ObservationEventRow } from '#shared/contract/types.ts';
import {
  formatCoordinates,
  formatNumber,
  formatQuantity,
  formatSpeed,
  type Measured,
  quantityLabel,
} from '#renderer/text/format.ts';
import { mappingsText } from '#renderer/text/mappings.ts';

/** One fact in a line of text. */
export function factWords(fact: ObservationEventRow): string {
  if (fact.kind === 'reading') {
    const channel = fact.channel === undefined ? '' : ` (${fact.channel})`;
    return `${quantityLabel(fact.type)}${channel} ${measuredWords(formatQuantity(fact.type, fact.value, fact.uom))}`;
  }
  if (fact.kind === 'position') {
    const speed = fact.speedMps === undefined ? [] : [measuredWords(formatSpeed(fact.speedMps))];
    return [formatCoordinates(fact.lat, fact.lon), ...speed].join(' · ');
  }
  const parts =
    fact.kind === 'scan'
      ? [fact.codes.join(', '), fact.bizStep, fact.outcome]
      : [
          fact.online === undefined ? undefined : fact.online ? 'online' : 'offline',
          fact.batteryPct === undefined ? undefined : `battery ${formatNumber(fact.batteryPct)} %`,
          fact.rssiDbm === undefined ? undefined : `signal ${formatNumber(fact.rssiDbm)} dBm`,
          fact.firmware,
        ];
  return [mappingsText.editor.kinds[fact.kind], ...parts.filter((part) => part !== undefined)].join(' · ');
}

function measuredWords({ value, unit }: Measured): string {
  return unit === '' ? value : `${value} ${unit}`;
}
