/** A message as it came from a broker, before anything is known about it. */
export interface InboundMessage {
  /** Which link it came by: a broker's id, or for the embedded broker `embedded/` and the client's id. */
  readonly source: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  /** The broker's stored copy (never a live message). */
  readonly retained: boolean;
  /** The sender marks it as a redelivery. */
  readonly dup: boolean;
  readonly messageId?: number;
  /** It came from the device itself: not every device marks what it sends again. */
  readonly direct?: true;
  /** It came by a broker's one queue, in which what others say stands behind it. */
  readonly queued?: true;
  /** It was kept as it came and is read later. */
  readonly deferred?: true;
  readonly receivedAt: number;
}

/** The `source` of a message that is run again from quarantine. */
export const retrySource = 'retry';

/**
 * Takes a message in. `settled` is called exactly once, after the message's rows are committed with
 * synchronous=FULL (then it may be acknowledged), or never if they could not be. A message of a mapped
 * source takes longer: whoever acknowledges restores the order of arrival (`settle-window.ts`).
 */
export type Accept = (message: InboundMessage, settled: () => void) => void;
