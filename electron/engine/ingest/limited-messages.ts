import type { UnderstoodMessage } from './settle.ts';
import type { InboundMessage } from './source.ts';

/** Messages of one topic, settled as one. */
export interface Limited {
  readonly understood: UnderstoodMessage;
  readonly settled: readonly (() => void)[];
}

interface Gathered {
  readonly first: InboundMessage;
  receivedAt: number;
  readonly settled: (() => void)[];
}

/** Messages that are more than their devices may send. A flood must cost next to nothing: only their number is kept. */
export class LimitedMessages {
  #topics = new Map<string, Gathered>();
  #count = 0;

  add(message: InboundMessage, settled: () => void): void {
    this.#count += 1;
    const gathered = this.#topics.get(message.topic);
    if (gathered === undefined) {
      // What is only counted need not wait with its bytes.
      const first = { ...message, payload: nothing };
      this.#topics.set(message.topic, { first, receivedAt: message.receivedAt, settled: [settled] });
      return;
    }
    gathered.receivedAt = message.receivedAt;
    gathered.settled.push(settled);
  }

  count(): number {
    return this.#count;
  }

  /** All of them; nothing is left. */
  take(): Limited[] {
    const taken = [...this.#topics.values()];
    this.#topics = new Map();
    this.#count = 0;
    return taken.map(({ first, receivedAt, settled }) => ({
      understood: { ...unread({ ...first, receivedAt }), limited: settled.length },
      settled,
    }));
  }
}

const nothing = new Uint8Array();

/** Messages nothing is read of. */
export function unread(message: InboundMessage): UnderstoodMessage {
  return {
    message,
    adapter: undefined,
    observations: [],
    rejected: [],
    ignored: undefined,
    backfill: false,
    news: undefined,
  };
}
