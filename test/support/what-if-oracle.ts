/** What a change does to arrivals, worked out apart from the engine: by adding up every part of a way, one by one. */

interface Point {
  readonly lat: number;
  readonly lon: number;
}

export interface OracleWorld {
  /** Metres per second, slow to fast as a vehicle goes. */
  readonly speeds: { readonly slow: number; readonly middle: number; readonly fast: number };
  /** Milliseconds at every site: short, middle, long. */
  readonly stay: { readonly short: number; readonly middle: number; readonly long: number };
}

function metres(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const half =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(half));
}

/** Drives from stop to stop and waits at each; gives the three durations in milliseconds. */
export function oracleDuration(
  points: readonly Point[],
  stops: number,
  { speeds, stay }: OracleWorld,
): readonly [number, number, number] {
  let way = 0;
  for (let index = 1; index < points.length; index += 1) way += metres(points[index - 1]!, points[index]!);
  return [
    (way / speeds.fast) * 1000 + stops * stay.short,
    (way / speeds.middle) * 1000 + stops * stay.middle,
    (way / speeds.slow) * 1000 + stops * stay.long,
  ];
}
