import type { z } from 'zod';

import type { TimelineItem } from '#shared/contract/orders.ts';
import { toIso } from '#shared/domain/time.ts';
import { zonedText } from '#shared/domain/wall-clock.ts';

import { compact } from '../live/rows.ts';
import { isInForce, type CorrectionRow } from '../store/corrections.ts';
import type { HoldRow } from '../store/holds.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import type { VerdictRow } from '../store/tracking.ts';
import { unmappedItem, withCarrierWords } from './carrier-items.ts';
import { caseItems } from './casework.ts';
import { replacementView } from './correcting.ts';
import { scanText } from './evidence.ts';
import type { Journey, ScanFact } from './journey.ts';
import type { Judge } from './judging.ts';
import { alertItems } from './order-alerts.ts';
import { returnItems } from './returning.ts';
import { codesByParcel, scanFact } from './scan-facts.ts';
import { readPosted } from './posted.ts';

export type TimelineRow = z.output<typeof TimelineItem>;

export interface TimelineInput {
  readonly store: Store;
  readonly judge: Judge;
  readonly order: StoredOrder;
  readonly journeys: ReadonlyMap<string, Journey>;
}

/** A scan the order's parcels heard, by themselves or by what they were in. */
interface Heard {
  readonly scan: ScanFact;
  readonly via: string | undefined;
  readonly parcelIds: string[];
}

/** Everything that happened to an order, oldest first: when it happened and when it was known. */
export function timelineOf(input: TimelineInput): TimelineRow[] {
  const { store, order, journeys } = input;
  const heard = new Map<number, Heard>();
  for (const [parcelId, journey] of journeys) {
    for (const { scan, via } of journey.events) {
      const known = heard.get(scan.scanKey);
      const parcelIds = parcelId === '' ? [] : [parcelId];
      if (known === undefined) heard.set(scan.scanKey, { scan, via, parcelIds });
      else known.parcelIds.push(...parcelIds);
    }
  }
  const corrections = correctionsOf(input);
  const items = [
    ...orderItems(order),
    ...[...heard.values()].map((each) => withCarrierWords(store, scanItem(input, each))),
    ...unmappedItems(input),
    ...corrections.flatMap((row) => correctionItems(store, row)),
    ...[...new Set(corrections.map(({ scanKey }) => scanKey))].flatMap((key) => declaredWrong(input, key)),
    ...holdsOf(input).flatMap((hold) => holdItems(hold)),
    ...caseItems(store.cases, order.key),
    ...returnItems(store, order.key),
    ...alertItems(store, order.orderNumber),
  ];
  return items.sort(
    (a, b) =>
      Date.parse(a.eventTime) - Date.parse(b.eventTime) ||
      Date.parse(a.recordTime) - Date.parse(b.recordTime),
  );
}

function orderItems(order: StoredOrder): TimelineRow[] {
  const posted = readPosted(order);
  const source = { type: 'channel', id: posted.channel ?? 'api' };
  const recordTime = toIso(order.createdTime);
  const placed: TimelineRow = {
    id: `order-${order.key}`,
    kind: 'order',
    eventTime: posted.placedTime === undefined ? recordTime : toIso(Date.parse(posted.placedTime)),
    recordTime,
    source,
    text: 'Order placed',
  };
  if (posted.cancelledTime === undefined) return [placed];
  const cancelled: TimelineRow = {
    id: `order-${order.key}-cancelled`,
    kind: 'order',
    eventTime: toIso(Date.parse(posted.cancelledTime)),
    recordTime: toIso(order.updatedTime),
    source,
    text: 'Order cancelled',
  };
  return [placed, cancelled];
}

/** Every code the order's goods go by, and everything they were in. */
function codesOf({ order, journeys }: TimelineInput): Set<string> {
  const own = [...codesByParcel(readPosted(order)).values()].flat();
  const around = [...journeys.values()].flatMap(({ stays }) => stays.map(({ on }) => on));
  return new Set([...own, ...around]);
}

/** What carriers said of it that nobody has said the meaning of. */
function unmappedItems({ store, order }: TimelineInput): TimelineRow[] {
  return [...codesByParcel(readPosted(order))].flatMap(([parcelId, codes]) =>
    codes
      .flatMap((code) => store.carrierEvents.ofCode(code))
      .filter(({ milestone }) => milestone === undefined)
      .map((event) => unmappedItem(event, parcelId)),
  );
}

function correctionsOf(input: TimelineInput): CorrectionRow[] {
  const found = new Map<number, CorrectionRow>();
  for (const code of codesOf(input))
    for (const row of input.store.corrections.ofCode(code)) found.set(row.key, row);
  return [...found.values()];
}

function holdsOf(input: TimelineInput): HoldRow[] {
  const found = [...codesOf(input)].flatMap((code) => input.store.holds.of(code));
  return [...new Map(found.map((hold) => [hold.key, hold])).values()];
}

function scanItem({ store, judge }: TimelineInput, { scan, via, parcelIds }: Heard): TimelineRow {
  const record = store.tracking.scan(scan.scanKey);
  const verdicts = record === undefined ? [] : judge.believed(record);
  const isOwn = via === undefined || scan.codes.includes(via);
  return itemOf(scan, {
    id: scan.corrected === true ? `scan-${scan.scanKey}-corrected` : `scan-${scan.scanKey}`,
    text: store.places.inNames(isOwn ? scanText(scan) : `${scanText(scan)} (by ${via})`),
    parcelIds,
    verdicts,
    correction: undefined,
  });
}

/** A scan as it came in, of which something is no longer believed. */
function declaredWrong({ store }: TimelineInput, scanKey: number): TimelineRow[] {
  const record = store.tracking.scan(scanKey);
  const correction = store.corrections.of(scanKey).findLast((row) => isInForce(row));
  if (record === undefined || correction === undefined) return [];
  const { corrected: _, ...scan } = scanFact(store, record);
  return [
    itemOf(scan, {
      id: `scan-${scanKey}`,
      text: store.places.inNames(scanText(scan)),
      parcelIds: [],
      verdicts: store.tracking.verdictsOf(scanKey),
      correction,
    }),
  ];
}

interface ItemDetail {
  readonly id: string;
  readonly text: string;
  readonly parcelIds: readonly string[];
  readonly verdicts: readonly VerdictRow[];
  readonly correction: CorrectionRow | undefined;
}

function itemOf(scan: ScanFact, { id, text, parcelIds, verdicts, correction }: ItemDetail): TimelineRow {
  const verdict = verdicts.find((row) => row.verdict !== 'accepted') ?? verdicts[0];
  return compact({
    id,
    kind: 'scan',
    eventTime: toIso(scan.eventTime),
    recordTime: toIso(scan.recordTime),
    source: { type: 'device', id: scan.deviceId },
    text,
    parcelIds: parcelIds.length === 0 ? undefined : [...parcelIds],
    siteId: scan.siteId,
    bizStep: scan.bizStep,
    readPoint: scan.readPoint,
    verdict: verdict?.verdict,
    on: scan.parent ?? scan.vehicleId,
    codes: [...scan.codes],
    vehicleId: scan.vehicleId,
    outcome: scan.outcome,
    lat: scan.lat,
    lon: scan.lon,
    correction: correction && {
      correctionId: String(correction.key),
      reason: correction.reason,
      note: correction.note,
      declarationTime: toIso(correction.declaredTime),
      who: correction.declaredBy,
      ...(correction.replacement === undefined
        ? {}
        : { replacement: replacementView(correction.replacement)! }),
    },
  });
}

function personal(id: string, kind: string, time: number, who: string, text: string): TimelineRow {
  const instant = toIso(time);
  return { id, kind, eventTime: instant, recordTime: instant, source: { type: 'person', id: who }, text };
}

const reasonWords = { did_not_occur: 'did not occur', incorrect_data: 'incorrect data' } as const;

/** A scan as it came in: what it said, and when, in the time of its site. */
function nameOfScan(store: Store, scanKey: number): string {
  const record = store.tracking.scan(scanKey);
  if (record === undefined) return 'A scan';
  const { corrected: _, ...scan } = scanFact(store, record);
  const site = scan.siteId === undefined ? undefined : store.places.site(scan.siteId);
  const zone = site?.timeZone ?? 'UTC';
  return `“${store.places.inNames(scanText(scan))}” of ${zonedText(scan.eventTime, zone, 'minute')}`;
}

function correctionItems(store: Store, row: CorrectionRow): TimelineRow[] {
  const id = `correction-${row.key}`;
  const declared = personal(
    id,
    'correction',
    row.declaredTime,
    row.declaredBy,
    `${nameOfScan(store, row.scanKey)} declared wrong (${reasonWords[row.reason]}): ${row.note}`,
  );
  if (row.undoneTime === undefined) return [declared];
  const why = row.undoNote === undefined ? '' : `: ${row.undoNote}`;
  return [
    declared,
    personal(`${id}-undone`, 'correction', row.undoneTime, row.undoneBy ?? '', `Correction undone${why}`),
  ];
}

function holdItems(hold: HoldRow): TimelineRow[] {
  const id = `hold-${hold.key}`;
  const what = `${hold.subjectType} ${hold.subjectId}`;
  const placed = personal(
    id,
    'hold',
    hold.placedTime,
    hold.placedBy,
    `On hold (${hold.kind}), ${what}: ${hold.note}`,
  );
  if (hold.liftedTime === undefined) return [placed];
  const why = hold.liftNote === undefined ? '' : `: ${hold.liftNote}`;
  return [
    placed,
    personal(`${id}-lifted`, 'hold', hold.liftedTime, hold.liftedBy ?? '', `Hold lifted, ${what}${why}`),
  ];
}
