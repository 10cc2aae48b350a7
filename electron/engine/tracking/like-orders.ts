import type { OrderState } from '#shared/domain/order-state.ts';
import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Estimate } from './eta.ts';

/** Where an order goes and how: what makes orders alike beside where they are. */
export interface Destination {
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly serviceLevel: string | undefined;
}

/** One state of a journey that ended at the recipient's door. Instants in epoch milliseconds. */
export interface Passage extends Destination {
  /** The order and parcel it is of. */
  readonly id: string;
  readonly siteId: string;
  readonly state: OrderState;
  readonly entered: number;
  /** When the next state or site followed. */
  readonly left: number;
  readonly delivered: number;
  /** The last instant of its plan. */
  readonly planned: number | undefined;
  /** What to add to an instant for the clock on the site's wall, in milliseconds. */
  readonly offset: number;
}

/** An open order in its present state. */
export interface Standing extends Destination {
  readonly siteId: string;
  readonly siteName: string;
  readonly state: OrderState;
  readonly entered: number;
  readonly planned: number | undefined;
  readonly offset: number;
  readonly now: number;
}

/** A finished order moved by whole days onto the day of the order asked about. Instants as the wall clock shows them. */
interface Parallel {
  readonly passage: Passage;
  readonly left: number;
  readonly delivered: number;
  readonly weight: number;
  readonly isSameWeekday: boolean;
  readonly common: number;
}

export const likeOrdersModel = 'like-orders-1';

/** Fewer say nothing. */
const enough = 8;
/** Orders further apart in their day go with other trucks. */
const farthestMs = 6 * hourMs;
/** Of two orders that much apart the nearer one weighs e times as much. */
const nearMs = 2 * hourMs;
/** An outcome of this age weighs half. */
const halfLifeMs = 30 * dayMs;
const leastDoubtMs = 10 * minuteMs;
/** By how much one day may differ from another, as long as there is one; more days say it better. */
const dayDoubtMs = 2 * hourMs;

/** What two orders have in common, as bits. */
const common = { city: 1, region: 2, serviceLevel: 4 } as const;

/** What like orders have in common, from the most alike to the least. */
const likenesses: readonly number[] = [
  common.city | common.serviceLevel,
  common.city,
  common.region | common.serviceLevel,
  common.region,
  common.serviceLevel,
  0,
];

function commonOf(a: Destination, b: Destination): number {
  const bit = (name: keyof Destination): number =>
    a[name] !== undefined && a[name] === b[name] ? common[name] : 0;
  return bit('city') | bit('region') | bit('serviceLevel');
}

/**
 * When an order comes, from finished orders that were in the same state at the same site at about the same time of
 * day: a site ships in waves, so what is compared is the instant of the day, not the duration. Where both have a plan
 * the plans are laid over each other. Only outcomes before `now` count. Undefined with fewer than eight like orders.
 */
export function estimateFromLike(standing: Standing, passages: readonly Passage[]): Estimate | undefined {
  const parallels = passages.flatMap((passage) => parallelOf(standing, passage) ?? []);
  const wallNow = standing.now + standing.offset;
  for (const likeness of likenesses) {
    const like = parallels.filter((parallel) => (parallel.common & likeness) === likeness);
    if (like.length < enough) continue;
    const weekday = like.filter(({ isSameWeekday }) => isSameWeekday);
    const chosen = weekday.length >= enough ? weekday : like;
    const staying = chosen.filter(({ left }) => left > wallNow);
    if (staying.length >= enough) return fromOutcomes(standing, staying, 0);
    // All the others have gone on: this one is behind them, and stays behind.
    const onward = chosen.filter(({ left, delivered }) => delivered > left);
    if (onward.length >= enough) return fromOutcomes(standing, onward, behindOf(onward, wallNow));
  }
  return undefined;
}

/** By how much the order is over the usual leaving time. */
function behindOf(parallels: readonly Parallel[], wallNow: number): number {
  return Math.max(
    0,
    wallNow -
      weightedQuantile(
        parallels.map(({ left, weight }) => [left, weight]),
        0.5,
      ),
  );
}

function parallelOf(standing: Standing, passage: Passage): Parallel | undefined {
  if (passage.delivered > standing.now) return undefined;
  const entered = passage.entered + passage.offset;
  const askedEntered = standing.entered + standing.offset;
  const isPlanned = standing.planned !== undefined && passage.planned !== undefined;
  const apart = isPlanned
    ? standing.planned + standing.offset - (passage.planned + passage.offset)
    : askedEntered - entered;
  const days = Math.round(apart / dayMs);
  const shift = days * dayMs + passage.offset;
  const gap = Math.abs(apart - days * dayMs);
  const gapInDay = Math.abs(askedEntered - (passage.entered + shift));
  if (gap > farthestMs || gapInDay > 2 * farthestMs) return undefined;
  const age = standing.now - passage.delivered;
  return {
    passage,
    left: passage.left + shift,
    delivered: passage.delivered + shift,
    weight: Math.exp(-gap / nearMs - gapInDay / (2 * nearMs)) * 0.5 ** (age / halfLifeMs),
    isSameWeekday: days % 7 === 0,
    common: commonOf(standing, passage),
  };
}

function fromOutcomes(standing: Standing, chosen: readonly Parallel[], behind: number): Estimate {
  const { now, offset } = standing;
  const outcomes = chosen.map(({ left, delivered, weight }): readonly [number, number] => [
    delivered - offset + Math.max(0, now + offset - left),
    weight,
  ]);
  const middle = weightedQuantile(outcomes, 0.5);
  const days = new Set(chosen.map(({ passage }) => Math.floor((passage.delivered + passage.offset) / dayMs)));
  const doubt = dayDoubtMs / Math.sqrt(days.size);
  const p10 = Math.max(now, Math.min(weightedQuantile(outcomes, 0.1) - doubt, middle - leastDoubtMs));
  const p50 = Math.max(middle, p10 + leastDoubtMs);
  const p90 = Math.max(weightedQuantile(outcomes, 0.9) + doubt, p50 + leastDoubtMs);
  const times = chosen.map(({ delivered, weight }): readonly [number, number] => [delivered, weight]);
  const [from, to] = [weightedQuantile(times, 0.1), weightedQuantile(times, 0.9)].map(clockText);
  return {
    p10,
    p50,
    p90,
    model: likeOrdersModel,
    reasons: [
      `${chosen.length} orders like this one came between ${from} and ${to}`,
      ...(behind < hourMs / 2 ? [] : [`${standing.siteName} dwell is ${durationText(behind)} above usual`]),
    ],
  };
}

/** The value below which a share of the weight lies. */
function weightedQuantile(pairs: readonly (readonly [number, number])[], share: number): number {
  const sorted = pairs.toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  for (const [value, weight] of sorted) {
    below += weight;
    if (below >= share * total) return value;
  }
  return sorted.at(-1)![0];
}

function clockText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 16);
}

function durationText(ms: number): string {
  return ms < 1.5 * hourMs ? `${Math.round(ms / minuteMs)} min` : `${Math.round(ms / hourMs)} h`;
}
