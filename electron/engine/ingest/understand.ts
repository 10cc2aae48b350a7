import type { Adapter, DecodeContext } from '../adapters/adapter.ts';
import type { InboundMessage } from './source.ts';
import type { UnderstoodMessage } from './settle.ts';

/** What decoding needs to know of the world. */
export interface Knowledge {
  /** The format of a message, by topic and content. */
  adapterFor(payload: Uint8Array, context: DecodeContext): Adapter | undefined;
  /** Site of devices on a topic whose messages name none. */
  siteOf(topic: string): string | undefined;
  timeZoneOf(adapterId: string, identity: string, siteId: string | undefined): string;
  keyOf(adapterId: string, identity: string): string | undefined;
  /** Called when a decoder throws, which none may. */
  onFault(adapterId: string, error: unknown): void;
  /**
   * Messages of a mapped source are understood on another thread, in order; undefined for all others. Never rejects.
   */
  mapped?(message: InboundMessage): Promise<UnderstoodMessage> | undefined;
}

/** Bytes → observations. Never throws: a decoder's own fault quarantines the message with its bytes. */
export function understand(message: InboundMessage, knowledge: Knowledge): UnderstoodMessage {
  let adapter: Adapter | undefined;
  const context: DecodeContext = {
    topic: message.topic,
    levels: message.topic.split('/'),
    receivedAt: message.receivedAt,
    retained: message.retained,
    timeZoneOf: (deviceId, siteId) => knowledge.timeZoneOf(adapter?.id ?? '', deviceId, siteId),
    keyOf: (deviceId) => knowledge.keyOf(adapter?.id ?? '', deviceId),
  };
  try {
    adapter = knowledge.adapterFor(message.payload, context);
    if (adapter === undefined) {
      return refused(message, undefined, 'unrecognised', 'no known format uses this topic with such content');
    }
    const decoded = adapter.decode(message.payload, context);
    const siteId = knowledge.siteOf(message.topic);
    return {
      message,
      adapter,
      observations:
        siteId === undefined
          ? decoded.observations
          : decoded.observations.map((each) => ({ siteId, ...each })),
      rejected: decoded.rejected,
      ignored: decoded.ignored,
      backfill: decoded.backfill ?? false,
    };
  } catch (error) {
    knowledge.onFault(adapter?.id ?? 'routing', error);
    return refused(message, adapter, 'internal-error', 'the decoder of this format failed on the message');
  }
}

/** A message that as a whole cannot be used. */
export function refused(
  message: InboundMessage,
  adapter: UnderstoodMessage['adapter'],
  reason: UnderstoodMessage['rejected'][number]['reason'],
  detail: string,
): UnderstoodMessage {
  return {
    message,
    adapter,
    observations: [],
    rejected: [{ reason, detail }],
    ignored: undefined,
    backfill: false,
  };
}
