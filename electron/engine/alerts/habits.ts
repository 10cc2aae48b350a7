import { hourMs } from '#shared/domain/time.ts';

import type { Store } from '../store/store.ts';
import { quantile } from '../tracking/eta.ts';
import type { Journey } from '../tracking/journey.ts';
import { deafTime } from './deaf-time.ts';
import { knownFrom } from '../tracking/known-then.ts';
import { lessonOf, type ClockOffsets, type Hearing, type Lesson, type Taken } from './lessons.ts';
import { Usual } from './usual.ts';

/** Of how many orders it is kept what they taught: those that ended last. */
const keptOrders = 5000;
/**
 * While nothing is learned: news a day old says nothing any more, unless the promise leaves more time: what may come in a
 * week is not scanned every day.
 */
const assumedGapMs = { least: 24 * hourMs, most: 72 * hourMs, ofTimeLeft: 0.7 } as const;
/** No shorter gap is unusual anywhere. */
export const shortestGapMs = 2 * hourMs;

/** How long something may last, in milliseconds. */
export interface Allowed {
  readonly usual: number;
  readonly limit: number;
  /** How much later it may be heard that it has ended. */
  readonly late: number;
}

/**
 * What is usual, from orders that ended: how long things lie at sites, and how long nothing is heard of them. Asked as
 * of an instant it answers by what had ended by the full quarter of an hour before it, so that a question about the past has one
 * answer, whenever it is asked and whatever order the orders were heard of in. How much later it may be heard rests on
 * when facts came, of those that came within a day: so long nothing is said yet. Kept are the newest 5,000 orders.
 */
export class Habits {
  readonly #gaps = new Map<string, Usual<Allowed>>();
  readonly #dwells = new Map<string, Usual<Allowed>>();
  readonly #taught = new Map<number, { readonly ended: number; readonly text: string }>();
  /** Nothing that ended earlier is kept any more. */
  #since = -Infinity;
  readonly #store: Store;
  readonly #clockOffsets: ClockOffsets;

  constructor(store: Store, clockOffsets: ClockOffsets = () => [0]) {
    this.#store = store;
    this.#clockOffsets = clockOffsets;
    store.onFailure(() => this.recall());
    this.recall();
  }

  get isEmpty(): boolean {
    return this.#taught.size === 0;
  }

  /** Takes from the database what orders taught: that of a failed transaction is not there. */
  recall(): void {
    for (const memory of [this.#gaps, this.#dwells, this.#taught]) memory.clear();
    this.#since = -Infinity;
    for (const { orderKey, ended, lesson } of this.#store.lessons.newest(keptOrders))
      this.#take(orderKey, ended, lesson);
  }

  /** Instants before this are answered by what is kept alone, which may be less than was known. */
  get since(): number {
    return this.#since;
  }

  /**
   * Learns from an order that ended, in the place of what it taught before. Gives the first instant of which something
   * else may be known now; undefined where nothing changed. Only inside a transaction.
   */
  learn(orderKey: number, ended: number, journeys: ReadonlyMap<string, Journey>): number | undefined {
    const known = this.#taught.get(orderKey);
    if (known === undefined && ended < this.#since) return undefined;
    const text = JSON.stringify(lessonOf(journeys, ended, this.#hearing()));
    if (known?.ended === ended && known.text === text) return undefined;
    const forgotten = this.forget(orderKey) ?? Infinity;
    this.#store.lessons.put({ orderKey, ended, lesson: text });
    this.#take(orderKey, ended, text);
    if (this.#taught.size > keptOrders) this.#dropOldest();
    return Math.min(forgotten, knownFrom(ended));
  }

  /** An order has not ended after all. Gives what `learn` gives. Only inside a transaction. */
  forget(orderKey: number): number | undefined {
    const known = this.#taught.get(orderKey);
    if (known === undefined) return undefined;
    this.#taught.delete(orderKey);
    this.#store.lessons.drop(orderKey);
    const { gaps, dwells } = JSON.parse(known.text) as Lesson;
    removeFrom(this.#gaps, gaps, orderKey, known.ended);
    removeFrom(this.#dwells, dwells, orderKey, known.ended);
    return knownFrom(known.ended);
  }

  /** Before the first scan that is kept nobody listened, nor while the console was off or cut off. */
  #hearing(): Hearing {
    const { lessons, alerts } = this.#store;
    return {
      clockOffsets: this.#clockOffsets,
      deafMs: (from, to) => {
        const before = { from: -Infinity, to: lessons.firstHeard() ?? -Infinity };
        const gaps = alerts.deafTimes(from).map((gap) => ({ from: gap.from, to: gap.to ?? to }));
        return deafTime(
          [before, ...gaps.map((gap) => ({ ...gap, from: Math.max(gap.from, before.to) }))],
          from,
          to,
        );
      },
    };
  }

  #take(orderKey: number, ended: number, text: string): void {
    this.#taught.set(orderKey, { ended, text });
    const { gaps, dwells } = JSON.parse(text) as Lesson;
    const add = (
      lists: Map<string, Usual<Allowed>>,
      taken: readonly Taken[],
      of: typeof allowedGap,
    ): void => {
      for (const [place, ms, lateMs = 0] of taken) {
        let list = lists.get(place);
        if (list === undefined) lists.set(place, (list = new Usual(of)));
        list.add({ orderKey, ended, ms, lateMs });
      }
    };
    add(this.#gaps, gaps, allowedGap);
    add(this.#dwells, dwells, allowedDwell);
  }

  #dropOldest(): void {
    let oldest: { readonly key: number; readonly ended: number } | undefined;
    for (const [key, { ended }] of this.#taught)
      if (oldest === undefined || ended < oldest.ended) oldest = { key, ended };
    if (oldest === undefined) return;
    this.forget(oldest.key);
    this.#since = Math.max(this.#since, oldest.ended + 1);
  }

  /** After this long without news of something last scanned so, it is stalled; `timeLeftMs` is from the last news to its promise. */
  gapMs(place: string, at: number, timeLeftMs = 0): Allowed {
    const known = this.#gaps.get(place)?.at(at);
    if (known !== undefined) return known;
    const { least, most, ofTimeLeft } = assumedGapMs;
    const limit = Math.min(most, Math.max(least, Math.round(ofTimeLeft * timeLeftMs)));
    return { usual: limit, limit, late: 0 };
  }

  /** How long stays at a site usually last and may last; undefined while unknown. */
  dwellMs(siteId: string, at: number): Allowed | undefined {
    return this.#dwells.get(siteId)?.at(at);
  }

  /** The next instant after this one at which `gapMs` may answer something else; undefined for never. */
  gapChangeAfter(place: string, at: number): number | undefined {
    return this.#gaps.get(place)?.nextAfter(at);
  }

  /** The same of `dwellMs`. */
  dwellChangeAfter(siteId: string, at: number): number | undefined {
    return this.#dwells.get(siteId)?.nextAfter(at);
  }
}

function removeFrom(
  lists: Map<string, Usual<Allowed>>,
  taken: readonly Taken[],
  orderKey: number,
  ended: number,
): void {
  for (const place of new Set(taken.map(([name]) => name))) {
    const list = lists.get(place);
    list?.remove(orderKey, ended);
    if (list?.size === 0) lists.delete(place);
  }
}

function allowedGap(sorted: readonly number[], late: readonly number[]): Allowed {
  const longest = quantile(sorted, 0.99);
  const limit = Math.max(shortestGapMs, Math.round(1.5 * longest), longest + hourMs);
  return { usual: quantile(sorted, 0.5), limit, late: lateOf(late) };
}

/** Beyond the 95 % of stays at a site and a margin for the day that is a little worse. */
function allowedDwell(sorted: readonly number[], late: readonly number[]): Allowed {
  // What few stays say of the long ones is too little.
  const margin = 1.25 + 2 / Math.sqrt(sorted.length);
  const limit = Math.round(quantile(sorted, 0.95) * margin) + hourMs / 2;
  return { usual: quantile(sorted, 0.5), limit, late: lateOf(late) };
}

function lateOf(sorted: readonly number[]): number {
  return Math.round(1.5 * quantile(sorted, 0.99));
}
