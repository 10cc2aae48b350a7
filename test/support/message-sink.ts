import type { Accept, InboundMessage } from '#engine/ingest/source.ts';

/** A small stand-in for the pipeline: keeps what it is given and settles when told to. */
export interface MessageSink {
  readonly accept: Accept;
  readonly messages: readonly InboundMessage[];
  /** Payloads as text, in order of arrival. */
  texts(): string[];
  /** Messages taken in and not settled. */
  unsettled(): number;
  /** The most there ever were. */
  mostUnsettled(): number;
  /** Settles the oldest `count` (all by default), as a commit does. */
  settle(count?: number): void;
  /** From now on settles by itself: at once, a moment later, or not at all. */
  behave(how: 'at-once' | 'soon' | 'never'): void;
}

/** Makes a sink; by default it settles nothing by itself. */
export function createMessageSink(how: 'at-once' | 'soon' | 'never' = 'never'): MessageSink {
  const messages: InboundMessage[] = [];
  let waiting: (() => void)[] = [];
  let most = 0;
  let behaviour = how;
  const settle = (count = waiting.length): void => {
    const now = waiting.slice(0, count);
    waiting = waiting.slice(count);
    for (const settled of now) settled();
  };
  return {
    messages,
    texts: () => messages.map(({ payload }) => Buffer.from(payload).toString()),
    unsettled: () => waiting.length,
    mostUnsettled: () => most,
    settle,
    behave(next) {
      behaviour = next;
      if (next !== 'never') settle();
    },
    accept(message, settled) {
      messages.push(message);
      waiting.push(settled);
      most = Math.max(most, waiting.length);
      if (behaviour === 'at-once') settle();
      else if (behaviour === 'soon' && waiting.length === 1) setTimeout(() => settle(), 2);
    },
  };
}
