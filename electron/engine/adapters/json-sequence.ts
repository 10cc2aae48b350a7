/**
 * Cuts several JSON objects or arrays that stand one after another into one piece each. What follows the last
 * complete one is a piece of its own. Structure only: whether a piece is JSON is for the parser to say.
 */
export function splitJson(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (inText) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) {
      inText = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
    } else if ((byte === 0x7d || byte === 0x5d) && depth > 0) {
      depth -= 1;
      if (depth === 0) {
        pieces.push(bytes.subarray(start, i + 1));
        start = i + 1;
      }
    }
  }
  const rest = bytes.subarray(start);
  return rest.some((byte) => byte > 0x20) ? [...pieces, rest] : pieces;
}
