import type { OrderState } from '#shared/domain/order-state.ts';

import type { PostedOrder } from './believe.ts';
import type { Journey } from './journey.ts';
import type { Destination, Passage } from './like-orders.ts';

/** One state at one site, since when. */
export interface Entry {
  readonly siteId: string;
  readonly state: OrderState;
  readonly entered: number;
}

/** The states an order passed with the site it was last at, in order; what happened before any site is known is left out. */
export function entriesOf(order: PostedOrder, journey: Journey): Entry[] {
  const entries: Entry[] = [];
  let siteId = order.plan?.[0]?.siteId;
  if (siteId !== undefined && order.placedTime !== undefined)
    entries.push({ siteId, state: 'created', entered: Date.parse(order.placedTime) });
  for (const { scan, state } of journey.events) {
    siteId = scan.siteId ?? siteId;
    if (state === undefined || siteId === undefined) continue;
    const last = entries.at(-1);
    if (last?.state === state && last.siteId === siteId) continue;
    entries.push({ siteId, state, entered: scan.eventTime });
  }
  return entries;
}

export function destinationOf({ shipTo, serviceLevel }: PostedOrder): Destination {
  return { city: shipTo.city, region: shipTo.region ?? shipTo.country, serviceLevel };
}

/** The last instant of the plan. */
export function plannedEnd({ plan }: PostedOrder): number | undefined {
  const times = (plan ?? []).flatMap(({ plannedTime }) =>
    plannedTime === undefined ? [] : [Date.parse(plannedTime)],
  );
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What a delivered order teaches of each state it was in; nothing where it was not delivered. */
export function passagesOf(
  id: string,
  order: PostedOrder,
  journey: Journey,
  offsetAt: (siteId: string, instant: number) => number,
): Passage[] {
  const end = journey.events.findLast(({ state }) => state !== undefined);
  if (end?.state !== 'delivered') return [];
  const delivered = end.scan.eventTime;
  const entries = entriesOf(order, journey).filter(
    ({ state, entered }) => state !== 'delivered' && entered <= delivered,
  );
  const destination = destinationOf(order);
  const planned = plannedEnd(order);
  return entries.map((entry, index) => ({
    ...entry,
    ...destination,
    id,
    left: entries[index + 1]?.entered ?? delivered,
    delivered,
    planned,
    offset: offsetAt(entry.siteId, delivered),
  }));
}
