import type { AlertRow, AssociationRow, FindingDetailRow, FindingRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { groupOf, type FindingKind } from '#shared/domain/finding.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Alerts } from '../alerts/alerts.ts';
import type { Clock } from '../clock.ts';
import { compact } from '../live/rows.ts';
import { whyLate } from '../planning/why-late.ts';
import type { IgnoreRow } from '../store/ignores.ts';
import type { Store } from '../store/store.ts';
import { lateProbability } from '../tracking/eta.ts';
import type { ScanFact } from '../tracking/journey.ts';
import { nearCodes } from '../tracking/look-up.ts';
import type { OrderSummaryRow } from '../tracking/order-view.ts';
import { scanFact } from '../tracking/scan-facts.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { readPosted } from '../tracking/posted.ts';
import { fixesOf } from './finding-fixes.ts';
import { coveringIgnore } from './ignoring.ts';
import {
  impactOf,
  priorityOf,
  promiseState,
  stakeOf,
  type Concerned,
  type Impact,
  type Weighing,
} from './impact.ts';
import { createTrackRecord, sureOf, surenessOf } from './sureness.ts';

export interface FindingParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly tracking: Pick<Tracking, 'freshened' | 'belief'>;
}

/** A finding with what it was seen by. */
export interface Seen {
  readonly finding: FindingRow;
  readonly alert: AlertRow;
  readonly concerned: readonly Concerned[];
}

/** What is delayed or does not fit, worked out anew from the alerts there are whenever it is asked for. */
export interface Findings {
  /** What is to be done, put aside or not, of the alerts asked for; what to do first on top. */
  seen(which?: (alert: AlertRow) => boolean): readonly Seen[];
  /** All of them, what to do first on top, and what their promises come to. */
  all(): { readonly rows: readonly FindingRow[]; readonly promises: Promises };
  /** One with its evidence, its fixes and what it will break; undefined for an alert that is no finding. */
  detail(alert: AlertRow): FindingDetailRow | undefined;
}

export type Promises = Pick<Impact, 'keepable' | 'broken'>;

const shownConcerned = 50;

export function createFindings({ store, clock, alerts, tracking }: FindingParts): Findings {
  const record = createTrackRecord(store, () => clock.now());

  function see(alert: AlertRow, reader: OrderReader, ignores: readonly IgnoreRow[]): Seen | undefined {
    const group = groupOf(alert.kind);
    if (group === undefined) return undefined;
    const kind = alert.kind as FindingKind;
    const now = clock.now();
    const concerned = alert.orderNumbers.flatMap((number) => reader(number) ?? []);
    const sureness = surenessOf(kind, concerned, record);
    const { severity } = alert;
    const ignore = coveringIgnore(alert, ignores);
    const finding = compact({
      findingId: alert.alertId,
      group,
      kind,
      severity,
      state: alert.state,
      subject: alert.subject,
      deviceId: alert.deviceId,
      vehicleId: alert.vehicleId,
      siteId: alert.siteId,
      message: alert.message,
      startTime: alert.startTime,
      raisedTime: alert.raisedTime,
      assignee: alert.assignee,
      sureness,
      impact: impactView(impactOf(concerned, now)),
      priority: priorityOf({ concerned, severity, group, sure: sureOf(sureness), now }),
      ignored: ignore && ignoreView(ignore),
    });
    return { finding, alert, concerned };
  }

  function reasonsOf({ kind, orderNumbers }: AlertRow): string[] | undefined {
    const order = isAboutPromise(kind) ? store.orders.get(orderNumbers[0] ?? '') : undefined;
    const siteName = (siteId: string): string => store.places.site(siteId)?.name ?? siteId;
    return order && whyLate(tracking.belief(order), clock.now(), siteName);
  }

  function seen(which: (alert: AlertRow) => boolean = () => true): readonly Seen[] {
    const reader = createOrderReader(store, tracking);
    const ignores = store.ignores.standing(clock.now());
    const found: Seen[] = [];
    for (const alert of alerts.feed.live.values()) {
      if (!isToDo(alert) || !which(alert)) continue;
      const one = see(alert, reader, ignores);
      if (one !== undefined) found.push(one);
    }
    return found.sort(
      ({ finding: a }, { finding: b }) => mostUrgentFirst(a, b) || (a.findingId < b.findingId ? -1 : 1),
    );
  }

  return {
    seen,
    all() {
      const found = seen();
      return { rows: found.map(({ finding }) => finding), promises: promisesOf(found, clock.now()) };
    },
    detail(alert) {
      const reader = createOrderReader(store, tracking);
      const one = see(alert, reader, store.ignores.standing(clock.now()));
      if (one === undefined) return undefined;
      const { finding } = one;
      const now = clock.now();
      const weighing = { severity: alert.severity, group: finding.group, now };
      return {
        ...finding,
        ...compact({ cause: alert.mismatch?.cause, reasons: reasonsOf(alert) }),
        toDo: isToDo(alert),
        sides: sidesOf(store, alert),
        fixes: fixesFor(store, alert),
        concerned: mostAtStake(one.concerned, weighing),
      };
    },
  };
}

/** What the promises of findings that are not put aside come to, each order counted once. */
export function promisesOf(seen: readonly Seen[], now: number): Promises {
  return impactOf(eachOnce(seen.filter(({ finding }) => finding.ignored === undefined)), now);
}

/** The orders that findings concern, each once. */
export function eachOnce(seen: readonly Seen[]): Concerned[] {
  return [
    ...new Map(
      seen.flatMap(({ concerned }) => concerned.map((order) => [order.orderNumber, order])),
    ).values(),
  ];
}

/** The orders with the most at stake, at most 50, as the contract gives them. */
export function mostAtStake(
  concerned: readonly Concerned[],
  weighing: Weighing,
): FindingDetailRow['concerned'] {
  return concerned
    .toSorted((a, b) => stakeOf(b, weighing) - stakeOf(a, weighing))
    .slice(0, shownConcerned)
    .map((order) => concernedView(order, weighing.now));
}

/** What hangs on something, as the contract gives it. */
export function impactView(impact: Impact): FindingRow['impact'] {
  const { nextPromise } = impact;
  return compact({ ...impact, nextPromise: nextPromise === undefined ? undefined : toIso(nextPromise) });
}

function isAboutPromise(kind: AlertRow['kind']): boolean {
  return kind === 'late' || kind === 'late-predicted';
}

/** A delay is looked at while it lasts; a contradiction is there until somebody has said what is right. */
export function isToDo({ kind, state, withdrawn }: AlertRow): boolean {
  if (withdrawn) return false;
  if (state === 'active-unacknowledged' || state === 'active-acknowledged') return true;
  return groupOf(kind) === 'mismatch' && (state === 'returned-unacknowledged' || state === 'latched');
}

/** What to do first on top, the longest known of equals. */
export function mostUrgentFirst<Row extends Pick<FindingRow, 'priority' | 'startTime'>>(
  a: Row,
  b: Row,
): number {
  return b.priority - a.priority || (a.startTime < b.startTime ? -1 : a.startTime > b.startTime ? 1 : 0);
}

type OrderReader = (orderNumber: string) => Concerned | undefined;

/** Many findings may concern one order: it is read once. */
function createOrderReader(store: Store, tracking: FindingParts['tracking']): OrderReader {
  const known = new Map<string, Concerned | undefined>();
  return (orderNumber) => {
    if (!known.has(orderNumber)) known.set(orderNumber, concernedOf(store, tracking, orderNumber));
    return known.get(orderNumber);
  };
}

function concernedOf(
  store: Store,
  tracking: FindingParts['tracking'],
  orderNumber: string,
): Concerned | undefined {
  const order = store.orders.get(orderNumber);
  const text = order && store.orders.beliefOf(order.key);
  if (text === undefined) return undefined;
  const { customerName, parcels, promisedUntil, eta, state } = tracking.freshened(
    JSON.parse(text) as OrderSummaryRow,
  );
  const until = promisedUntil === undefined ? undefined : Date.parse(promisedUntil);
  return {
    orderNumber,
    customerName,
    parcels: Math.max(1, parcels),
    promisedUntil: until,
    expected: eta === null ? undefined : Date.parse(eta.p50),
    lateProbability: eta === null || until === undefined ? undefined : lateProbability(spreadOf(eta), until),
    over: isFinal(state),
  };
}

function spreadOf({ p10, p50, p90 }: NonNullable<OrderSummaryRow['eta']>) {
  return { p10: Date.parse(p10), p50: Date.parse(p50), p90: Date.parse(p90) };
}

/** An order that is concerned, as the contract gives it. */
export function concernedView(order: Concerned, now: number): FindingDetailRow['concerned'][number] {
  const { orderNumber, customerName, parcels, promisedUntil, expected } = order;
  return compact({
    orderNumber,
    customerName,
    parcels,
    promisedUntil: promisedUntil === undefined ? undefined : toIso(promisedUntil),
    expected: expected === undefined ? undefined : toIso(Math.round(expected)),
    lateProbability: order.lateProbability,
    promise: promiseState(order, now),
  });
}

/** Both sides where the rule named them; else what was observed beside what was planned or promised. */
function sidesOf(store: Store, alert: AlertRow): FindingDetailRow['sides'] {
  if (alert.mismatch !== undefined) return [...alert.mismatch.sides];
  const planned = alert.orderNumbers.length === 1 ? plannedSide(store, alert.orderNumbers[0]!) : [];
  return [...planned, { title: 'Observed', evidence: alert.evidence }];
}

function plannedSide(store: Store, orderNumber: string): FindingDetailRow['sides'] {
  const order = store.orders.get(orderNumber);
  if (order === undefined) return [];
  const { plan = [], promised } = readPosted(order);
  const recordTime = toIso(order.createdTime);
  const claim = { id: orderNumber, recordTime, source: `order ${orderNumber}` };
  const steps = plan.map(({ siteId, bizStep, plannedTime }) => {
    const when = plannedTime === undefined ? '' : ` at ${plannedTime}`;
    return `${bizStep.replaceAll('_', ' ')} at ${siteId}${when}`;
  });
  const text = store.places.inNames(steps.join(', then '));
  const way = { ...claim, kind: 'plan', text, eventTime: plan[0]?.plannedTime ?? recordTime };
  const promise =
    promised === undefined
      ? []
      : [{ ...claim, kind: 'order', eventTime: promised.until, text: `promised until ${promised.until}` }];
  const evidence = [...(steps.length === 0 ? [] : [way]), ...promise];
  return evidence.length === 0 ? [] : [{ title: 'Planned', evidence }];
}

function fixesFor(store: Store, alert: AlertRow): FindingDetailRow['fixes'] {
  const [orderNumber] = alert.orderNumbers;
  const order = orderNumber === undefined ? undefined : store.orders.get(orderNumber);
  const isCode = alert.kind === 'unknown-code' || alert.kind === 'bad-check-digit';
  const fixes = fixesOf({
    alert,
    scans: scansOf(store, alert),
    posted: order && readPosted(order),
    nearCodes: isCode ? nearCodes(store, canonicalCode(alert.subject.id)) : [],
    associations: alert.kind === 'moved-without-scan' ? associationsOf(store, alert) : [],
  });
  return fixes.map(({ title, note, ...fix }) => ({
    ...fix,
    title: store.places.inNames(title),
    note: store.places.inNames(note),
  }));
}

/** The scans an alert rests on that are still believed: one declared wrong before is not declared wrong again. */
function scansOf(store: Store, { evidence, mismatch }: AlertRow): ReadonlyMap<string, ScanFact> {
  const ids = [
    ...evidence.flatMap(({ kind, id }) => (kind === 'scan' ? id : [])),
    ...(mismatch?.fixes ?? []).map(({ target }) => target.id),
  ];
  const found = new Map<string, ScanFact>();
  for (const id of ids) {
    const record = store.tracking.scan(Number(id));
    const believed = record && store.corrections.believed(record);
    if (believed !== undefined) found.set(id, scanFact(store, believed));
  }
  return found;
}

function associationsOf(store: Store, { evidence }: AlertRow): AssociationRow[] {
  const devices = new Set(evidence.flatMap(({ kind, source }) => (kind === 'position' ? source : [])));
  return store.tracking
    .associations()
    .filter(({ deviceId }) => devices.has(deviceId))
    .map(({ associationId, deviceId, channel, subjectType, subjectId, from, to }) =>
      compact({
        associationId,
        deviceId,
        channel,
        subject: { type: subjectType, id: subjectId },
        from: toIso(from),
        to: to === undefined ? undefined : toIso(to),
      }),
    );
}

/** An ignore as the contract gives it. */
export function ignoreView(ignore: IgnoreRow): NonNullable<FindingRow['ignored']> {
  const { subjectType, subjectId, liftedTime } = ignore;
  return compact({
    ignoreId: String(ignore.key),
    kind: ignore.kind,
    subject:
      subjectType === undefined || subjectId === undefined ? undefined : { type: subjectType, id: subjectId },
    until: toIso(ignore.until),
    note: ignore.note,
    who: ignore.createdBy,
    time: toIso(ignore.createdTime),
    liftedTime: liftedTime === undefined ? undefined : toIso(liftedTime),
    liftedBy: ignore.liftedBy,
  });
}
