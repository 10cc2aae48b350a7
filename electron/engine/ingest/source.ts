import type { ArrivedMessage } from '../store/deferred.ts';

/** A message as it came from a broker, before anything is known about it. */
export interface InboundMessage extends ArrivedMessage {
  /** It came from the device itself: not every device marks what it sends again. */
  readonly direct?: true;
  /** It came by a broker's one queue, in which what others say stands behind it. */
  readonly queued?: true;
  /** It was kept as it came and is read later. */
  readonly deferred?: true;
}

/** The `source` of a message that is run again from quarantine. */
export const retrySource = 'retry';

/**
 * Takes a message in. `settled` is called exactly once, after the message's rows are committed with
 * synchronous=FULL (then it may be acknowledged), or never if they could not be. A message of a mapped
 * source takes longer: whoever acknowledges restores the order of arrival (`settle-window.ts`).
 */
export type Accept = (message: InboundMessage, settled: () => void) => void;
