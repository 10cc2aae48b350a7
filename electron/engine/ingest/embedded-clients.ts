import type { Client, ConnectPacket } from 'aedes';

import type { RefusalReason } from './client-refusals.ts';

/** What our own checks tell aedes, so that it disconnects the sender. */
export const systemTopicRefused = new Error('$SYS is the broker itself');

/** Which of aedes' errors are a client's fault; connections come and go without being one. */
export function faultOf(error: Error): RefusalReason | undefined {
  const { code, errorCode } = error as { code?: unknown; errorCode?: unknown };
  if (errorCode === 1) return 'version';
  const ours = error === systemTopicRefused || errorCode !== undefined;
  const ordinary = code !== undefined || /timeout|closed|in time|premature/i.test(error.message);
  return ours || ordinary ? undefined : 'not-mqtt';
}

/** Resolves when all that was written to a client has left; aedes closes by discarding what has not. */
export function flushed({ conn }: Client): Promise<void> {
  return new Promise((resolve) => {
    // What was written in this turn is still held together for one packet on the network.
    setImmediate(() => conn.write('', () => resolve()));
  });
}

/** A client that promises too little life would keep its place for ever; the broker may shorten its patience. */
export function limitKeepalive(packet: ConnectPacket, maxS: number): void {
  const asked = packet.keepalive ?? 0;
  packet.keepalive = asked === 0 ? maxS : Math.min(asked, maxS);
}
