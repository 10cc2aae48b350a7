import { isFinal } from '#shared/domain/order-state.ts';
import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Store } from '../store/store.ts';
import type { Believed } from '../tracking/believed.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { AddressRules } from './address-rules.ts';
import { BatteryRules } from './battery-rules.ts';
import type { AlertBook } from './book.ts';
import { CarriedTrackers } from './carried-trackers.ts';
import { CaseBuilder } from './case-builder.ts';
import { ClockRules, type ClockedScan } from './clock-rules.ts';
import { DelayRules } from './delay-rules.ts';
import { EndedOrders } from './ended-orders.ts';
import { Habits } from './habits.ts';
import { JourneyRules } from './journey-rules.ts';
import { LateRules } from './late-rules.ts';
import type { Listening } from './listening.ts';
import { NeighbourRules } from './neighbour-rules.ts';
import { believedAt } from './order-rules.ts';
import type { Surroundings } from './places.ts';
import { Standstills } from './standstills.ts';
import { VehicleRules } from './vehicle-rules.ts';

/** What is heard this long after it was may change what was judged meanwhile. */
const lateMs = 2 * minuteMs;
/** A database of before what orders taught was kept learns from so many of the newest. */
const taughtAnew = 300;

export interface ContradictionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly tracking: Tracking;
  readonly listening: Listening;
  readonly surroundings: Surroundings;
  /** What is usual is known otherwise since an instant. Inside the transaction of what was learned. */
  readonly knownOtherwise: (since: number) => void;
}

/** Rules that facts only mark something for; a timer looks at it. */
interface Looking<Key> {
  /** The next one whose turn it is. */
  due(): Key | undefined;
  /** Looks at it. Only inside a transaction. */
  look(key: Key): void;
}

/** Rules about what contradicts itself, does not go on or goes another way: journeys, vehicles, clocks, sensors. */
export class Contradictions {
  readonly #habits: Habits;
  readonly #journeys: JourneyRules;
  readonly #delays: DelayRules;
  readonly #vehicles: VehicleRules;
  readonly #addresses: AddressRules;
  readonly #clocks: ClockRules;
  readonly #late: LateRules;
  readonly #batteries: BatteryRules;
  readonly #neighbours: NeighbourRules;
  readonly #carried: CarriedTrackers;
  readonly #ended: EndedOrders;
  readonly #options: ContradictionsOptions;

  constructor(options: ContradictionsOptions) {
    const { store, clock, book, tracking, listening, surroundings } = options;
    const { world } = tracking;
    this.#options = options;
    this.#clocks = new ClockRules({ store, clock, book, tracking });
    this.#late = new LateRules({ store, clock, book });
    this.#batteries = new BatteryRules({ store, clock, book });
    this.#neighbours = new NeighbourRules({ store, clock, book, world, surroundings });
    this.#addresses = new AddressRules({ store, clock, book });
    const clockOffsets = (scan: ClockedScan): readonly number[] => this.#clocks.offsetsOf(scan);
    const clockOffset = (scan: ClockedScan): number => clockOffsets(scan)[0] ?? 0;
    this.#habits = new Habits(store, clockOffsets);
    this.#ended = new EndedOrders(store, clock);
    const cases = new CaseBuilder({ store, world, clockOffsets });
    this.#journeys = new JourneyRules({ store, clock, book, cases });
    this.#delays = new DelayRules({
      store,
      clock,
      book,
      world,
      standstills: new Standstills({ store, clock, world, habits: this.#habits, clockOffset }),
      listening,
      clockOffset,
    });
    this.#vehicles = new VehicleRules({ store, clock, book, world, tracking });
    this.#carried = new CarriedTrackers(clock, tracking);
    if (this.#habits.isEmpty) store.transaction(() => this.#learnAnew());
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#journeys.recall();
    this.#clocks.recall();
    this.#late.recall();
    this.#batteries.recall();
    this.#addresses.recall();
    this.#ended.recall();
  }

  /** An order was believed anew. Only inside a transaction. */
  take(believed: Believed): void {
    this.#journeys.take(believed);
    this.#addresses.take(believed);
    const since = this.#learn(believed);
    if (since !== undefined && since <= this.#options.clock.now()) {
      this.#ended.mark(since);
      this.#options.knownOtherwise(since);
    }
    this.#judge(believed);
  }

  #learn({ order, belief, journeys }: Believed): number | undefined {
    const ended = isFinal(belief.state) ? belief.stateTime : undefined;
    return ended === undefined
      ? this.#habits.forget(order.key)
      : this.#habits.learn(order.key, ended, journeys);
  }

  /** What is missing may still come while a backlog is handed over: an order that ended in it is judged after that. */
  #judge(believed: Believed): void {
    const { state, stateTime } = believed.belief;
    if (this.#options.listening.isDrained()) this.#delays.take(believed);
    else if (isFinal(state) && stateTime !== undefined) this.#ended.mark(stateTime);
  }

  #learnAnew(): void {
    const { store, tracking } = this.#options;
    for (const key of store.orders.endedKeys(taughtAnew)) {
      const order = store.orders.byKey(key);
      if (order !== undefined) this.#learn(believedAt(tracking, order, undefined));
    }
  }

  /** Takes in a fact. Runs for every one. */
  hear(fact: StoredFact): void {
    this.#clocks.take(fact);
    this.#late.take(fact);
    this.#batteries.take(fact);
    this.#neighbours.take(fact);
    this.#vehicles.take(fact);
    this.#carried.take(fact);
    const { observation, eventTime, recordTime } = fact;
    if (observation.kind === 'scan' && recordTime - eventTime > lateMs) this.#ended.mark(eventTime);
  }

  /** Looks at what new facts have marked, while there is time. */
  look(isTime: () => boolean): void {
    this.#lookAll(this.#clocks, isTime);
    if (!this.#options.listening.isDrained()) return;
    this.#lookAll(this.#late, isTime);
    this.#lookAll(this.#batteries, isTime);
    this.#lookAll(this.#neighbours, isTime);
    this.#lookAll(this.#vehicles, isTime);
    this.#lookAll(this.#carried, isTime);
    for (let key = this.#ended.due(); key !== undefined && isTime(); key = this.#ended.due()) {
      const next = key;
      this.#options.store.transaction(() => {
        this.#judgeAgain(next);
        this.#ended.judged();
      });
    }
  }

  #judgeAgain(key: number): void {
    const { store, tracking } = this.#options;
    const order = store.orders.byKey(key);
    if (order !== undefined) this.#judge(believedAt(tracking, order, undefined));
  }

  #lookAll<Key>(rules: Looking<Key>, isTime: () => boolean): void {
    for (let next = rules.due(); next !== undefined && isTime(); next = rules.due()) {
      const key = next;
      this.#options.store.transaction(() => rules.look(key));
    }
  }
}
