import { ContractError } from '../result.ts';
import type { WireError } from '../result.ts';
import type { Timers } from './timers.ts';
import type { ClientMessage } from './wire.ts';

/** As much of an `AbortSignal` as is used. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Ask {
  readonly message: Extract<ClientMessage, { readonly type: 'request' }>;
  readonly timeoutMs: number;
  readonly signal: CancelSignal | undefined;
}

interface Pending {
  readonly ask: Ask;
  sent: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Ends the timer and the watch on the signal. */
  release: () => void;
}

interface PendingOptions {
  readonly post: (message: ClientMessage) => void;
  readonly timers: Timers;
}

/** Requests without a reply yet. Each ends exactly once: reply, time-out, cancel, or loss of the connection. */
export class PendingRequests {
  readonly #options: PendingOptions;
  readonly #pending = new Map<number, Pending>();

  constructor(options: PendingOptions) {
    this.#options = options;
  }

  /** Registers the request and, when `isUp`, sends it; otherwise it waits for `up`. */
  add(ask: Ask, isUp: boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const pending: Pending = { ask, sent: false, resolve, reject, release: () => undefined };
      this.#pending.set(ask.message.id, pending);
      pending.release = this.#limit(pending);
      if (isUp) this.#send(pending);
    });
  }

  /** Sends what has been waiting for a connection. */
  up(): void {
    for (const pending of this.#pending.values()) {
      if (!pending.sent) this.#send(pending);
    }
  }

  /** Rejects everything with the one error. */
  down(error: WireError): void {
    for (const id of this.#pending.keys()) this.#take(id)?.reject(new ContractError(error));
  }

  resolve(id: number, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  reject(id: number, error: WireError): void {
    this.#take(id)?.reject(new ContractError(error));
  }

  #send(pending: Pending): void {
    const { message } = pending.ask;
    try {
      this.#options.post(message);
      pending.sent = true;
    } catch (error) {
      const sentence = `The parameters of ${message.name} cannot be sent: ${String(error)}.`;
      this.reject(message.id, { code: 'invalid-request', message: sentence, retryable: false });
    }
  }

  #limit({ ask }: Pending): () => void {
    const { id, name } = ask.message;
    const { signal, timeoutMs } = ask;
    const onAbort = (): void => this.#giveUp(id, signal?.reason);
    const cancelTimer = this.#options.timers.after(timeoutMs, () => {
      const message = `No answer to ${name} within ${timeoutMs / 1000} s.`;
      this.#giveUp(id, new ContractError({ code: 'timeout', message, retryable: true }));
    });
    signal?.addEventListener('abort', onAbort);
    return () => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
    };
  }

  #giveUp(id: number, reason: unknown): void {
    const pending = this.#take(id);
    if (pending === undefined) return;
    if (pending.sent) this.#options.post({ type: 'cancel', id });
    pending.reject(reason);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.release();
    return pending;
  }
}
