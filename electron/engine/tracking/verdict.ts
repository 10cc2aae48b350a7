import type { Verdict } from '#shared/domain/cbv.ts';
import { stateOfStep } from '#shared/domain/order-state.ts';

import type { PostedOrder } from './believe.ts';
import { lastMove, stateOf, type Journey, type JourneyEvent, type ScanFact } from './journey.ts';

export interface Judged {
  readonly verdict: Verdict;
  /** Plain words with what to do. */
  readonly message: string;
}

export interface JudgeInput {
  readonly code: string;
  readonly scan: ScanFact;
  /** The order the code belongs to; undefined when nobody knows the code. */
  readonly order: PostedOrder | undefined;
  /** True for pallets, cages and vehicles that scans have spoken of, or that are configured. */
  readonly isContainer: boolean;
  /** Why it may not move and what to do, when it is held. */
  readonly held: string | undefined;
  /** What was known of the code before this scan, up to its event time. */
  readonly before: Journey;
}

/** The same step from the same device within this time is one act (a trigger pulled twice). */
const sameActMs = 600_000;

/** Steps that may come again and again while goods lie at a site. */
const repeatable: ReadonlySet<string> = new Set([
  'inspecting',
  'cycle_counting',
  'stock_taking',
  'sensor_reporting',
  'holding',
  'other',
  'storing',
  'stocking',
]);

/** What the person with the scanner is told about one code. Pure. */
export function judgeScan(input: JudgeInput): Judged {
  const { code, order, isContainer, held, before, scan } = input;
  const stopped = isHandling(scan) ? undefined : (held ?? cancelledWords(code, scan, order));
  if (stopped !== undefined) return { verdict: 'held', message: stopped };
  if (order === undefined && !isContainer) {
    return {
      verdict: 'unknown',
      message: `${code} is not known. Check the label, or ask for the order to be entered.`,
    };
  }
  const again = sameStepBefore(scan, before);
  if (again !== undefined) {
    const when = sinceText(scan.eventTime - again.scan.eventTime);
    return { verdict: 'duplicate', message: `${code} already had this step ${when} before. Nothing to do.` };
  }
  if (order === undefined) return { verdict: 'accepted', message: `${code}: recorded.` };
  const place = wrongPlace(scan, order);
  if (place !== undefined)
    return {
      verdict: 'wrong-place',
      message: `${code} is not planned ${place}. Put it aside and ask dispatch.`,
    };
  const sequence = outOfSequence(scan, order, before);
  if (sequence !== undefined)
    return {
      verdict: 'out-of-sequence',
      message: `${code}: ${sequence}. Check that this is the right parcel.`,
    };
  return { verdict: 'accepted', message: `${code}: recorded.` };
}

/** What is done with goods that are held: they are looked at and counted where they lie. */
const handling: ReadonlySet<string> = new Set([
  'inspecting',
  'holding',
  'cycle_counting',
  'stock_taking',
  'sensor_reporting',
]);

function isHandling({ bizStep, outcome }: ScanFact): boolean {
  return outcome === undefined && handling.has(bizStep ?? '');
}

/** Goods of a cancelled order go nowhere but back. */
function cancelledWords(code: string, scan: ScanFact, order: PostedOrder | undefined): string | undefined {
  if (order?.cancelledTime === undefined || scan.outcome === 'returned') return undefined;
  if (Date.parse(order.cancelledTime) > Math.max(scan.eventTime, scan.recordTime)) return undefined;
  return `${code}: order ${order.orderNumber} was cancelled. Put it aside for return to stock.`;
}

/** The same step at the same place, with nothing in between that moved it. */
function sameStepBefore(scan: ScanFact, before: Journey): JourneyEvent | undefined {
  if (scan.bizStep === undefined && scan.outcome === undefined) return undefined;
  if (scan.outcome === undefined && repeatable.has(scan.bizStep ?? '')) return undefined;
  const last = before.events.findLast((event) => event.state !== undefined);
  if (last === undefined || !isSameAct(scan, last.scan)) return undefined;
  return last;
}

function isSameAct(scan: ScanFact, earlier: ScanFact): boolean {
  const sameStep = scan.bizStep === earlier.bizStep && scan.outcome === earlier.outcome;
  const samePlace =
    scan.siteId === earlier.siteId &&
    (scan.parent ?? scan.vehicleId) === (earlier.parent ?? earlier.vehicleId);
  // A second failed attempt on another day is another attempt.
  if (scan.outcome === 'attempt-failed')
    return sameStep && samePlace && scan.eventTime - earlier.eventTime < sameActMs;
  return sameStep && samePlace;
}

function wrongPlace(scan: ScanFact, order: PostedOrder): string | undefined {
  if (
    order.plan === undefined ||
    order.plan.length === 0 ||
    scan.siteId === undefined ||
    scan.outcome !== undefined
  )
    return undefined;
  if (stateOf(scan) === undefined || scan.bizStep === 'transporting') return undefined;
  return order.plan.some((step) => step.siteId === scan.siteId) ? undefined : `at ${scan.siteId}`;
}

/** A step that comes after a later one of the plan was done, or after the parcel reached its end. */
function outOfSequence(scan: ScanFact, order: PostedOrder, before: Journey): string | undefined {
  const move = lastMove(before);
  if (move?.state === 'delivered' && scan.outcome !== 'returned' && scan.outcome !== 'refused')
    return 'it was already delivered';
  if (move?.state === 'returned') return 'it was already returned';
  const plan = order.plan ?? [];
  const here = plan.findIndex((step) => step.bizStep === scan.bizStep && step.siteId === scan.siteId);
  if (here !== -1) {
    const later = plan.findLast(
      (step, index) =>
        index > here &&
        before.events.some(
          (event) => event.scan.bizStep === step.bizStep && event.scan.siteId === step.siteId,
        ),
    );
    return later === undefined ? undefined : `${later.bizStep} at ${later.siteId} was already done`;
  }
  return earlyStepAfterLeaving(scan, move);
}

const beforeLeaving: ReadonlySet<string> = new Set(['created', 'picked', 'packed']);
const afterLeaving: ReadonlySet<string> = new Set([
  'in-transit',
  'out-for-delivery',
  'attempt-failed',
  'available-for-pickup',
  'customs',
]);

function earlyStepAfterLeaving(scan: ScanFact, move: JourneyEvent | undefined): string | undefined {
  const state = stateOfStep[scan.bizStep ?? ''];
  if (scan.outcome !== undefined || state === undefined || move?.state === undefined) return undefined;
  return beforeLeaving.has(state) && afterLeaving.has(move.state)
    ? `it is already ${move.state.replaceAll('-', ' ')}`
    : undefined;
}

function sinceText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'moments';
  if (minutes < 120) return `${minutes} min`;
  return `${Math.round(minutes / 60)} h`;
}
