import type { BrokerStateRow } from '#shared/contract/types.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Accept } from './source.ts';

export interface MqttSessionLimits {
  readonly keepaliveS: number;
  readonly connectTimeoutMs: number;
  /** Messages, and their bytes, taken in and not yet settled; beyond it the broker has to wait. */
  readonly maxUnsettled: number;
  readonly maxUnsettledBytes: number;
  /** Nothing settled for this long while something waits: the link is cut so that it is sent again. */
  readonly stallMs: number;
  /** The broker owes us an answer for this long: the link is cut. */
  readonly answerMs: number;
  readonly watchEveryMs: number;
}

export const defaultLimits: MqttSessionLimits = {
  keepaliveS: 20,
  connectTimeoutMs: 10_000,
  maxUnsettled: 5_000,
  maxUnsettledBytes: 32 * 1024 * 1024,
  stallMs: 30_000,
  answerMs: 30_000,
  watchEveryMs: 1_000,
};

export interface MqttSessionOptions {
  readonly brokerId: string;
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificate authority (PEM) for a broker whose certificate no public authority signed. */
  readonly ca?: string;
  /** Stable and unique to this console: the broker keeps the session under it. */
  readonly clientId: string;
  readonly filters: readonly string[];
  readonly accept: Accept;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1, for the jitter of reconnects. */
  readonly random: () => number;
  /** What was last given to `onSubscribed` (and `onDropped`) for this broker and client id. */
  readonly previous: { readonly filters: readonly string[]; readonly dropped?: number } | undefined;
  /**
   * Which filters the broker's session is known to hold. Empty from the moment a link is being made until it is
   * known: a crash in between must not leave a session believed to be subscribed that is not.
   */
  readonly onSubscribed: (filters: readonly string[]) => void;
  /** The broker no longer had our session: what it should have kept for us is lost. */
  readonly onSessionLost: () => void;
  readonly onState: (state: BrokerStateRow) => void;
  /** The broker's own count of dropped messages, to be given back as `previous.dropped`. */
  readonly onDropped?: (total: number) => void;
  readonly limits?: Partial<MqttSessionLimits>;
}
