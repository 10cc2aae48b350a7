import type { BrokerStateRow } from '#shared/contract/types.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Refusal } from './client-refusals.ts';
import type { Accept } from './source.ts';

export interface EmbeddedBrokerLimits {
  readonly maxPayloadBytes: number;
  readonly maxClients: number;
  readonly connectionsPerSecond: number;
  readonly connectionBurst: number;
  /** A device that asks for a longer keepalive, or for none, is given this one. */
  readonly maxKeepaliveS: number;
  readonly connectTimeoutMs: number;
  /** Messages, and their bytes, taken in from all devices and not yet settled; beyond it devices are sent away. */
  readonly maxUnsettled: number;
  readonly maxUnsettledBytes: number;
  /** Nothing of a device's messages settled for this long: it is disconnected, so that it sends them again. */
  readonly stallMs: number;
  readonly watchEveryMs: number;
}

export const defaultEmbeddedLimits: EmbeddedBrokerLimits = {
  maxPayloadBytes: 64 * 1024,
  maxClients: 5_000,
  connectionsPerSecond: 200,
  connectionBurst: 1_000,
  maxKeepaliveS: 3_600,
  connectTimeoutMs: 10_000,
  maxUnsettled: 20_000,
  maxUnsettledBytes: 64 * 1024 * 1024,
  stallMs: 30_000,
  watchEveryMs: 1_000,
};

export interface EmbeddedBrokerOptions {
  readonly brokerId: string;
  /** 0: any free port. */
  readonly port: number;
  /** When the port is taken, the next free one is used and `notice` says so. */
  readonly mayMove: boolean;
  /** Folder of queues, sessions and retained messages. */
  readonly dir: string;
  readonly filters: readonly string[];
  readonly accept: Accept;
  readonly clock: Clock;
  readonly log: Log;
  readonly onState: (state: BrokerStateRow) => void;
  readonly onRefused?: (refusal: Refusal) => void;
  /** A message was acknowledged to its device: its source, and its packet's number. */
  readonly onAnswered?: (source: string, messageId: number) => void;
  readonly limits?: Partial<EmbeddedBrokerLimits>;
}
