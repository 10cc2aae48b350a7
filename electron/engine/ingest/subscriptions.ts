import type { Clock } from '../clock.ts';
import type { MqttLink } from './mqtt-link.ts';
import { planSubscriptions } from './subscription-plan.ts';

/** Some brokers take only this many filters at a time. */
const batchSize = 8;

export interface SubscriptionsOptions {
  readonly clock: Clock;
  /** Filters the broker's session holds as far as is known. */
  readonly held: readonly string[];
  readonly wanted: readonly string[];
  readonly onHeld: (filters: readonly string[]) => void;
}

/** Keeps a broker's session subscribed to exactly the filters wanted, saying no more than needed. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #held: Set<string>;
  readonly #refused = new Set<string>();
  /** Granted with QoS 0 only. */
  readonly #weak = new Set<string>();
  #wanted: readonly string[];
  #reported: string;
  #link: MqttLink | undefined;
  #again = false;
  #askedAt: number | undefined;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
    this.#held = new Set(options.held);
    this.#wanted = options.wanted;
    this.#reported = JSON.stringify(options.held);
  }

  /** Takes effect with the next `reconcile`. */
  want(filters: readonly string[]): void {
    this.#wanted = filters;
  }

  /** A link is about to be made: what the session holds is not certain until it is up. */
  connecting(): void {
    this.#report([]);
  }

  /** The link is up. True when the broker should have had a session for us and has none. */
  linkUp(sessionPresent: boolean): boolean {
    const lost = !sessionPresent && this.#held.size > 0;
    if (!sessionPresent) this.#held.clear();
    this.#refused.clear();
    return lost;
  }

  linkDown(): void {
    this.#link = undefined;
    this.#askedAt = undefined;
  }

  /** How long the broker has owed us an answer. */
  unansweredMs(): number {
    return this.#askedAt === undefined ? 0 : this.#options.clock.monotonic() - this.#askedAt;
  }

  /** Subscribes and unsubscribes until the session holds what is wanted; safe to call at any time. */
  async reconcile(link: MqttLink): Promise<void> {
    this.#again = true;
    if (this.#link === link) return;
    this.#link = link;
    while (this.#again && this.#link === link) {
      this.#again = false;
      const { subscribe, unsubscribe } = planSubscriptions(this.#wanted, this.#held);
      await this.#inBatches(link, subscribe, (batch) => this.#subscribe(link, batch));
      await this.#inBatches(link, unsubscribe, (batch) => this.#unsubscribe(link, batch));
    }
    if (this.#link !== link) return;
    this.#link = undefined;
    this.#report([...this.#held]);
  }

  problem(): string | undefined {
    if (this.#refused.size > 0) {
      return `The broker refuses our subscription to ${[...this.#refused].join(', ')}.`;
    }
    if (this.#weak.size > 0) {
      return `The broker grants ${[...this.#weak].join(', ')} without acknowledgement (QoS 0): messages sent while Waymark is away are lost.`;
    }
    return undefined;
  }

  async #inBatches(
    link: MqttLink,
    filters: readonly string[],
    run: (batch: readonly string[]) => Promise<void>,
  ) {
    for (let from = 0; from < filters.length && this.#link === link; from += batchSize) {
      this.#askedAt = this.#options.clock.monotonic();
      await run(filters.slice(from, from + batchSize));
    }
    if (this.#link === link) this.#askedAt = undefined;
  }

  async #subscribe(link: MqttLink, batch: readonly string[]): Promise<void> {
    const granted = await link.subscribe(batch, 1, true);
    if (this.#link !== link) return;
    for (const [index, filter] of batch.entries()) {
      const code = granted[index] ?? 128;
      mark(this.#held, filter, code < 128);
      mark(this.#refused, filter, code >= 128);
      mark(this.#weak, filter, code === 0);
    }
  }

  async #unsubscribe(link: MqttLink, batch: readonly string[]): Promise<void> {
    await link.unsubscribe(batch);
    if (this.#link !== link) return;
    for (const filter of batch) {
      this.#held.delete(filter);
      this.#weak.delete(filter);
    }
  }

  #report(filters: readonly string[]): void {
    const text = JSON.stringify(filters);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#options.onHeld(filters);
  }
}

function mark(set: Set<string>, filter: string, belongs: boolean): void {
  if (belongs) set.add(filter);
  else set.delete(filter);
}
