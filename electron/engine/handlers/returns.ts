import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';

import type { ReturnRow } from '../store/returns.ts';
import { refusedItem, returnView } from '../tracking/returning.ts';
import { readPosted } from '../tracking/posted.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { offsetOf, pageOf } from './offset-page.ts';
import { findOrder } from './orders.ts';

type ReturnParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'onOrdersChanged'>;
type ReturnResult = ResultOf<'returns.create'>;

/** Goods that come back: entered from the order, scanned under their own number, decided. */
export function returnHandlers(parts: ReturnParts) {
  return {
    'returns.create': (params: ParamsOut<'returns.create'>, context: RequestContext) =>
      create(parts, params, context.session.actor),
    'returns.decide': (params: ParamsOut<'returns.decide'>, context: RequestContext) =>
      decide(parts, params, context.session.actor),
    'returns.list': ({ orderNumber, decided, limit, cursor }: ParamsOut<'returns.list'>) => {
      const offset = offsetOf(cursor);
      const rows = parts.store.returns.list({
        orderKey: orderNumber === undefined ? undefined : findOrder(parts, orderNumber).key,
        decided: decided === undefined ? undefined : decided === 'yes',
        limit: limit + 1,
        offset,
      });
      return pageOf(
        rows.map((row) => view(parts, row)),
        limit,
        offset,
      );
    },
  };
}

function create(
  parts: ReturnParts,
  { orderNumber, kind, items, note }: ParamsOut<'returns.create'>,
  who: string,
): ReturnResult {
  const { store, clock, tracking, onOrdersChanged } = parts;
  const order = findOrder(parts, orderNumber);
  const already = store.returns
    .ofOrder(order.key)
    .filter(({ key }) => store.returns.decisionsOf(key).at(-1)?.decision !== 'refuse')
    .flatMap((row) => row.items);
  const refused = refusedItem(readPosted(order).items, already, items);
  if (refused !== undefined) throw new DomainError('invalid-request', refused, { field: 'items' });
  const row = store.transaction(() => {
    const created = store.returns.create({
      orderKey: order.key,
      kind,
      items,
      note,
      createdTime: clock.now(),
      createdBy: who,
    });
    tracking.touch([order.key]);
    return created;
  });
  onOrdersChanged();
  return view(parts, row);
}

function decide(
  parts: ReturnParts,
  { returnNumber, decision, note }: ParamsOut<'returns.decide'>,
  who: string,
): ReturnResult {
  const { store, clock, tracking, onOrdersChanged } = parts;
  const row = store.returns.get(canonicalCode(returnNumber));
  if (row === undefined) throw new DomainError('not-found', `There is no return ${returnNumber}.`);
  store.transaction(() => {
    store.returns.decide(row.key, { decision, note, time: clock.now(), who });
    tracking.touch([row.orderKey]);
  });
  onOrdersChanged();
  return view(parts, row);
}

function view({ store }: ReturnParts, row: ReturnRow): ReturnResult {
  // A return refers to its order in the schema, and orders are never deleted.
  return returnView(store, row, readPosted(store.orders.byKey(row.orderKey)!));
}
