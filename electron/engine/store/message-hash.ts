import { createHash } from 'node:crypto';

/** Identity of a message's bytes on a topic. */
export function hashMessage(topic: string, payload: Uint8Array): Buffer {
  return createHash('sha256').update(topic).update('\0').update(payload).digest().subarray(0, 16);
}
