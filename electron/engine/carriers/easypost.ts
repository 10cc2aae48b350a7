import {
  type Fields,
  fieldsOf,
  listOf,
  placeOf,
  textOf,
  timeOf,
  type ToldEvent,
  type ToldEvents,
} from './carrier-event.ts';

/** Trackers of EasyPost: an event of its webhooks, one tracker, or a list of them. Undefined for anything else. */
export function readEasyPost(body: unknown, timeZone: string): ToldEvents | undefined {
  const fields = fieldsOf(body);
  const trackers =
    fields['object'] === 'Event'
      ? [fieldsOf(fields['result'])]
      : fields['object'] === 'Tracker'
        ? [fields]
        : listOf(fields['trackers']);
  const ours = trackers.filter((each) => each['object'] === 'Tracker');
  if (ours.length === 0) return undefined;
  const events: ToldEvent[] = [];
  const unusable: string[] = [];
  for (const tracker of ours) {
    const trackingNumber = textOf(tracker['tracking_code']);
    const carrier = textOf(tracker['carrier']);
    if (trackingNumber === undefined || carrier === undefined) {
      unusable.push('a tracker without tracking_code or carrier');
      continue;
    }
    for (const detail of listOf(tracker['tracking_details'])) {
      const time = timeOf(detail['datetime'], timeZone);
      if (time === undefined) unusable.push(`${trackingNumber}: an event without a time`);
      else events.push({ carrier, trackingNumber, time, ...contentOf(detail) });
    }
  }
  return { events, unusable };
}

function contentOf(detail: Fields): Pick<ToldEvent, 'carrierCode' | 'serviceCodes' | 'text' | 'place'> {
  const place = fieldsOf(detail['tracking_location']);
  const codes = [textOf(detail['status_detail']), textOf(detail['status'])];
  return {
    carrierCode: textOf(detail['carrier_code']) ?? '',
    serviceCodes: codes.filter((code) => code !== undefined),
    text: textOf(detail['message']) ?? textOf(detail['description']) ?? '',
    place: placeOf(place['city'], place['state'], place['country']),
  };
}

/** EasyPost's id of a webhook. */
export function easyPostId(body: unknown): string | undefined {
  const fields = fieldsOf(body);
  return fields['object'] === 'Event' ? textOf(fields['id']) : undefined;
}
