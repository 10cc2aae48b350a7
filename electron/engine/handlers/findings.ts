import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { groupOf, parseTaskId } from '#shared/domain/finding.ts';
import { DomainError } from '#shared/result.ts';

import { createFindings, ignoreView } from '../findings/findings.ts';
import { longestIgnoreMs } from '../findings/ignoring.ts';
import { createTasks, taskSubject } from '../findings/tasks.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { offsetOf, pageOf } from './offset-page.ts';

type FindingParts = Pick<EngineParts, 'store' | 'clock' | 'alerts' | 'tracking'>;

/** The board of delays and mismatches, and what people put aside of it. */
export function findingHandlers(parts: FindingParts) {
  const { store, alerts } = parts;
  const findings = createFindings(parts);
  const tasks = createTasks(parts, findings);
  return {
    'tasks.list': ({ limit, cursor, ...filter }: ParamsOut<'tasks.list'>): ResultOf<'tasks.list'> => {
      const offset = offsetOf(cursor);
      const { tasks: rows, open, ignored, promises } = tasks.list(filter);
      const { keepable, broken } = promises;
      return {
        ...pageOf(rows.slice(offset, offset + limit + 1), limit, offset),
        open,
        ignored,
        keepable,
        broken,
      };
    },
    'tasks.get': ({ taskId }: ParamsOut<'tasks.get'>): ResultOf<'tasks.get'> => {
      const subject = parseTaskId(taskId);
      if (subject !== undefined) return tasks.detail(subject);
      const alert = alerts.get(taskId);
      if (groupOf(alert.kind) === undefined)
        throw new DomainError('not-found', `${taskId} is neither a delay nor a mismatch.`);
      return tasks.detail(taskSubject(alert));
    },
    'findings.list': (params: ParamsOut<'findings.list'>): ResultOf<'findings.list'> => {
      const { state, group, kind, orderNumber, limit, cursor } = params;
      const { rows: all, promises } = findings.all();
      const offset = offsetOf(cursor);
      const ofOrder =
        orderNumber === undefined
          ? undefined
          : new Set(store.alerts.ofOrder(orderNumber).map(({ key }) => `alert-${key}`));
      const rows = all.filter(
        (row) =>
          (row.ignored !== undefined) === (state === 'ignored') &&
          (group === undefined || row.group === group) &&
          (kind === undefined || row.kind === kind) &&
          (ofOrder === undefined || ofOrder.has(row.findingId)),
      );
      const ignored = all.filter((row) => row.ignored !== undefined).length;
      return {
        ...pageOf(rows.slice(offset, offset + limit + 1), limit, offset),
        open: all.length - ignored,
        ignored,
        keepable: promises.keepable,
        broken: promises.broken,
      };
    },
    'findings.get': ({ findingId }: ParamsOut<'findings.get'>): ResultOf<'findings.get'> => {
      const found = findings.detail(alerts.get(findingId));
      if (found === undefined)
        throw new DomainError('not-found', `${findingId} is neither a delay nor a mismatch.`);
      return found;
    },
    'ignores.create': (params: ParamsOut<'ignores.create'>, { session }: RequestContext) =>
      createIgnore(parts, params, session.actor),
    'ignores.lift': ({ ignoreId }: ParamsOut<'ignores.lift'>, { session }: RequestContext) =>
      liftIgnore(parts, ignoreId, session.actor),
    'ignores.list': ({ state, limit }: ParamsOut<'ignores.list'>): ResultOf<'ignores.list'> => {
      const rows =
        state === 'standing'
          ? store.ignores.standing(parts.clock.now()).toReversed().slice(0, limit)
          : store.ignores.list(limit);
      return { items: rows.map(ignoreView) };
    },
  };
}

function createIgnore(
  { store, clock }: FindingParts,
  { kind, subject, until, note }: ParamsOut<'ignores.create'>,
  who: string,
): ResultOf<'ignores.create'> {
  const now = clock.now();
  const end = Date.parse(until);
  if (kind === undefined && subject === undefined)
    throw new DomainError('invalid-request', 'Say which kind, or what it is about: not everything can go.', {
      field: 'kind',
    });
  if (end <= now) throw new DomainError('invalid-request', 'It would be over at once.', { field: 'until' });
  if (end > now + longestIgnoreMs)
    throw new DomainError('invalid-request', 'Nothing is ignored for longer than 90 days.', {
      field: 'until',
    });
  const key = store.transaction(() =>
    store.ignores.create({
      kind,
      subjectType: subject?.type,
      subjectId: subject?.id,
      until: end,
      note,
      createdTime: now,
      createdBy: who,
    }),
  );
  return ignoreView(store.ignores.get(key)!);
}

function liftIgnore({ store, clock }: FindingParts, ignoreId: string, who: string): ResultOf<'ignores.lift'> {
  const key = /^\d{1,15}$/.test(ignoreId) ? Number(ignoreId) : -1;
  const known = store.ignores.get(key);
  if (known === undefined) throw new DomainError('not-found', `Nothing is ignored as ${ignoreId}.`);
  if (known.liftedTime !== undefined)
    throw new DomainError(
      'conflict',
      `${ignoreId} was taken back before, by ${known.liftedBy ?? 'somebody'}.`,
    );
  if (known.until <= clock.now()) throw new DomainError('conflict', `${ignoreId} has expired.`);
  store.transaction(() => store.ignores.lift(key, clock.now(), who));
  return ignoreView(store.ignores.get(key)!);
}
