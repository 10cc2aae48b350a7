/** What the guard makes of a chunk: fine, or the reason why its sender should be cut off. */
export type GuardVerdict = 'fine' | 'too-large' | 'malformed';

/**
 * Follows the framing of one direction of an MQTT connection and tells of a packet that is too large as soon as
 * its header announces it, before any of it is kept. It never looks at the packets' contents.
 */
export function createPacketGuard(maxRemainingLength: number): (chunk: Uint8Array) => GuardVerdict {
  /** Bytes of the present packet's body still to come. */
  let body = 0;
  /** -1: the next byte starts a packet; else how many length bytes have been read. */
  let digits = -1;
  let length = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body > 0) {
        const skip = Math.min(body, chunk.length - at);
        body -= skip;
        at += skip;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      if (digits < 0) {
        digits = 0;
        length = 0;
        continue;
      }
      length += (byte & 127) * 128 ** digits;
      digits += 1;
      if (byte < 128) {
        if (length > maxRemainingLength) return 'too-large';
        body = length;
        digits = -1;
      } else if (digits === 4) {
        return 'malformed';
      }
    }
    return 'fine';
  };
}
