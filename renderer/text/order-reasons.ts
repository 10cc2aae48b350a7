import type { OrderSummaryRow } from '#shared/contract/types.ts';
import type { Teller } from '#shared/domain/answer/answer-words.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { hourMs } from '#shared/domain/time.ts';

import { agoWords, lengthWords, momentWords, periodWords } from './day-words.ts';
import { latenessText, ordersText } from './orders.ts';

/** What of an order's line the words about its promise are made of. */
export type PromisedOrder = Pick<
  OrderSummaryRow,
  'state' | 'stateTime' | 'promisedUntil' | 'eta' | 'lateness' | 'newestTime'
>;

/** How an order stands to its promise, in a few words for a column. */
export function latenessWords(order: PromisedOrder, now: number): string {
  const { lateness, promisedUntil, stateTime, eta } = order;
  if (promisedUntil === undefined) return ordersText.noPromise;
  const until = Date.parse(promisedUntil);
  switch (lateness) {
    case 'late':
      return `${latenessText.late} by ${lengthWords(now - until)}`;
    case 'delivered-late':
      return stateTime === undefined
        ? latenessText['delivered-late']
        : `Delivered ${lengthWords(Date.parse(stateTime) - until)} late`;
    case 'at-risk':
      return `${latenessText['at-risk']}: ${overWords(eta, until)}`;
    case 'on-time':
      return latenessText['on-time'];
    case 'unknown':
      return until > now ? latenessText.unknown : startWithCapital(silenceWords(order, now));
  }
}

function startWithCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How far over its promise it is likely to come, short. */
function overWords(eta: PromisedOrder['eta'], until: number): string {
  if (eta === null) return ordersText.noEstimate;
  const over = Date.parse(eta.p50) - until;
  return over > 0 ? `+${lengthWords(over)}` : `up to +${lengthWords(Date.parse(eta.p90) - until)}`;
}

function riskWords(eta: PromisedOrder['eta'], until: number): string {
  if (eta === null) return ordersText.noEstimate;
  const over = Date.parse(eta.p50) - until;
  if (over > 0) return `likely ${lengthWords(over)} over`;
  return `up to ${lengthWords(Date.parse(eta.p90) - until)} over`;
}

/** How long nothing has been heard of it. */
function silenceWords({ newestTime }: PromisedOrder, now: number): string {
  return newestTime === undefined
    ? 'never scanned'
    : `no news for ${lengthWords(now - Date.parse(newestTime))}`;
}

/** Without news for this long that is worth saying. */
const silentAfterMs = 4 * hourMs;

/** Why an order needs somebody, in one line: the worst thing first, and how long nothing was heard of it. */
export function reasonLine(order: PromisedOrder, teller: Teller): string {
  const { newestTime, state } = order;
  const isSilent =
    !isFinal(state) && (newestTime === undefined || teller.now - Date.parse(newestTime) > silentAfterMs);
  const parts = [promiseWords(order, teller), isSilent ? silenceWords(order, teller.now) : undefined];
  const words = parts.filter((part) => part !== undefined);
  return words.length === 0 ? ordersText.nothingWrong : words.join('; ');
}

function promiseWords(
  { lateness, promisedUntil, stateTime, eta }: PromisedOrder,
  teller: Teller,
): string | undefined {
  if (promisedUntil === undefined) return undefined;
  const until = Date.parse(promisedUntil);
  const promise = momentWords(until, teller);
  const expected =
    eta === null
      ? 'no estimate of when it comes'
      : `expected ${periodWords(Date.parse(eta.p10), Date.parse(eta.p90), teller)}`;
  switch (lateness) {
    case 'late':
      return `Late since ${promise} (${agoWords(until, teller.now)}), ${expected}`;
    case 'at-risk':
      return `Promised until ${promise}, ${expected}: ${riskWords(eta, until)}`;
    case 'delivered-late':
      return stateTime === undefined
        ? undefined
        : `Delivered ${lengthWords(Date.parse(stateTime) - until)} late`;
    case 'unknown':
      return until > teller.now
        ? undefined
        : `Promise ended ${promise} (${agoWords(until, teller.now)}), not known whether kept`;
    case 'on-time':
      return undefined;
  }
}

const urgency: Readonly<Record<OrderSummaryRow['lateness'], number>> = {
  late: 0,
  unknown: 1,
  'at-risk': 2,
  'delivered-late': 3,
  'on-time': 4,
};

/** Worst first: what is late the longest, then what may be, by how much it is likely to be over. */
export function worstFirst<Row extends PromisedOrder>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => urgency[a.lateness] - urgency[b.lateness] || severityOf(b) - severityOf(a));
}

function severityOf({ lateness, promisedUntil, eta }: PromisedOrder): number {
  if (promisedUntil === undefined) return -Infinity;
  const until = Date.parse(promisedUntil);
  return lateness === 'at-risk' && eta !== null ? Date.parse(eta.p50) - until : -until;
}
