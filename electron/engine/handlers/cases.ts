import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { caseStates } from '#shared/domain/case.ts';
import { DomainError } from '#shared/result.ts';

import type { CaseFilter, CaseRow } from '../store/cases.ts';
import type { StoredOrder } from '../store/orders.ts';
import { caseView, changeCase, type CaseWishes } from '../tracking/casework.ts';
import { timelineOf } from '../tracking/timeline.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { offsetOf, pageOf } from './offset-page.ts';
import { findOrder } from './orders.ts';

type CaseParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'onOrdersChanged'>;
type CaseResult = ResultOf<'cases.open'>;

/** What customers ask and complain about, with owner, due time and evidence; every change is kept with who made it. */
export function caseHandlers(parts: CaseParts) {
  return {
    'cases.open': (params: ParamsOut<'cases.open'>, context: RequestContext) =>
      openCase(parts, params, context.session.actor),
    'cases.update': (params: ParamsOut<'cases.update'>, context: RequestContext) =>
      updateCase(parts, params, context.session.actor),
    'cases.get': ({ caseId }: ParamsOut<'cases.get'>) => view(parts, findCase(parts, caseId)),
    'cases.list': (params: ParamsOut<'cases.list'>) => listCases(parts, params),
  };
}

function openCase(
  parts: CaseParts,
  { orderNumber, kind, text, owner, dueTime, evidence = [] }: ParamsOut<'cases.open'>,
  who: string,
): CaseResult {
  const { store, clock, tracking, onOrdersChanged } = parts;
  const order = findOrder(parts, orderNumber);
  checkEvidence(parts, order, evidence);
  const key = store.transaction(() => {
    const opened = store.cases.open({
      orderKey: order.key,
      kind,
      text,
      owner,
      dueTime: dueTime === undefined ? undefined : Date.parse(dueTime),
      state: 'open',
      evidence: [...new Set(evidence)],
      openedTime: clock.now(),
      openedBy: who,
    });
    tracking.touch([order.key]);
    return opened;
  });
  onOrdersChanged();
  return view(parts, findCase(parts, String(key)));
}

function updateCase(
  parts: CaseParts,
  { caseId, note = '', dueTime, ...wishes }: ParamsOut<'cases.update'>,
  who: string,
): CaseResult {
  const row = findCase(parts, caseId);
  if (wishes.evidence !== undefined) {
    const known = new Set(row.evidence);
    // What it rested on before may be gone from the timeline since.
    const added = wishes.evidence.filter((id) => !known.has(id));
    checkEvidence(parts, orderOf(parts, row), added);
  }
  const due = typeof dueTime === 'string' ? Date.parse(dueTime) : dueTime;
  parts.store.transaction(() => applyToCase(parts, row, { ...wishes, dueTime: due }, { who, note }));
  parts.onOrdersChanged();
  return view(parts, findCase(parts, caseId));
}

/** Changes a case and keeps who did that; nothing is kept of what changes nothing. Only inside a transaction. */
function applyToCase(
  { store, clock, tracking }: CaseParts,
  row: CaseRow,
  wishes: CaseWishes,
  { who, note }: { readonly who: string; readonly note: string },
): void {
  const { content, changed } = changeCase(row, wishes);
  if (changed === undefined && note === '') return;
  store.cases.change(row.key, content, { time: clock.now(), who, text: note, changed });
  tracking.touch([row.orderKey]);
}

/** Adds an item of the order's timeline to what a case rests on. Only inside a transaction. */
export function linkToCase(
  parts: CaseParts,
  caseId: string,
  linked: { readonly itemId: string; readonly orderNumbers: readonly string[]; readonly who: string },
): void {
  const row = findCase(parts, caseId);
  const { orderNumber } = orderOf(parts, row);
  if (!linked.orderNumbers.includes(orderNumber))
    throw new DomainError('invalid-request', `Case ${caseId} is about order ${orderNumber}, this is not.`, {
      field: 'caseId',
    });
  applyToCase(parts, row, { evidence: [...row.evidence, linked.itemId] }, { who: linked.who, note: '' });
}

function listCases(
  parts: CaseParts,
  { state, kind, owner, orderNumber, limit, cursor }: ParamsOut<'cases.list'>,
): ResultOf<'cases.list'> {
  const offset = offsetOf(cursor);
  const rows = parts.store.cases.list({
    ...statesOf(state, parts.clock.now()),
    kind,
    owner,
    orderKey: orderNumber === undefined ? undefined : findOrder(parts, orderNumber).key,
    limit: limit + 1,
    offset,
  });
  return pageOf(
    rows.map((row) => view(parts, row)),
    limit,
    offset,
  );
}

function statesOf(
  state: ParamsOut<'cases.list'>['state'],
  now: number,
): Pick<CaseFilter, 'states' | 'dueBefore'> {
  if (state === undefined) return { states: caseStates };
  if (state === 'unclosed') return { states: ['open', 'waiting'] };
  if (state === 'overdue') return { states: ['open', 'waiting'], dueBefore: now };
  return { states: [state] };
}

function checkEvidence({ store, tracking }: CaseParts, order: StoredOrder, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const items = timelineOf({ store, judge: tracking.judge, order, journeys: tracking.journeys(order) });
  const known = new Set(items.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new DomainError(
      'invalid-request',
      `There is no ${unknown} in the timeline of order ${order.orderNumber}.`,
      { field: 'evidence' },
    );
}

function findCase({ store }: CaseParts, caseId: string): CaseRow {
  const row = /^\d{1,15}$/.test(caseId) ? store.cases.get(Number(caseId)) : undefined;
  if (row === undefined) throw new DomainError('not-found', `There is no case ${caseId}.`);
  return row;
}

function orderOf({ store }: CaseParts, row: CaseRow): StoredOrder {
  // A case refers to its order in the schema, and orders are never deleted.
  return store.orders.byKey(row.orderKey) as StoredOrder;
}

function view(parts: CaseParts, row: CaseRow): CaseResult {
  return caseView(row, parts.store.cases.notesOf(row.key), orderOf(parts, row).orderNumber);
}
