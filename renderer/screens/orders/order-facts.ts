import type { EvidenceRow, OrderBelievedRow } from '#shared/contract/types.ts';
import { lateAfterMs } from '#shared/domain/time.ts';

import { lengthWords } from '#renderer/text/day-words.ts';
import type { PromisedOrder } from '#renderer/text/order-reasons.ts';
import { orderPageText } from '#renderer/text/order-page.ts';

/** Event time of the newest fact about an order: of a scan or of a position of what it is on. */
export function newestFactOf({ location, parcels, milestones }: OrderBelievedRow): string | undefined {
  const times = [
    location.asOf,
    ...parcels.map((parcel) => parcel.location.asOf),
    ...milestones.filter((each) => each.milestone !== 'created').map((each) => each.eventTime),
  ];
  return times
    .filter((time) => time !== undefined)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

/** What of an order its promise is told by, as in a list. */
export function promisedOf(order: OrderBelievedRow): PromisedOrder {
  const newestTime = newestFactOf(order);
  return {
    state: order.state,
    lateness: order.lateness,
    eta: order.eta,
    ...(order.stateTime === undefined ? {} : { stateTime: order.stateTime }),
    ...(order.promised === undefined ? {} : { promisedUntil: order.promised.until }),
    ...(newestTime === undefined ? {} : { newestTime }),
  };
}

/** How much later than it happened something was recorded, where that is worth saying. */
export function delayWords({
  eventTime,
  recordTime,
}: Pick<EvidenceRow, 'eventTime' | 'recordTime'>): string | undefined {
  const delayMs = Date.parse(recordTime) - Date.parse(eventTime);
  if (Math.abs(delayMs) <= lateAfterMs) return undefined;
  const length = lengthWords(Math.abs(delayMs));
  return delayMs > 0 ? orderPageText.recordedLater(length) : orderPageText.recordedEarlier(length);
}
