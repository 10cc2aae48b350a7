import type { z } from 'zod';

import type { TimelineItem } from '#shared/contract/orders.ts';
import type { Return } from '#shared/contract/returns.ts';
import { code128Svg } from '#shared/domain/code128.ts';
import type { ReturnState } from '#shared/domain/return.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { ReturnedItem, ReturnRow } from '../store/returns.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from './believe.ts';
import { scanText } from './evidence.ts';
import { byEventTime, type ScanFact } from './journey.ts';
import { scanFactsOf } from './scan-facts.ts';

type TimelineRow = z.output<typeof TimelineItem>;

/** Steps after which goods lie where they were to come back to. */
const puttingAway: ReadonlySet<string> = new Set(['storing', 'stocking']);

export interface ReturnProgress {
  readonly state: ReturnState;
  /** Event time of the scan that made it so; undefined where none has. */
  readonly stateTime: number | undefined;
  readonly siteId: string | undefined;
}

/** How far what comes back is, from the scans of its own number in whatever order they came. */
export function returnProgress(scans: readonly ScanFact[]): ReturnProgress {
  const sorted = scans.toSorted(byEventTime);
  const done = sorted.find(
    ({ outcome, bizStep }) => outcome === 'returned' || (bizStep !== undefined && puttingAway.has(bizStep)),
  );
  const siteId = sorted.findLast((scan) => scan.siteId !== undefined)?.siteId;
  if (done !== undefined) return { state: 'returned', stateTime: done.eventTime, siteId };
  // A scan without step or outcome is seen, not moved.
  const first = sorted.find(({ outcome, bizStep }) => outcome !== undefined || bizStep !== undefined);
  if (first === undefined) return { state: 'created', stateTime: undefined, siteId };
  return { state: 'returning', stateTime: first.eventTime, siteId };
}

const isSame = (item: { sku?: string | undefined; name: string }, other: ReturnedItem): boolean =>
  other.sku === undefined ? item.name === other.name : item.sku === other.sku;

const amount = (items: readonly { quantity: number }[]): number =>
  items.reduce((sum, { quantity }) => sum + quantity, 0);

/** Why these goods of an order cannot come back, in one sentence; undefined where they can. */
export function refusedItem(
  ordered: PostedOrder['items'],
  already: readonly ReturnedItem[],
  asked: readonly ReturnedItem[],
): string | undefined {
  // An order that lists nothing gives nothing to check against.
  if (ordered.length === 0) return undefined;
  for (const wanted of asked) {
    const [line] = ordered.filter((item) => isSame(item, wanted));
    if (line === undefined) return `The order has no ${wanted.sku ?? wanted.name}.`;
    const total = amount(ordered.filter((item) => isSame(item, wanted)));
    const before = amount(already.filter((item) => isSame(line, item)));
    const now = amount(asked.filter((item) => isSame(line, item)));
    if (before + now > total) {
      const left = before === 0 ? '' : `, of which ${before} come back already`;
      return `${now} of ${line.name} cannot come back: ${total} were ordered${left}.`;
    }
  }
  return undefined;
}

/** A return as the contract shows it, with the label to print. */
export function returnView(store: Store, row: ReturnRow, order: PostedOrder): z.output<typeof Return> {
  const { state, stateTime, siteId } = returnProgress(scanFactsOf(store, row.returnNumber));
  const decision = store.returns.decisionsOf(row.key).at(-1);
  const { shipTo, customer } = order;
  const town = [shipTo.postalCode, shipTo.city].filter(Boolean).join(' ');
  return compact({
    returnNumber: row.returnNumber,
    orderNumber: order.orderNumber,
    kind: row.kind,
    items: row.items.map((item) => ({ ...item })),
    note: row.note,
    state,
    stateTime: toIso(stateTime ?? row.createdTime),
    siteId,
    createdTime: toIso(row.createdTime),
    who: row.createdBy,
    decision:
      decision &&
      compact({
        decision: decision.decision,
        note: decision.note,
        time: toIso(decision.time),
        who: decision.who,
      }),
    label: {
      symbology: 'Code 128' as const,
      text: row.returnNumber,
      svg: code128Svg(row.returnNumber),
      lines: [
        `${row.kind === 'exchange' ? 'Exchange' : 'Return'} of order ${order.orderNumber}`,
        [shipTo.name ?? customer.name, town].filter(Boolean).join(', '),
      ].filter((line) => line !== ''),
    },
  });
}

const personal = (id: string, time: number, who: string, text: string): TimelineRow => ({
  id,
  kind: 'return',
  eventTime: toIso(time),
  recordTime: toIso(time),
  source: { type: 'person', id: who },
  text,
});

/** What of its returns stands in an order's timeline: entered, scanned on the way back, decided. */
export function returnItems(store: Store, orderKey: number): TimelineRow[] {
  return store.returns.ofOrder(orderKey).flatMap((row) => {
    const what = row.items
      .map(({ quantity, name, reason }) => `${quantity} × ${name} (${reason})`)
      .join(', ');
    const id = `return-${row.key}`;
    const kind = row.kind === 'exchange' ? 'Exchange' : 'Return';
    return [
      personal(id, row.createdTime, row.createdBy, `${kind} ${row.returnNumber}: ${what}`),
      ...scanFactsOf(store, row.returnNumber).map((scan) => scanItem(store, scan, row.returnNumber)),
      ...store.returns
        .decisionsOf(row.key)
        .map(({ key, decision, note, time, who }) =>
          personal(
            `${id}-decision-${key}`,
            time,
            who,
            `${kind} ${row.returnNumber} decided: ${decision}${note === undefined ? '' : `: ${note}`}`,
          ),
        ),
    ];
  });
}

function scanItem({ places }: Store, scan: ScanFact, returnNumber: string): TimelineRow {
  return compact({
    id: `scan-${scan.scanKey}`,
    kind: 'scan',
    eventTime: toIso(scan.eventTime),
    recordTime: toIso(scan.recordTime),
    source: { type: 'device', id: scan.deviceId },
    text: `${places.inNames(scanText(scan))} (return ${returnNumber})`,
    siteId: scan.siteId,
    bizStep: scan.bizStep,
    readPoint: scan.readPoint,
    on: scan.parent ?? scan.vehicleId,
    lat: scan.lat,
    lon: scan.lon,
  });
}
