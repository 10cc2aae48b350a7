import type { LatLon } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import {
  driveSpread,
  lateProbability,
  pathLength,
  usualStay,
  type Learned,
  type Spread,
} from '../tracking/eta.ts';

/** An order that a change concerns, as it is estimated now. Instants in epoch milliseconds. */
export interface PlannedOrder {
  readonly orderNumber: string;
  readonly estimate: Spread | undefined;
  readonly promisedUntil: number | undefined;
  /** Where it is, and the sites and the address still ahead; undefined where one of them is not known. */
  readonly way: { readonly from: LatLon; readonly via: readonly Stop[]; readonly to: LatLon } | undefined;
}

export interface Stop extends LatLon {
  readonly siteId: string;
}

export type Change =
  | { readonly kind: 'delay-departure'; readonly byMs: number }
  /** Another vehicle comes from its place to where the goods are; `handoverMs` to load it there. */
  | {
      readonly kind: 'swap-vehicle';
      readonly comesFrom: LatLon;
      readonly goodsAt: LatLon;
      readonly handoverMs: number;
    }
  | { readonly kind: 'remove-stop'; readonly siteId: string };

export type Effect = 'breaks' | 'saves' | 'kept' | 'broken' | 'no-promise' | 'unknown';

export interface Outcome {
  readonly orderNumber: string;
  readonly promisedUntil: number | undefined;
  readonly before: Judged | undefined;
  readonly after: Judged | undefined;
  readonly effect: Effect;
}

export interface Judged extends Spread {
  readonly lateProbability: number | undefined;
}

/**
 * How a change moves each quantile of the arrival, in milliseconds: the parts of the same model the estimates are made
 * of. Undefined where the order's way is not known well enough to say.
 */
export function shiftOf(change: Change, { way }: PlannedOrder, learned: Learned): Spread | undefined {
  switch (change.kind) {
    case 'delay-departure':
      return { p10: change.byMs, p50: change.byMs, p90: change.byMs };
    case 'swap-vehicle': {
      const drive = driveSpread(pathLength([change.comesFrom, change.goodsAt]), learned);
      return plus(drive, { p10: change.handoverMs, p50: change.handoverMs, p90: change.handoverMs });
    }
    case 'remove-stop': {
      if (way === undefined) return undefined;
      const { from, via, to } = way;
      const left = via.filter(({ siteId }) => siteId !== change.siteId);
      if (left.length === via.length) return { p10: 0, p50: 0, p90: 0 };
      const shorter = pathLength([from, ...via, to]) - pathLength([from, ...left, to]);
      const saved = plus(usualStay(change.siteId, learned).spread, driveSpread(shorter, learned));
      return { p10: -saved.p10, p50: -saved.p50, p90: -saved.p90 };
    }
  }
}

/** What becomes of one order. No arrival is moved before `now`. Pure. */
export function outcomeOf(change: Change, order: PlannedOrder, learned: Learned, now: number): Outcome {
  const { orderNumber, estimate, promisedUntil } = order;
  const shift = estimate === undefined ? undefined : shiftOf(change, order, learned);
  if (estimate === undefined || shift === undefined)
    return {
      orderNumber,
      promisedUntil,
      before: estimate && judged(estimate, promisedUntil),
      after: undefined,
      effect: 'unknown',
    };
  const moved = plus(estimate, shift);
  const floor = Math.min(now, estimate.p10);
  const p10 = Math.max(floor, moved.p10);
  const p50 = Math.max(p10, moved.p50);
  const before = judged(estimate, promisedUntil);
  const after = judged({ p10, p50, p90: Math.max(p50, moved.p90) }, promisedUntil);
  return { orderNumber, promisedUntil, before, after, effect: effectOf(before, after, promisedUntil) };
}

/** A promise is taken for broken once the middle of the estimate lies after it. */
function effectOf(before: Spread, after: Spread, promise: number | undefined): Effect {
  if (promise === undefined) return 'no-promise';
  const wasKept = before.p50 <= promise;
  const isKept = after.p50 <= promise;
  if (wasKept) return isKept ? 'kept' : 'breaks';
  return isKept ? 'saves' : 'broken';
}

function judged(spread: Spread, promise: number | undefined): Judged {
  return {
    ...spread,
    lateProbability: promise === undefined ? undefined : lateProbability(spread, promise),
  };
}

function plus(a: Spread, b: Spread): Spread {
  return { p10: a.p10 + b.p10, p50: a.p50 + b.p50, p90: a.p90 + b.p90 };
}

/** How many promises would be broken, by the sum of their probabilities. */
export function expectedLate(outcomes: readonly Outcome[], which: 'before' | 'after'): number {
  return outcomes.reduce((sum, outcome) => sum + (outcome[which]?.lateProbability ?? 0), 0);
}

/** A span in words for a reason, to the minute. */
export function spanWords(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / minuteMs);
  const rest = minutes % 60;
  if (minutes < 60) return `${minutes} min`;
  const hours = `${(minutes - rest) / 60} h`;
  return rest === 0 ? hours : `${hours} ${String(rest).padStart(2, '0')} min`;
}
