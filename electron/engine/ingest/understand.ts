import type { Decoded } from '#shared/domain/observation.ts';

import type { Adapter, DecodeContext } from '../adapters/adapter.ts';
import { retrySource, type InboundMessage } from './source.ts';
import type { NodeSessions } from './node-sessions.ts';
import type { UnderstoodMessage } from './settle.ts';

/** What decoding needs to know of the world. */
export interface Knowledge {
  /** The format of a message, by topic and content. */
  adapterFor(payload: Uint8Array, context: DecodeContext): Adapter | undefined;
  /** Site of devices on a topic whose messages name none. */
  siteOf(topic: string): string | undefined;
  timeZoneOf(adapterId: string, identity: string, siteId: string | undefined): string;
  keyOf(adapterId: string, identity: string): string | undefined;
  modelOf(adapterId: string, identity: string): string | undefined;
  /** What nodes that number their messages said before. */
  readonly sessions: NodeSessions;
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
    modelOf: (deviceId) => knowledge.modelOf(adapter?.id ?? '', deviceId),
    aliasOf: (deviceId, alias) => knowledge.sessions.aliasOf(deviceId, alias),
  };
  try {
    adapter = knowledge.adapterFor(message.payload, context);
    if (adapter === undefined) {
      return refused(message, undefined, 'unrecognised', 'no known format uses this topic with such content');
    }
    const decoded = inSequence(adapter.decode(message.payload, context), message, knowledge.sessions);
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
      news: decoded.news,
      gateway: decoded.gateway,
    };
  } catch (error) {
    knowledge.onFault(adapter?.id ?? 'routing', error);
    return refused(message, adapter, 'internal-error', 'the decoder of this format failed on the message');
  }
}

/** A number that was left out means that messages were lost; a redelivery says nothing about that. */
function inSequence(decoded: Decoded, message: InboundMessage, sessions: NodeSessions): Decoded {
  if (decoded.news === undefined || message.dup || message.source === retrySource) return decoded;
  if (!sessions.take(decoded.news)) return decoded;
  const observations = decoded.observations.map((each) => ({
    ...each,
    quality: [...(each.quality ?? []), 'sequence-gap' as const],
  }));
  return { ...decoded, observations };
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
    news: undefined,
  };
}
