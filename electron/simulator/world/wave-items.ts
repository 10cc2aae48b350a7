import { encode } from '../formats/index.ts';
import { forkliftTag } from '../formats/zebra-iot-connector.ts';
import type { DayPlan, SentScan } from './day-plan.ts';
import type { Scanner } from './devices.ts';
import { scannerOf } from './devices.ts';
import type { Item, SaidScan } from './item.ts';
import { postedOrder } from './posted-order.ts';
import { codesOf } from './scan.ts';
import { rideItems, wordItems } from './side-voices.ts';

const precedence = { order: 0, registration: 1, step: 2, message: 3, truth: 4 } as const satisfies Record<
  Item['type'],
  number
>;

/** Everything one day's orders bring about, by time; what really happens comes before what is said of it. */
export function waveItems(plan: DayPlan): Item[] {
  const { wave, scans, rides, words, truth } = plan;
  const items: Item[] = [
    ...wave.orders.map((order): Item => ({
      type: 'order',
      atMs: order.placedMs,
      order: postedOrder(order, wave.baseMs, plan.addresses.get(order.orderNumber)),
    })),
    ...wave.steps.map((step): Item => ({ type: 'step', atMs: step.atMs, step })),
    ...scans.flatMap(scanMessages),
    ...rides.flatMap((ride) => rideItems(ride, wave)),
    ...wordItems(words),
    ...truth.map((entry): Item => ({ type: 'truth', atMs: entry.atMs, entry })),
  ];
  return items.sort((a, b) => a.atMs - b.atMs || precedence[a.type] - precedence[b.type]);
}

function scanMessages(scan: SentScan): Item[] {
  const device = scannerOf(scan.deviceId);
  const message = encode({ kind: 'scan', device, scan }, scan.saidMs, scan.sentMs);
  if (message === undefined) return [];
  const { deviceId, atMs: trueMs, saidMs } = scan;
  const said = { deviceId, kind: 'scan', trueMs, saidMs, scans: saidScans(device, scan) } as const;
  const first: Item = { type: 'message', atMs: message.atMs, message, said: [said] };
  if (scan.resentAfterMs === undefined) return [first];
  const atMs = message.atMs + scan.resentAfterMs;
  return [first, { type: 'message', atMs, message: { ...message, atMs }, said: [{ ...said, resent: true }] }];
}

/** A handheld's message is one scan; a portal's is one for each tag. */
function saidScans(device: Scanner, scan: SentScan): SaidScan[] {
  const { siteId } = device;
  const { step, parcels } = scan;
  if (device.kind !== 'portal') {
    return [
      { siteId, codes: codesOf(scan), parcels, step, event: step.event, boot: scan.boot, seq: scan.seq },
    ];
  }
  const tags = parcels.map((parcel) => ({
    siteId,
    codes: [`(00)${parcel.parcelId}`],
    parcels: [parcel],
    step,
    event: step.event,
  }));
  return [...tags, { siteId, codes: [forkliftTag], parcels: [] }];
}
