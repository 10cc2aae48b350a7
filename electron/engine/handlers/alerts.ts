import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { AlertRow } from '#shared/contract/types.ts';
import { alertSubjectTypes, type AlertState } from '#shared/domain/alert.ts';
import { groupAlerts, type AlertGroup } from '#shared/domain/alert-groups.ts';
import { DomainError } from '#shared/result.ts';

import type { Decision } from '../alerts/decision.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';

type AlertGroupView = ResultOf<'alerts.groups'>['items'][number];

export function alertHandlers({ alerts, store }: EngineParts) {
  const decide = (alertId: string, { session }: RequestContext, decision: Omit<Decision, 'who'>): AlertRow =>
    alerts.decide(alertId, { ...decision, who: session.actor });

  return {
    'alerts.list': (params: ParamsOut<'alerts.list'>): ResultOf<'alerts.list'> => {
      const { state, kind, subject, orderNumber, limit, cursor } = params;
      const found = alerts.list({
        withdrawn: state === 'withdrawn',
        open: state === 'open' ? true : undefined,
        state: state === 'open' || state === 'withdrawn' ? undefined : state,
        kind,
        ...subjectOf(subject),
        orderNumber: orderNumber === undefined ? undefined : postedNumber(store, orderNumber),
        beforeKey: readCursor(cursor),
        limit: limit + 1,
      });
      const items = found.slice(0, limit).map(({ row }) => row);
      const last = found[limit - 1];
      return found.length > limit && last !== undefined ? { items, nextCursor: String(last.key) } : { items };
    },
    'alerts.groups': () => ({
      items: groupAlerts(openAlerts([...alerts.feed.live.values()])).map(groupView),
    }),
    'alerts.get': ({ alertId }: ParamsOut<'alerts.get'>) => alerts.get(alertId),
    'alerts.acknowledge': ({ alertId, note }: ParamsOut<'alerts.acknowledge'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'acknowledge', note }),
    'alerts.resolve': ({ alertId, note }: ParamsOut<'alerts.resolve'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'resolve', note }),
    'alerts.shelve': ({ alertId, note, until }: ParamsOut<'alerts.shelve'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'shelve', note, until: Date.parse(until) }),
    'alerts.unshelve': ({ alertId, note }: ParamsOut<'alerts.unshelve'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'unshelve', note }),
    'alerts.comment': ({ alertId, note }: ParamsOut<'alerts.comment'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'comment', note }),
    'alerts.outOfService': ({ alertId, note }: ParamsOut<'alerts.outOfService'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'out-of-service', note }),
    'alerts.inService': ({ alertId, note }: ParamsOut<'alerts.inService'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'in-service', note }),
    'alerts.assign': ({ alertId, note, to }: ParamsOut<'alerts.assign'>, context: RequestContext) =>
      decide(alertId, context, { kind: 'assign', note, to }),
  };
}

const setAside: ReadonlySet<AlertState> = new Set(['normal', 'shelved', 'suppressed', 'out-of-service']);
const untold: ReadonlySet<AlertState> = new Set(['active-unacknowledged', 'returned-unacknowledged']);
const listedOfGroup = 100;

/** What somebody has to see to, and what is covered by that. */
function openAlerts(rows: readonly AlertRow[]): AlertRow[] {
  const open = rows.filter(({ state }) => !setAside.has(state));
  const ids = new Set(open.map(({ alertId }) => alertId));
  const covered = rows.filter(
    ({ state, causedBy }) => state === 'suppressed' && causedBy !== undefined && ids.has(causedBy),
  );
  return [...open, ...covered];
}

function groupView({ area, kinds, cause, alerts }: AlertGroup<AlertRow>): AlertGroupView {
  const [worst] = alerts;
  const lead = cause ?? worst;
  const raised = alerts.map(({ raisedTime }) => raisedTime).sort();
  return {
    area,
    kinds: [...kinds],
    ...(cause === undefined ? {} : { causeAlertId: cause.alertId }),
    severity: worst?.severity ?? 'low',
    message: lead?.message ?? '',
    count: alerts.length,
    unacknowledged: alerts.filter(({ state }) => untold.has(state)).length,
    firstRaisedTime: raised[0] ?? '',
    lastRaisedTime: raised.at(-1) ?? '',
    alertIds: alerts.slice(0, listedOfGroup).map(({ alertId }) => alertId),
  };
}

const types: ReadonlySet<string> = new Set(alertSubjectTypes);

/** `type:id`, or an id of anything; ids may hold colons themselves. */
function subjectOf(text: string | undefined): { readonly subjectType?: string; readonly subjectId?: string } {
  if (text === undefined) return {};
  const colon = text.indexOf(':');
  const type = text.slice(0, Math.max(0, colon));
  return types.has(type) ? { subjectType: type, subjectId: text.slice(colon + 1) } : { subjectId: text };
}

/** The number as posted, for a number as somebody typed it. */
function postedNumber(store: EngineParts['store'], text: string): string {
  if (store.orders.get(text) !== undefined) return text;
  const [found] = store.orders.byCode(text.trim().toUpperCase()).filter(({ parcelId }) => parcelId === '');
  return (found === undefined ? undefined : store.orders.byKey(found.orderKey)?.orderNumber) ?? text;
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor))
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return Number(cursor);
}
