import {
  fieldsOf,
  listOf,
  placeOf,
  textOf,
  timeOf,
  type ToldEvent,
  type ToldEvents,
} from './carrier-event.ts';

/** A tracking of AfterShip with its checkpoints, from a webhook or an API answer. Undefined for anything else. */
export function readAfterShip(body: unknown, timeZone: string): ToldEvents | undefined {
  const fields = fieldsOf(body);
  const tracking = fieldsOf(fields['msg'] ?? fieldsOf(fields['data'])['tracking']);
  const trackingNumber = textOf(tracking['tracking_number']);
  if (trackingNumber === undefined) return undefined;
  const events: ToldEvent[] = [];
  const unusable: string[] = [];
  for (const checkpoint of listOf(tracking['checkpoints'])) {
    const carrier = textOf(checkpoint['slug']) ?? textOf(tracking['slug']) ?? 'aftership';
    const time = timeOf(checkpoint['checkpoint_time'], timeZone);
    const codes = [textOf(checkpoint['subtag']), textOf(checkpoint['tag'])];
    const place =
      placeOf(checkpoint['city'], checkpoint['state'], checkpoint['country_iso3']) ??
      placeOf(checkpoint['location']);
    if (time === undefined) unusable.push(`${trackingNumber}: a checkpoint without a time`);
    else
      events.push({
        carrier,
        trackingNumber,
        time,
        carrierCode: textOf(checkpoint['raw_tag']) ?? '',
        serviceCodes: codes.filter((code) => code !== undefined),
        text: textOf(checkpoint['message']) ?? textOf(checkpoint['subtag_message']) ?? '',
        place,
      });
  }
  return { events, unusable };
}

/** AfterShip's id of a webhook. */
export function afterShipId(body: unknown): string | undefined {
  return textOf(fieldsOf(body)['event_id']);
}
