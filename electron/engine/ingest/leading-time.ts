const opening = Buffer.from('{"time":"');
const longest = 32;
const quote = 0x22;
const zulu = 0x5a;

/**
 * The instant a JSON object begins with, without reading the rest; undefined where it does not begin with a time in
 * UTC. In a flood there is no time to read every message.
 */
export function leadingTime(payload: Uint8Array): number | undefined {
  const start = opening.length;
  if (payload.length < start || opening.compare(payload, 0, start) !== 0) return undefined;
  const end = payload.indexOf(quote, start);
  if (end < 0 || end - start > longest || payload[end - 1] !== zulu) return undefined;
  const time = Date.parse(String.fromCharCode(...payload.subarray(start, end)));
  return Number.isNaN(time) ? undefined : time;
}
