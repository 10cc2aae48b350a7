import type { BrokerStateRow } from '#shared/contract/types.ts';

export interface PublishOptions {
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** A link to a broker, external or embedded, as the rest of the engine sees it. */
export interface MessageSource {
  /** Takes nothing more in, waits for what was taken in to be settled and acknowledged, then closes. */
  stop(): Promise<void>;
  /** Sends a message; it is never taken in by this source again. Rejects with a DomainError. */
  publish(topic: string, payload: string | Uint8Array, options: PublishOptions): Promise<void>;
  /** Changes which topics are taken in. */
  setFilters(filters: readonly string[]): void;
  /** Says that messages taken in will not be settled: links are cut so that they are sent again. */
  redeliver(problem: string): void;
  state(): BrokerStateRow;
}
