import type { NodeNews } from '#shared/domain/observation.ts';
import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Birth } from '../store/births.ts';

/** Sparkplug numbers its messages in one byte. */
const numbers = 256;
/** A node is asked for its birth again at most this often. */
const askEveryMs = minuteMs;

/** What nodes that number their messages said before. */
export interface NodeSessions {
  aliasOf(deviceId: string, alias: number): string | undefined;
  /** Notes a message in the order of arrival; true when a number before it is missing. */
  take(news: NodeNews): boolean;
}

export interface NodeSessionOptions {
  readonly clock: Clock;
  readonly births: readonly Birth[];
  /** Asks a node to tell its names and values again. */
  readonly askForBirth: (node: string) => void;
}

interface Session {
  seq: number | undefined;
  askedAt: number;
  readonly aliases: Map<string, ReadonlyMap<number, string>>;
}

/**
 * Follows the numbers of each node: a gap means that a message was lost, and with it perhaps a value that is only
 * sent on change; then the node is asked to say everything again. After a restart the first number is believed.
 */
export function createNodeSessions({ clock, births, askForBirth }: NodeSessionOptions): NodeSessions {
  const sessions = new Map<string, Session>();
  const nodeOf = new Map<string, string>();

  function sessionOf(node: string): Session {
    let session = sessions.get(node);
    if (session === undefined) {
      session = { seq: undefined, askedAt: Number.NEGATIVE_INFINITY, aliases: new Map() };
      sessions.set(node, session);
    }
    return session;
  }

  function born({ node, deviceId, aliases }: Birth): void {
    const session = sessionOf(node);
    if (node === deviceId) session.aliases.clear();
    session.aliases.set(deviceId, new Map(aliases));
    nodeOf.set(deviceId, node);
  }

  function ask(node: string, session: Session): void {
    const now = clock.monotonic();
    if (now - session.askedAt < askEveryMs) return;
    session.askedAt = now;
    askForBirth(node);
  }

  for (const birth of births) born(birth);
  return {
    aliasOf: (deviceId, alias) =>
      sessions
        .get(nodeOf.get(deviceId) ?? '')
        ?.aliases.get(deviceId)
        ?.get(alias),
    take({ node, deviceId, event, seq, aliases, unresolved }) {
      const session = sessionOf(node);
      const last = session.seq;
      const isOfNode = node === deviceId;
      if (event === 'birth') born({ node, deviceId, aliases: aliases ?? [] });
      if (event === 'death' && isOfNode) {
        session.seq = undefined;
        return false;
      }
      if (seq === undefined) return false;
      session.seq = seq;
      const begins = event === 'birth' && isOfNode;
      const isGap = !begins && last !== undefined && seq !== last && seq !== (last + 1) % numbers;
      const isStranger = event === 'data' && !session.aliases.has(deviceId);
      if (isGap || isStranger || unresolved) ask(node, session);
      return isGap;
    },
  };
}
