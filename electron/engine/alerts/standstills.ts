import { isFinal, type OrderState } from '#shared/domain/order-state.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { isBehind, reachedOf, type HowFar } from '../tracking/believe.ts';
import type { Believed } from '../tracking/believed.ts';
import { lastMove, staysAt, type Journey, type JourneyEvent } from '../tracking/journey.ts';
import type { World } from '../tracking/world.ts';
import type { ClockedScan } from './clock-rules.ts';
import { dueInOpenTime, isKnownOpen } from './closures.ts';
import { shortestGapMs, type Allowed, type Habits } from './habits.ts';
import { placeOfGap, staysAtSites, type SiteStay } from './lessons.ts';
import type { LongStay } from './rules/dwell-exceeded.ts';
import type { Silence } from './rules/stalled.ts';

export interface StandstillsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly world: World;
  readonly habits: Habits;
  /** By how much the clock of a scan's device is known to have been off; 0 where it is right. */
  readonly clockOffset: (scan: ClockedScan) => number;
}

/** How long it may last by what was known at an instant, and when more is known. */
interface Question {
  readonly allowedAt: (at: number) => Allowed | undefined;
  readonly changeAfter: (at: number) => number | undefined;
}

/** How far an order was at an instant, by the parcel it was only as far as. */
interface Standing {
  readonly state: OrderState;
  readonly move: JourneyEvent;
}

/** What an order that is over ends with, and when. */
interface End {
  readonly time: number;
}

/**
 * When orders did not go on, over event time: between any two news of an order and in any stay of a parcel the first
 * instant at which it had lasted longer than was allowed by what was known of that instant. What follows is a function
 * of the facts: the same whether they come on time, late or in any order, as long as habits are kept of that time.
 */
export class Standstills {
  readonly #options: StandstillsOptions;

  constructor(options: StandstillsOptions) {
    this.#options = options;
  }

  /** Nothing is said of instants before this any more. */
  get since(): number {
    return this.#options.habits.since;
  }

  /** Times in which nothing was heard of an order for longer than usual, ascending. */
  silencesOf(believed: Believed): Silence[] {
    const end = endOf(believed);
    const times = this.#newsOf(believed).filter((time) => end === undefined || time < end.time);
    return times.flatMap((from, index) => {
      const until = times[index + 1] ?? end?.time;
      if ((until ?? this.#options.clock.now()) - from <= shortestGapMs) return [];
      return this.#silencesBetween(believed, from, until);
    });
  }

  /** Stays of a parcel at sites that were longer than usual, ascending. */
  longStaysOf(believed: Believed, journey: Journey): LongStay[] {
    const end = endOf(believed);
    return staysAtSites(journey).flatMap((stay) => {
      const until =
        end === undefined ? stay.to : Math.min(stay.to ?? end.time, Math.max(end.time, stay.from));
      return this.#longStay({ ...stay, to: until });
    });
  }

  #longStay({ siteId, from, to }: SiteStay): LongStay[] {
    const { habits } = this.#options;
    const question: Question = {
      allowedAt: (at) => habits.dwellMs(siteId, at),
      changeAfter: (at) => habits.dwellChangeAfter(siteId, at),
    };
    const due = this.#firstBeyond(question, from, to);
    if (due === undefined) return [];
    const { usual = 0, late = 0 } = habits.dwellMs(siteId, due) ?? {};
    const isKnown = this.#isKnown(due, late);
    return [{ siteId, since: from, usualMs: usual, dueTime: due, isKnown, until: to }];
  }

  /** Between two scans it may be heard of by the vehicle it is on. */
  #silencesBetween(believed: Believed, from: number, until: number | undefined): Silence[] {
    const standing = standingAt(believed, from, this.#options.clockOffset);
    // What waits at a counter waits for its customer.
    if (standing === undefined || isFinal(standing.state) || standing.state === 'available-for-pickup')
      return [];
    const question = this.#gapAfter(believed, standing, from);
    const found: Silence[] = [];
    let newest = from;
    for (;;) {
      const due = this.#firstBeyond(question, newest, until);
      if (due === undefined) return found;
      const fix = this.#newestFix(believed, newest, due);
      if (fix === undefined) {
        const next = this.#nextFix(believed, due, until);
        const ends = next ?? until;
        const isKnown = this.#isKnown(due, question.allowedAt(due)?.late ?? 0);
        found.push({ newestTime: newest, dueTime: due, isKnown, until: ends });
        if (next === undefined) return found;
        newest = next;
      } else newest = fix;
    }
  }

  /** What is usual where its last parcel is, with the time that was left until the promise when there was news of it. */
  #gapAfter({ belief }: Believed, { move: { scan } }: Standing, newsTime: number): Question {
    const { habits } = this.#options;
    const place = placeOfGap(scan);
    const timeLeft = belief.promisedUntil === undefined ? undefined : belief.promisedUntil - newsTime;
    return {
      allowedAt: (at) => habits.gapMs(place, at, timeLeft),
      changeAfter: (at) => habits.gapChangeAfter(place, at),
    };
  }

  /** The first instant by which it had lasted longer than was allowed; undefined where it ended, or now is, before. */
  #firstBeyond({ allowedAt, changeAfter }: Question, from: number, until: number | undefined) {
    const { clock } = this.#options;
    const end = until ?? clock.now();
    for (let at: number | undefined = from; at !== undefined && at < end; at = changeAfter(at)) {
      const limit: number | undefined = allowedAt(at)?.limit;
      const last: number = Math.min(end, changeAfter(at) ?? end);
      if (limit === undefined || from + limit >= last) continue;
      const due: number = Math.max(at, this.#inOpenTime(from, limit));
      if (due < last) return due;
    }
    return undefined;
  }

  /**
   * What happened before may be heard so much later; and while nobody works it is not known yet whether it was due in
   * time that counts.
   */
  #isKnown(due: number, lateMs: number): boolean {
    const { store, clock } = this.#options;
    return due + lateMs <= clock.now() && isKnownOpen(store.scanActivity, due, clock.now());
  }

  /** When so much time has passed in which anybody worked. */
  #inOpenTime(from: number, lengthMs: number): number {
    const { store, clock } = this.#options;
    return dueInOpenTime(store.scanActivity, from, lengthMs, clock.now());
  }

  /** When anything of it was scanned, ascending; with clocks put right that are known to be wrong. */
  #newsOf({ journeys }: Believed): number[] {
    const { clockOffset } = this.#options;
    const times = [...journeys.values()].flatMap(({ events }) =>
      events.map(({ scan }) => scan.eventTime - clockOffset(scan)),
    );
    return [...new Set(times)].sort((a, b) => a - b);
  }

  /** The last fix after an instant, up to another, of vehicles that something of it was on. */
  #newestFix(believed: Believed, from: number, to: number): number | undefined {
    const times = this.#ridesAt(believed, from).flatMap(({ vehicleId, until }) => {
      const time = this.#options.world.fix(vehicleId, Math.min(to, until))?.eventTime;
      return time !== undefined && time > from ? [time] : [];
    });
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** The first fix after an instant, before another. */
  #nextFix(believed: Believed, from: number, until: number | undefined): number | undefined {
    const end = Math.min(until ?? Infinity, this.#options.clock.now());
    let found = this.#newestFix(believed, from, end);
    if (found === undefined) return undefined;
    // The newest up to an instant is all that is known at once: halved until nothing lies before.
    for (let low = from; found - low > 1;) {
      const middle: number = Math.floor((low + found) / 2);
      const earlier = this.#newestFix(believed, from, middle);
      if (earlier === undefined) low = middle;
      else found = earlier;
    }
    return found < end ? found : undefined;
  }

  /** What parcels are on at an instant: a vehicle that has come to a site tells no news of what it brought. */
  #ridesAt({ journeys }: Believed, at: number) {
    const { world } = this.#options;
    return [...journeys.values()].flatMap((journey) => {
      const move = lastMove({ events: eventsUpTo(journey, at) });
      if (move?.state === 'delivered' || (move?.state === 'at-site' && move.scan.siteId !== undefined))
        return [];
      const stay = staysAt(journey, at).findLast(
        ({ on, vehicle }) => vehicle || world.vehicle(on) !== undefined,
      );
      return stay === undefined ? [] : [{ vehicleId: world.vehicle(stay.on) ?? stay.on, until: stay.to - 1 }];
    });
  }
}

function eventsUpTo({ events }: Journey, at: number): readonly JourneyEvent[] {
  return events.filter(({ scan }) => scan.eventTime <= at);
}

/** An order that is over ends all that goes on. */
function endOf({ belief }: Believed): End | undefined {
  return isFinal(belief.state) && belief.stateTime !== undefined ? { time: belief.stateTime } : undefined;
}

/** Events in the order they happened in, by clocks that are put right, with those times. */
function eventsInOrder({ events }: Journey, clockOffset: (scan: ClockedScan) => number) {
  return events
    .map((event) => ({ event, time: event.scan.eventTime - clockOffset(event.scan) }))
    .sort((a, b) => a.time - b.time);
}

/** Undefined where something of it was never scanned: nobody knows of what to wait for news. */
function standingAt(
  { journeys, posted }: Believed,
  at: number,
  clockOffset: (scan: ClockedScan) => number,
): Standing | undefined {
  let least: (HowFar & { readonly move: JourneyEvent }) | undefined;
  for (const journey of journeys.values()) {
    const events = eventsInOrder(journey, clockOffset)
      .filter(({ time }) => time <= at)
      .map(({ event }) => event);
    const move = lastMove({ events });
    if (move?.state === undefined) return undefined;
    const far = {
      state: move.state,
      stateTime: move.scan.eventTime,
      reached: reachedOf({ events }, posted),
      move,
    };
    if (least === undefined || isBehind(far, least)) least = far;
  }
  return least;
}
