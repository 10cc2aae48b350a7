import { randomUUID } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';
import { toIso } from '#shared/domain/time.ts';

import type { StoredOrder } from '../store/orders.ts';
import { heldOrders } from '../tracking/holding.ts';
import { checkOrder, keepOrder } from '../tracking/intake.ts';
import { withOpenAlerts } from '../tracking/order-alerts.ts';
import type { OrderSummaryRow } from '../tracking/order-view.ts';
import { filterOf } from '../tracking/order-lists.ts';
import { isTaken, proposeNumber } from '../tracking/new-number.ts';
import { lookUp } from '../tracking/look-up.ts';
import { readOnThread } from '../tracking/order-reader.ts';
import { timelineOf } from '../tracking/timeline.ts';
import { editNews } from '../tracking/believed.ts';
import type { EngineParts } from './engine-parts.ts';
import { offsetOf, pageOf } from './offset-page.ts';
import { createHistoryImports } from './history-imports.ts';
import { createImports } from './order-imports.ts';

type UpsertResults = ResultOf<'orders.upsert'>['results'];

export function orderHandlers(parts: EngineParts) {
  const { store, clock, tracking } = parts;
  const imports = createImports({
    store,
    clock,
    tracking,
    timeZone: parts.timeZone,
    newId: randomUUID,
    beginReading: readOnThread,
    later: (work) => void setImmediate(work),
    onChange: parts.onOrdersChanged,
  });
  const histories = createHistoryImports({
    store,
    clock,
    past: parts.past,
    timeZone: parts.timeZone,
    newId: randomUUID,
    later: (work) => void setImmediate(work),
  });
  return {
    'orders.upsert': (params: ParamsOut<'orders.upsert'>) => ({ results: upsert(parts, params) }),
    'orders.import': (params: ParamsOut<'orders.import'>) => imports.run(params.csv, params.mapping),
    'history.import': (params: ParamsOut<'history.import'>) => histories.run(params.csv, params.mapping),
    'orders.importJob': ({ jobId }: ParamsOut<'orders.importJob'>) =>
      (histories.has(jobId) ? histories : imports).get(jobId),
    'orders.cancelImport': ({ jobId }: ParamsOut<'orders.cancelImport'>) =>
      (histories.has(jobId) ? histories : imports).cancel(jobId),
    'orders.newNumber': ({ format }: ParamsOut<'orders.newNumber'>) => proposeNumber(store, format),
    'orders.get': ({ orderNumber, at, knownAt }: ParamsOut<'orders.get'>) =>
      tracking.view(findOrder(parts, orderNumber), { at: instantOf(at), knownAt: instantOf(knownAt) }),
    'orders.timeline': (params: ParamsOut<'orders.timeline'>) => {
      const order = findOrder(parts, params.orderNumber);
      return {
        items: timelineOf({ store, judge: tracking.judge, order, journeys: tracking.journeys(order) }),
      };
    },
    'orders.search': (params: ParamsOut<'orders.search'>) => ({
      items: withHolds(
        parts,
        lookUp(store, params.q, params.limit).map((row) => withOpenAlerts(store, tracking.freshened(row))),
      ),
    }),
    'orders.list': (params: ParamsOut<'orders.list'>) => listOrders(parts, params),
    'associations.put': (params: ParamsOut<'associations.put'>) => putAssociation(parts, params),
    'associations.list': (params: ParamsOut<'associations.list'>) => ({
      items: store.tracking
        .associations()
        .filter((row) => params.deviceId === undefined || row.deviceId === params.deviceId)
        .map((row) => ({
          associationId: row.associationId,
          deviceId: row.deviceId,
          ...(row.channel === undefined ? {} : { channel: row.channel }),
          subject: { type: row.subjectType, id: row.subjectId },
          from: toIso(row.from),
          ...(row.to === undefined ? {} : { to: toIso(row.to) }),
        })),
    }),
  };
}

function instantOf(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}

/** By its number as posted, else by its canonical form. */
export function findOrder({ store }: Pick<EngineParts, 'store'>, orderNumber: string): StoredOrder {
  const exact = store.orders.get(orderNumber.trim());
  if (exact !== undefined) return exact;
  const [found] = store.orders.byCode(canonicalCode(orderNumber)).filter((row) => row.parcelId === '');
  const order = found === undefined ? undefined : store.orders.byKey(found.orderKey);
  if (order === undefined) throw new DomainError('not-found', `No order ${orderNumber} is known.`);
  return order;
}

/** Each order is judged alone and all good ones are kept in one transaction. */
function upsert(
  { store, clock, tracking, onOrdersChanged }: EngineParts,
  { orders: raw, mustBeNew = false }: ParamsOut<'orders.upsert'>,
): UpsertResults {
  const results = store.transaction(() =>
    raw.map((each): UpsertResults[number] => {
      const checked = checkOrder(each);
      if (!checked.ok) {
        const error = {
          code: 'invalid-request',
          message: checked.message,
          ...(checked.field === undefined ? {} : { field: checked.field }),
        };
        return {
          ...(checked.orderNumber === undefined ? {} : { orderNumber: checked.orderNumber }),
          status: 'rejected',
          error,
        };
      }
      const { orderNumber } = checked.order;
      if (mustBeNew && isTaken(store, orderNumber)) {
        const message = 'There is an order with this number already.';
        return {
          orderNumber,
          status: 'rejected',
          error: { code: 'conflict', message, field: 'orderNumber' },
        };
      }
      const { key, status } = keepOrder(store, checked.order, clock.now());
      if (status !== 'unchanged') tracking.update(key, editNews);
      return { orderNumber: checked.order.orderNumber, status };
    }),
  );
  onOrdersChanged();
  return results;
}

/** Lines of a list with the kinds of the holds that stand on each. */
function withHolds<Row extends OrderSummaryRow>(
  { store, clock, tracking }: EngineParts,
  rows: readonly Row[],
): Row[] {
  const held = heldOrders(
    store,
    (codes) => tracking.ordersOf(codes, clock.now()),
    (key) => store.orders.byKey(key)?.orderNumber,
  );
  return rows.map((row) => {
    const heldFor = held.get(row.orderNumber);
    return heldFor === undefined ? row : { ...row, heldFor };
  });
}

function listOrders(parts: EngineParts, params: ParamsOut<'orders.list'>): ResultOf<'orders.list'> {
  const { store, clock, tracking } = parts;
  const offset = offsetOf(params.cursor);
  const summaries = store.orders.beliefs({
    ...filterOf(params.filter, clock.now()),
    ...(params.state === undefined ? {} : { state: params.state }),
    ...placeOf(params),
    limit: params.limit + 1,
    offset,
  });
  const items = summaries.map((text) =>
    withOpenAlerts(store, tracking.freshened(JSON.parse(text) as OrderSummaryRow)),
  );
  return pageOf(withHolds(parts, items), params.limit, offset);
}

function placeOf({ vehicleId, siteId }: ParamsOut<'orders.list'>) {
  if (vehicleId !== undefined) return { locationKind: 'vehicle', locationId: vehicleId };
  return siteId === undefined ? {} : { locationKind: 'site', locationId: siteId };
}

function putAssociation(
  { store, tracking, models, alerts }: EngineParts,
  params: ParamsOut<'associations.put'>,
): ResultOf<'associations.put'> {
  const from = Date.parse(params.from);
  const to = params.to === undefined ? undefined : Date.parse(params.to);
  if (to !== undefined && to <= from)
    throw new DomainError('invalid-request', 'The association ends before it begins.', { field: 'to' });
  const before = tracking.world
    .associations()
    .find(({ associationId }) => associationId === params.associationId);
  store.tracking.putAssociation({
    associationId: params.associationId,
    deviceId: params.deviceId,
    channel: params.channel,
    subjectType: params.subject.type,
    subjectId: params.subject.id,
    from,
    to,
  });
  tracking.world.refresh();
  models.refreshDevice(params.deviceId);
  alerts.configured(params.deviceId, Math.min(from, before?.from ?? from));
  if (before !== undefined && before.deviceId !== params.deviceId)
    alerts.configured(before.deviceId, before.from);
  return params;
}
