import type { z } from 'zod';

import type { TimelineItem } from '#shared/contract/orders.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { Store } from '../store/store.ts';
import type { StoredOrder } from '../store/orders.ts';
import { scanText } from './evidence.ts';
import { alertItems } from './order-alerts.ts';
import type { Journey, JourneyEvent } from './journey.ts';
import { readPosted } from './tracking.ts';

export type TimelineRow = z.output<typeof TimelineItem>;

/** Everything that happened to an order, oldest first: when it happened and when it was known. */
export function timelineOf(
  store: Store,
  order: StoredOrder,
  journeys: ReadonlyMap<string, Journey>,
): TimelineRow[] {
  const posted = readPosted(order);
  const placed: TimelineRow = {
    id: `order-${order.key}`,
    kind: 'order',
    eventTime:
      posted.placedTime === undefined ? toIso(order.createdTime) : toIso(Date.parse(posted.placedTime)),
    recordTime: toIso(order.createdTime),
    source: { type: 'channel', id: posted.channel ?? 'api' },
    text: 'Order placed',
  };
  const parcelsOf = new Map<number, { event: JourneyEvent; parcelIds: string[] }>();
  for (const [parcelId, journey] of journeys) {
    for (const event of journey.events) {
      const known = parcelsOf.get(event.scan.scanKey);
      if (known === undefined)
        parcelsOf.set(event.scan.scanKey, { event, parcelIds: parcelId === '' ? [] : [parcelId] });
      else known.parcelIds.push(parcelId);
    }
  }
  const scans = [...parcelsOf.values()].map(({ event, parcelIds }) => scanItem(store, event, parcelIds));
  return [placed, ...scans, ...alertItems(store, order.orderNumber)].sort(
    (a, b) =>
      Date.parse(a.eventTime) - Date.parse(b.eventTime) ||
      Date.parse(a.recordTime) - Date.parse(b.recordTime),
  );
}

function scanItem(store: Store, { scan, via }: JourneyEvent, parcelIds: readonly string[]): TimelineRow {
  const verdict =
    store.tracking.verdictsOf(scan.scanKey).find((row) => row.verdict !== 'accepted') ??
    store.tracking.verdictsOf(scan.scanKey)[0];
  const isOwn = scan.codes.includes(via);
  return compact({
    id: `scan-${scan.scanKey}`,
    kind: 'scan',
    eventTime: toIso(scan.eventTime),
    recordTime: toIso(scan.recordTime),
    source: { type: 'device', id: scan.deviceId },
    text: isOwn ? scanText(scan) : `${scanText(scan)} (by ${via})`,
    parcelIds: parcelIds.length === 0 ? undefined : [...parcelIds],
    siteId: scan.siteId,
    bizStep: scan.bizStep,
    verdict: verdict?.verdict,
    on: scan.parent ?? scan.vehicleId,
    lat: scan.lat,
    lon: scan.lon,
  });
}
