import { canonicalCode } from '#shared/domain/codes.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { dayMs, lateAfterMs, minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { OutlookSample, StoredOutlook } from '../store/outlooks.ts';
import { Remembered } from '../store/remembered.ts';
import type { Store } from '../store/store.ts';
import type { Believed } from '../tracking/believed.ts';
import type { Journey } from '../tracking/journey.ts';
import type { LiveWorld } from '../tracking/live-world.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** As long as this is waited for what is on its way: what comes later has come late. */
const settledMs = lateAfterMs;
/** What is heard is asked about at the next full five minutes: thirty parcels are loaded one by one. */
const newsStepMs = 5 * minuteMs;
/** So long before the promise it is asked first and last, each time when a fifth of the time has gone. */
const furthestMs = 14 * dayMs;
const nearestMs = 15 * minuteMs;
const apart = 1.25;
/** What is known otherwise is asked again once a minute, or once in a hundred times what that takes. */
const everyMs = minuteMs;
const perOrderMs = 100;
const keptStandings = 100_000;

const otherwise = { kind: 'outlook', ref: '' } as const;

export interface OutlookOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly world: Pick<LiveWorld, 'vehicleOf'>;
  /** Orders that were on what has one of these codes, at an instant or since. */
  readonly ordersOf: (codes: readonly string[], since: number) => Iterable<number>;
  /** How likely it was to come too late, by what is known now of an instant. */
  readonly probabilityAt: (order: StoredOrder, at: number) => number | undefined;
}

/** What was asked of an order and what that was about. */
export interface Asked {
  readonly samples: readonly OutlookSample[];
  readonly promise: number | undefined;
}

/** What an order is asked about: the same again is no reason to ask. */
interface Standing {
  readonly digest: number;
  readonly promise: number | undefined;
}

/**
 * How likely orders were to come too late, at set instants of event time: shortly after each news of an order, and ever
 * more often as its promise draws near. Each is asked by what is known of that instant, two minutes later; where facts
 * come late, of the order, of the vehicle it was on or of others that teach what is usual, it is asked again. So the
 * answers are the same whatever order facts come in, as far back as what journeys teach is kept; what a model learned
 * from imported journeys says of an instant is what the model of the time of asking says.
 */
export class Outlook {
  readonly #options: OutlookOptions;
  readonly #standings = new Remembered<number, Standing>(keptStandings);
  /** As in the database: since when something is known otherwise, and of which vehicles. */
  #from: number | undefined;
  readonly #rode = new Map<string, number>();
  #next = -Infinity;

  constructor(options: OutlookOptions) {
    this.#options = options;
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#standings.clear();
    this.#rode.clear();
    this.#from = undefined;
    for (const { kind, ref, from } of this.#options.store.alerts.marks()) {
      if (kind === otherwise.kind) this.#from = from;
      if (kind === 'vehicle') this.#rode.set(ref, from);
    }
  }

  /** An order was believed anew: it is asked later what there is to ask. Only inside a transaction. */
  take({ order, posted, belief, journeys }: Believed): void {
    const { store } = this.#options;
    const known = this.#standings.get(order.key);
    const digest = digestOf(journeys);
    const promise = promiseIn(posted);
    if (known?.digest === digest && known.promise === promise) return;
    this.#standings.set(order.key, { digest, promise });
    if (promise === undefined && store.outlooks.of(order.key) === undefined) return;
    const isNewsOnly = known !== undefined && known.promise === promise && !isFinal(belief.state);
    store.outlooks.ask(order.key, isNewsOnly ? askedAfter(Math.max(0, ...newsTimes(journeys))) : 0);
  }

  /** Takes in a fact. Runs for every one; only inside the transaction that stored it. */
  hear({ observation, eventTime, recordTime }: StoredFact): void {
    if (observation.kind !== 'position' || recordTime - eventTime <= settledMs) return;
    const { world, store } = this.#options;
    const vehicleId = world.vehicleOf(observation.deviceId, eventTime) ?? observation.deviceId;
    if ((this.#rode.get(vehicleId) ?? forever) <= eventTime) return;
    this.#rode.set(vehicleId, eventTime);
    store.alerts.mark({ kind: 'vehicle', ref: vehicleId, from: eventTime, to: eventTime });
  }

  /** What is usual is known otherwise since an instant. Only inside a transaction. */
  reconsider(from: number): void {
    if (this.#from !== undefined && this.#from <= from) return;
    this.#from = from;
    this.#options.store.alerts.mark({ ...otherwise, from, to: from });
  }

  /** Has it asked again what may be answered otherwise. */
  settle(): void {
    const { store, clock } = this.#options;
    if ((this.#from === undefined && this.#rode.size === 0) || clock.monotonic() < this.#next) return;
    const count = store.transaction(() => this.#askAgain());
    this.#next = clock.monotonic() + Math.max(everyMs, perOrderMs * count);
  }

  #askAgain(): number {
    const { store, ordersOf } = this.#options;
    let count = 0;
    for (const [vehicleId, from] of this.#rode) {
      for (const key of ordersOf([canonicalCode(vehicleId)], from)) {
        store.outlooks.askAgain(key, from);
        count += 1;
      }
      store.alerts.unmark({ kind: 'vehicle', ref: vehicleId });
    }
    this.#rode.clear();
    if (this.#from !== undefined) count += store.outlooks.askAllSince(this.#from);
    this.#from = undefined;
    store.alerts.unmark(otherwise);
    return count;
  }

  /** The next orders of which there is something to ask. */
  due(limit: number): number[] {
    const { store, clock } = this.#options;
    return store.outlooks.due(clock.now(), limit);
  }

  /** An order that is no longer there is not asked about. Only inside a transaction. */
  drop(orderKey: number): void {
    this.#options.store.outlooks.drop(orderKey);
  }

  /** Asks what there is to ask of an order up to now. Only inside a transaction. */
  ask(believed: Believed, endedTime: number | undefined): Asked {
    const { store, clock } = this.#options;
    const { order, posted, journeys } = believed;
    const stored = store.outlooks.of(order.key);
    const promise = promiseIn(posted);
    const now = clock.now();
    const settledUntil =
      stored === undefined || stored.samples.length === 0 || stored.promise === promise
        ? stored?.settledUntil
        : order.updatedTime;
    const since = settledUntil ?? -Infinity;
    const settled = (stored?.samples ?? []).filter(({ time }) => time < since);
    const all = instantsOf({
      // Another promise is news.
      news: [...newsTimes(journeys), ...(settledUntil === undefined ? [] : [settledUntil])],
      from: order.createdTime,
      promise,
      endedTime,
    }).filter((time) => time >= since);
    const asked = all.filter((time) => time + settledMs <= now);
    const samples = [...settled, ...this.#samplesAt(believed, asked, stored)];
    const next = all[asked.length];
    const isOver = promise === undefined || endedTime !== undefined || now >= promise;
    const due = next === undefined ? (isOver ? undefined : promise) : next + settledMs;
    store.outlooks.put({ orderKey: order.key, promise, settledUntil, samples, due });
    return { samples, promise: promise ?? stored?.promise };
  }

  #samplesAt(
    { order, journeys }: Believed,
    instants: readonly number[],
    stored: StoredOutlook | undefined,
  ): OutlookSample[] {
    const known = new Map(stored?.samples.map((sample) => [sample.time, sample]));
    const again = stored?.againFrom ?? forever;
    const digests = digestsAt(journeys, instants);
    return instants.map((time, index) => {
      const digest = digests[index]!;
      const before = known.get(time);
      if (before !== undefined && before.digest === digest && time < again) return before;
      const probability = this.#options.probabilityAt(order, time);
      return {
        time,
        digest,
        probability: probability === undefined ? undefined : Math.round(probability * 10_000) / 10_000,
      };
    });
  }
}

interface Course {
  readonly news: readonly number[];
  /** It is asked from here on, or from its first news on. */
  readonly from: number;
  readonly promise: number | undefined;
  readonly endedTime: number | undefined;
}

/** How long before the promise it is asked, whatever is heard. */
const ahead: readonly number[] = Array.from(
  { length: Math.floor(Math.log(furthestMs / nearestMs) / Math.log(apart)) + 1 },
  (_, step) => nearestMs * apart ** step,
);

/** The instants at which it is asked, ascending: full minutes before the promise and the end. */
export function instantsOf({ news, from, promise, endedTime = Infinity }: Course): number[] {
  if (promise === undefined) return [];
  const heard = news.map(askedOf);
  const set = ahead.map((ms) => Math.floor((promise - ms) / minuteMs) * minuteMs);
  const start = Math.min(from, ...news);
  const all = [...heard, ...set].filter((time) => time >= start && time < promise && time < endedTime);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The instant at which it is asked about what happened. */
function askedOf(newsTime: number): number {
  return Math.ceil(newsTime / newsStepMs) * newsStepMs;
}

/** When that can be answered. */
function askedAfter(newsTime: number): number {
  return askedOf(newsTime) + settledMs;
}

function promiseIn({ promised }: Believed['posted']): number | undefined {
  return promised === undefined ? undefined : Date.parse(promised.until);
}

function newsTimes(journeys: ReadonlyMap<string, Journey>): number[] {
  return [...journeys.values()].flatMap(({ events }) => events.map(({ scan }) => scan.eventTime));
}

/** A number for all that was scanned of an order. */
function digestOf(journeys: ReadonlyMap<string, Journey>): number {
  let sum = 0;
  for (const { number } of marksOf(journeys)) sum = (sum + number) >>> 0;
  return sum;
}

/** The same of what had been scanned by each of these instants, ascending. */
function digestsAt(journeys: ReadonlyMap<string, Journey>, instants: readonly number[]): number[] {
  const marks = [...marksOf(journeys)].sort((a, b) => a.time - b.time);
  let sum = 0;
  let next = 0;
  return instants.map((instant) => {
    for (; next < marks.length && marks[next]!.time <= instant; next += 1)
      sum = (sum + marks[next]!.number) >>> 0;
    return sum;
  });
}

function* marksOf(journeys: ReadonlyMap<string, Journey>): Iterable<{ time: number; number: number }> {
  let parcel = 0;
  for (const { events } of journeys.values()) {
    parcel += 1;
    for (const { scan, state } of events) {
      const content = scan.scanKey * 64 + (state?.length ?? 0) * 2 + (scan.corrected ? 1 : 0);
      yield { time: scan.eventTime, number: mixed(mixed(content) + parcel) };
    }
  }
}

/** Spreads numbers that are close together, so that sums of them tell what went into them (after MurmurHash3). */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
