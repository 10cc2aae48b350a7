import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';

import type { HoldRow } from '../store/holds.ts';
import { holdView } from '../tracking/holding.ts';
import { checkCorrection, correctedCodes, correctionView, newsOf } from '../tracking/correcting.ts';
import { linkToCase } from './cases.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { findOrder } from './orders.ts';

/** What these handlers work with. */
export type HoldParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'alerts' | 'onOrdersChanged'>;

/** Holds, and scans declared wrong: what people say about goods and facts, taken back but never deleted. */
export function holdHandlers(parts: HoldParts) {
  return {
    'holds.place': (params: ParamsOut<'holds.place'>, context: RequestContext) =>
      placeHold(parts, params, context.session.actor),
    'holds.lift': (params: ParamsOut<'holds.lift'>, context: RequestContext) =>
      liftHold(parts, params, context.session.actor),
    'holds.list': (params: ParamsOut<'holds.list'>): ResultOf<'holds.list'> => ({
      items:
        params.orderNumber === undefined
          ? parts.store.holds
              .list({ standing: params.state === 'standing', limit: params.limit })
              .map(holdView)
          : parts.tracking.view(findOrder(parts, params.orderNumber)).holds,
    }),
    'corrections.declare': (params: ParamsOut<'corrections.declare'>, context: RequestContext) =>
      declare(parts, params, context.session.actor),
    'corrections.undo': (params: ParamsOut<'corrections.undo'>, context: RequestContext) =>
      undo(parts, params, context.session.actor),
    'corrections.list': ({ limit }: ParamsOut<'corrections.list'>): ResultOf<'corrections.list'> => ({
      items: parts.store.corrections
        .list(limit)
        .map((row) =>
          correctionView(
            row,
            numbersOf(
              parts,
              parts.tracking.ordersOf(
                correctedCodes(parts.store, row.scanKey),
                newsOf(parts.store, row.scanKey),
              ),
            ),
          ),
        ),
    }),
  };
}

function placeHold(
  parts: HoldParts,
  { subject, kind, note }: ParamsOut<'holds.place'>,
  who: string,
): ResultOf<'holds.place'> {
  const { store, clock, tracking, onOrdersChanged } = parts;
  const code = codeOfSubject(parts, subject);
  const hold = store.transaction(() => {
    const placed = store.holds.place({
      subjectType: subject.type,
      subjectId: subject.id,
      code,
      kind,
      note,
      placedTime: clock.now(),
      placedBy: who,
    });
    tracking.touch(tracking.ordersOf([code], clock.now()));
    return placed;
  });
  onOrdersChanged();
  return holdView(hold);
}

/** The code a hold is found by. A pallet may be held before anybody has scanned it; an order or parcel must be known. */
function codeOfSubject(parts: HoldParts, { type, id }: ParamsOut<'holds.place'>['subject']): string {
  const code = canonicalCode(id);
  if (type === 'pallet') return code;
  if (type === 'order') return canonicalCode(findOrder(parts, id).orderNumber);
  if (!parts.store.orders.byCode(code).some(({ parcelId }) => parcelId !== ''))
    throw new DomainError('not-found', `No parcel ${id} is known.`);
  return code;
}

function liftHold(
  { store, clock, tracking, onOrdersChanged }: HoldParts,
  { holdId, note }: ParamsOut<'holds.lift'>,
  who: string,
): ResultOf<'holds.lift'> {
  const hold = store.holds.get(keyOf(holdId));
  if (hold === undefined) throw new DomainError('not-found', `There is no hold ${holdId}.`);
  if (hold.liftedTime !== undefined)
    throw new DomainError('conflict', `Hold ${holdId} was lifted before, by ${hold.liftedBy ?? 'somebody'}.`);
  store.transaction(() => {
    store.holds.lift(hold.key, { time: clock.now(), by: who, ...(note === undefined ? {} : { note }) });
    tracking.touch(tracking.ordersOf([hold.code], clock.now()));
  });
  onOrdersChanged();
  // It was read before and is never deleted.
  return holdView(store.holds.get(hold.key) as HoldRow);
}

function declare(
  parts: HoldParts,
  params: ParamsOut<'corrections.declare'>,
  who: string,
): ResultOf<'corrections.declare'> {
  const { store, onOrdersChanged } = parts;
  const { target, replacement, also = [] } = params;
  const view = store.transaction(() => {
    const first = declareOne(parts, params, { target, replacement }, who);
    const further = also.map((scan) => declareOne(parts, params, scan, who).correctionId);
    return also.length === 0 ? first : { ...first, also: further };
  });
  onOrdersChanged();
  return view;
}

/** Declares one scan wrong. Only inside a transaction. */
function declareOne(
  parts: HoldParts,
  { reason, note, caseId }: ParamsOut<'corrections.declare'>,
  scan: Pick<ParamsOut<'corrections.declare'>, 'target' | 'replacement'>,
  who: string,
): ResultOf<'corrections.declare'> {
  const { store, clock } = parts;
  const declaredTime = clock.now();
  const { scanKey, replacement } = checkCorrection(store, { reason, ...scan }, declaredTime);
  let key = 0;
  const orders = follow(parts, scanKey, () => {
    key = store.corrections.declare({ scanKey, reason, note, replacement, declaredTime, declaredBy: who });
  });
  if (caseId !== undefined)
    linkToCase(parts, caseId, { itemId: `correction-${key}`, orderNumbers: orders, who });
  return correctionView(store.corrections.get(key)!, orders);
}

function undo(
  parts: HoldParts,
  { correctionId, note }: ParamsOut<'corrections.undo'>,
  who: string,
): ResultOf<'corrections.undo'> {
  const { store, clock, onOrdersChanged } = parts;
  const row = store.corrections.get(keyOf(correctionId));
  if (row === undefined) throw new DomainError('not-found', `There is no correction ${correctionId}.`);
  if (row.undoneTime !== undefined)
    throw new DomainError('conflict', `Correction ${correctionId} was undone before.`);
  const view = store.transaction(() => {
    const undone = { time: clock.now(), by: who, ...(note === undefined ? {} : { note }) };
    const orders = follow(parts, row.scanKey, () => store.corrections.undo(row.key, undone));
    return correctionView(store.corrections.get(row.key)!, orders);
  });
  onOrdersChanged();
  return view;
}

/**
 * Everything that follows from a scan follows from what is believed of it after the change. Only inside a transaction;
 * gives the numbers of the orders concerned.
 */
function follow(parts: HoldParts, scanKey: number, change: () => void): string[] {
  const { store, tracking, alerts } = parts;
  const before = correctedCodes(store, scanKey);
  const since = newsOf(store, scanKey);
  const orders = tracking.ordersOf(before, since);
  change();
  const codes = [...new Set([...before, ...correctedCodes(store, scanKey)])];
  const from = Math.min(since, newsOf(store, scanKey));
  tracking.containment.corrected(codes);
  for (const key of tracking.ordersOf(codes, from)) orders.add(key);
  for (const key of orders) tracking.update(key, [{ scanKey: Infinity, eventTime: from }]);
  store.tracking.reviseVerdicts([scanKey]);
  alerts.corrected(codes);
  return numbersOf(parts, orders);
}

function numbersOf({ store }: HoldParts, orders: Iterable<number>): string[] {
  return [...orders].flatMap((key) => store.orders.byKey(key)?.orderNumber ?? []).sort();
}

function keyOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : -1;
}
