import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** Why the embedded broker turned a client away. */
export type RefusalReason =
  | 'packet-too-large'
  | 'not-mqtt'
  | 'version'
  | 'system-topic'
  | 'client-id'
  | 'too-many-clients'
  | 'connection-rate';

export interface Refusal {
  readonly reason: RefusalReason;
  /** Absent where it had not said who it is. */
  readonly clientId?: string;
}

const sentences: Readonly<Record<RefusalReason, string>> = {
  'packet-too-large': 'sent a message larger than 64 KB and was disconnected',
  'not-mqtt': 'did not speak MQTT properly and was disconnected',
  version: 'speaks another version of MQTT than 3.1 and 3.1.1 and was refused',
  'system-topic': "published on $SYS, which is the broker's own, and was disconnected",
  'client-id': 'has a client id longer than 256 characters and was refused',
  'too-many-clients': 'was refused because too many are connected',
  'connection-rate': 'was refused because connections come too fast',
};

const shownForMs = 10 * minuteMs;

/** Counts refusals so that none is silent, and none floods the log. */
export class ClientRefusals {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #onRefused: (refusal: Refusal) => void;
  readonly #counts = new Map<RefusalReason, number>();
  readonly #loggedAt = new Map<RefusalReason, number>();
  #last: (Refusal & { readonly at: number }) | undefined;

  constructor(clock: Clock, log: Log, onRefused: (refusal: Refusal) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#onRefused = onRefused;
  }

  note(refusal: Refusal): void {
    const count = (this.#counts.get(refusal.reason) ?? 0) + 1;
    const now = this.#clock.monotonic();
    this.#counts.set(refusal.reason, count);
    this.#last = { ...refusal, at: now };
    if (now - (this.#loggedAt.get(refusal.reason) ?? Number.NEGATIVE_INFINITY) >= minuteMs) {
      this.#loggedAt.set(refusal.reason, now);
      this.#log.warn('client refused', { ...refusal, count });
    }
    this.#onRefused(refusal);
  }

  /** How often each reason occurred since the start. */
  counts(): Readonly<Partial<Record<RefusalReason, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /** The newest one in a sentence, for as long as it is news. */
  problem(): string | undefined {
    const last = this.#last;
    if (last === undefined || this.#clock.monotonic() - last.at > shownForMs) return undefined;
    const who = last.clientId === undefined ? 'A client' : `The client ${last.clientId.slice(0, 64)}`;
    const count = this.#counts.get(last.reason) ?? 1;
    return `${who} ${sentences[last.reason]}${count > 1 ? ` (${count} times so far)` : ''}.`;
  }
}
