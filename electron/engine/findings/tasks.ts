import type { AlertRow, TaskDetailRow, TaskRow } from '#shared/contract/types.ts';
import { severities } from '#shared/domain/alert.ts';
import {
  groupOf,
  taskIdOf,
  type FindingGroup,
  type FindingKind,
  type TaskSubject,
} from '#shared/domain/finding.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import { isKnown } from './known-subject.ts';
import {
  concernedView,
  eachOnce,
  impactView,
  isToDo,
  mostAtStake,
  mostUrgentFirst,
  promisesOf,
  type FindingParts,
  type Findings,
  type Promises,
  type Seen,
} from './findings.ts';
import { impactOf, priorityOf } from './impact.ts';
import { sureOf } from './sureness.ts';

/** What of the board is asked for. */
export interface TaskFilter {
  readonly state: 'open' | 'ignored';
  readonly group?: FindingGroup | undefined;
  readonly kind?: FindingKind | undefined;
}

export interface TaskList {
  readonly tasks: readonly TaskRow[];
  readonly open: number;
  readonly ignored: number;
  readonly promises: Promises;
}

/** Findings by what is to be done. */
export interface Tasks {
  list(filter: TaskFilter): TaskList;
  /** What is to be done about one thing. `not-found` for one that nobody has ever named. */
  detail(subject: TaskSubject): TaskDetailRow;
}

type About = Pick<AlertRow, 'kind' | 'subject' | 'deviceId' | 'siteId' | 'orderNumbers'>;

/**
 * What somebody has to look at to settle an alert: the order it is about, though it names one of its parcels, else the
 * vehicle or device. Codes nobody knows are settled where they were scanned, in one call. Pure.
 */
export function taskSubject({ kind, subject, deviceId, siteId, orderNumbers }: About): TaskSubject {
  const { type, id } = subject;
  if (type === 'channel') return { type: 'device', id: deviceId ?? id };
  if (type !== 'parcel' && type !== 'pallet') return { type, id };
  const [orderNumber, ...others] = orderNumbers;
  if (orderNumber !== undefined)
    return others.length === 0 ? { type: 'order', id: orderNumber } : { type, id };
  if (kind !== 'unknown-code' && kind !== 'bad-check-digit') return { type, id };
  if (siteId !== undefined) return { type: 'site', id: siteId };
  return deviceId === undefined ? { type, id } : { type: 'device', id: deviceId };
}

export function createTasks(
  { store, clock, alerts }: Pick<FindingParts, 'store' | 'clock' | 'alerts'>,
  findings: Findings,
): Tasks {
  return {
    list({ state, group, kind }) {
      const now = clock.now();
      const all = findings.seen();
      const open = bySubject(all.filter(({ finding }) => finding.ignored === undefined));
      const ignored = bySubject(all.filter(({ finding }) => finding.ignored !== undefined));
      const tasks = (state === 'open' ? open : ignored)
        .filter((each) =>
          each.seen.some(
            ({ finding }) =>
              (group === undefined || finding.group === group) &&
              (kind === undefined || finding.kind === kind),
          ),
        )
        .map((each) => taskView(each, now))
        .toSorted(mostUrgentFirst);
      return { tasks, open: open.length, ignored: ignored.length, promises: promisesOf(all, now) };
    },
    detail(subject) {
      const now = clock.now();
      const taskId = taskIdOf(subject);
      const isOwn = (alert: AlertRow): boolean => taskIdOf(taskSubject(alert)) === taskId;
      const seen = findings.seen(
        (alert) => isOwn(alert) || (subject.type === 'order' && alert.orderNumbers.includes(subject.id)),
      );
      const own = seen.filter(({ alert }) => isOwn(alert));
      const past = pastOf([...alerts.feed.live.values()].filter(isOwn));
      if (seen.length === 0 && past.length === 0 && !isKnown(store, subject))
        throw new DomainError('not-found', `No ${subject.type} ${subject.id} is known.`);
      const concerned = eachOnce(own);
      const { severity = 'low', group = 'mismatch' } = own[0]?.finding ?? {};
      return {
        taskId,
        subject,
        findings: own
          .map(({ finding }) => finding)
          .toSorted((a, b) => Number(a.ignored !== undefined) - Number(b.ignored !== undefined)),
        impact: impactView(impactOf(concerned, now)),
        concerned: mostAtStake(concerned, { severity, group, now }),
        past,
        related: bySubject(
          seen.filter(({ alert, finding }) => !isOwn(alert) && finding.ignored === undefined),
        ).map((each) => ({
          taskId: taskIdOf(each.subject),
          subject: each.subject,
          kinds: [...new Set(each.seen.map(({ finding }) => finding.kind))],
        })),
      };
    },
  };
}

interface Gathered {
  readonly subject: TaskSubject;
  readonly seen: readonly Seen[];
}

function bySubject(all: readonly Seen[]): Gathered[] {
  const gathered = new Map<string, { readonly subject: TaskSubject; readonly seen: Seen[] }>();
  for (const one of all) {
    const subject = taskSubject(one.alert);
    const taskId = taskIdOf(subject);
    const known = gathered.get(taskId);
    if (known === undefined) gathered.set(taskId, { subject, seen: [one] });
    else known.seen.push(one);
  }
  return [...gathered.values()];
}

function taskView({ subject, seen }: Gathered, now: number): TaskRow {
  const concerned = eachOnce(seen);
  const [order] = concerned;
  const rows = seen.map(({ finding }) => finding);
  return compact({
    taskId: taskIdOf(subject),
    subject,
    severity: severities.findLast((each) => rows.some(({ severity }) => severity === each)) ?? 'low',
    findings: rows,
    order: subject.type === 'order' && order !== undefined ? concernedView(order, now) : undefined,
    impact: impactView(impactOf(concerned, now)),
    startTime: rows.reduce(
      (first, { startTime }) => (startTime < first ? startTime : first),
      rows[0]!.startTime,
    ),
    priority: priorityOf(
      ...seen.map((one) => ({
        concerned: one.concerned,
        severity: one.finding.severity,
        group: one.finding.group,
        sure: sureOf(one.finding.sureness),
        now,
      })),
    ),
  });
}

function pastOf(alerts: readonly AlertRow[]): TaskDetailRow['past'] {
  return alerts
    .filter((alert) => groupOf(alert.kind) !== undefined && !isToDo(alert))
    .toSorted((a, b) => (a.changedTime < b.changedTime ? 1 : -1))
    .map((alert) =>
      compact({
        findingId: alert.alertId,
        kind: alert.kind as FindingKind,
        state: alert.state,
        message: alert.message,
        startTime: alert.startTime,
        endTime: alert.endTime,
        changedTime: alert.changedTime,
        outcome: outcomeOf(alert),
      }),
    );
}

function outcomeOf({
  withdrawn,
  state,
  resolved,
  endTime,
}: AlertRow): TaskDetailRow['past'][number]['outcome'] {
  if (withdrawn) return 'withdrawn';
  if (state === 'shelved' || state === 'suppressed' || state === 'out-of-service') return 'aside';
  return resolved !== undefined || endTime === undefined ? 'settled' : 'cleared';
}
