import { toIso } from '#shared/domain/time.ts';

import type { CarrierEventRow } from '../store/carrier-events.ts';
import type { Store } from '../store/store.ts';
import type { TimelineRow } from './timeline.ts';

/** A carrier's milestone with its own words and code; any other scan as it is. */
export function withCarrierWords(store: Store, item: TimelineRow): TimelineRow {
  const { source, codes = [], eventTime } = item;
  if (store.devices.get(source.id)?.kind !== 'carrier') return item;
  const time = Date.parse(eventTime);
  const said = codes
    .flatMap((code) => store.carrierEvents.ofCode(code))
    .find((event) => event.eventTime === time && event.carrier.replaceAll(/[+#/]/g, '-') === source.id);
  const told = { ...item, source: { type: 'carrier', id: source.id } };
  return said === undefined ? told : { ...told, text: `${item.text}: ${wordsOf(said)}` };
}

/** An event nobody has said the meaning of: told as the carrier told it. */
export function unmappedItem(
  event: CarrierEventRow & { readonly key: number },
  parcelId: string,
): TimelineRow {
  return {
    id: `carrier-${event.key}`,
    kind: 'carrier',
    eventTime: toIso(event.eventTime),
    recordTime: toIso(event.recordTime),
    source: { type: 'carrier', id: event.carrier },
    text: `Not understood: ${wordsOf(event)}`,
    ...(parcelId === '' ? {} : { parcelIds: [parcelId] }),
  };
}

function wordsOf({ rawText, rawCode }: CarrierEventRow): string {
  return rawText === '' ? rawCode : `${rawText} (${rawCode})`;
}
