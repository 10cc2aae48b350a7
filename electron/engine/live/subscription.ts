import type { ServerMessage } from '#shared/contract/wire.ts';

import type { Clock } from '../clock.ts';

/** One subscription of one connection, from its first frame to its end. */
export interface Subscription {
  start(): void;
  /** False when there never was such a frame. */
  ack(seq: number): boolean;
  stop(): void;
}

/** What a subscription of either kind needs of its connection. */
export interface SubscriptionOptions {
  readonly id: number;
  readonly params: unknown;
  readonly clock: Clock;
  /** Throws when the frame cannot be carried. */
  readonly post: (message: ServerMessage) => void;
  /** Tells the reader why it ends, and ends it. */
  readonly fail: (error: unknown) => void;
  /** Throws for a row that does not fit its schema; present where rows are checked. */
  readonly checkRow: ((row: unknown) => void) | undefined;
}
