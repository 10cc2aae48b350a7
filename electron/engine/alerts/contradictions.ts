import { isFinal } from '#shared/domain/order-state.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Store } from '../store/store.ts';
import type { Believed, Tracking } from '../tracking/tracking.ts';
import type { AlertBook } from './book.ts';
import { CaseBuilder } from './case-builder.ts';
import { DelayRules } from './delay-rules.ts';
import { Habits } from './habits.ts';
import { JourneyRules } from './journey-rules.ts';
import type { Listening } from './listening.ts';
import { VehicleRules } from './vehicle-rules.ts';

export interface ContradictionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly tracking: Tracking;
  readonly listening: Listening;
}

/** Rules about journeys: what contradicts itself, what does not go on, what goes another way. */
export class Contradictions {
  readonly #habits = new Habits();
  readonly #journeys: JourneyRules;
  readonly #delays: DelayRules;
  readonly #vehicles: VehicleRules;
  readonly #options: ContradictionsOptions;

  constructor(options: ContradictionsOptions) {
    const { store, clock, book, tracking, listening } = options;
    const { world } = tracking;
    this.#options = options;
    const cases = new CaseBuilder({ store, world, clockOffset: () => 0 });
    this.#journeys = new JourneyRules({ store, clock, book, cases });
    this.#delays = new DelayRules({ store, clock, book, world, habits: this.#habits, listening });
    this.#vehicles = new VehicleRules({ store, clock, book, world, tracking });
    this.#habits.recall(store, tracking);
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#journeys.recall();
    this.#delays.recall();
  }

  /** An order was believed anew. Only inside a transaction. */
  take(believed: Believed): void {
    this.#journeys.take(believed);
    if (isFinal(believed.belief.state)) this.#habits.learn(believed.order.key, believed.journeys);
    this.#delays.take(believed);
  }

  /** Takes in a fact that is no scan. Runs for every one. */
  hear(fact: StoredFact): void {
    this.#vehicles.take(fact);
  }

  /** Looks at vehicles with new fixes while there is time. */
  look(isTime: () => boolean): void {
    if (!this.#options.listening.isDrained()) return;
    for (let next = this.#vehicles.due(); next !== undefined && isTime(); next = this.#vehicles.due()) {
      const vehicleId = next;
      this.#options.store.transaction(() => this.#vehicles.look(vehicleId));
    }
  }
}
