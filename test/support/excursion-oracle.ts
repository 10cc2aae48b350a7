/**
 * What excursions a set of readings holds, found by trying every start and every end. Knows nothing of the program:
 * it is written from the words of the rules alone.
 */
export interface OracleReading {
  readonly time: number;
  readonly value: number;
}

export interface OracleLimit {
  readonly side: 'above' | 'below';
  readonly value: number;
  readonly inclusive: boolean;
  readonly forMs: number;
  readonly clearValue: number | undefined;
  readonly clearForMs: number;
}

export type OracleSpan = readonly [start: number, end: number | undefined];

const minute = 60_000;

export function oracleExcursions(
  readings: readonly OracleReading[],
  limit: OracleLimit,
  expectedMs: number | undefined,
): OracleSpan[] {
  const points = worstPerInstant(readings, limit.side);
  const spans: OracleSpan[] = [];
  let from = 0;
  for (let index = 1; index <= points.length; index += 1) {
    const isLast = index === points.length;
    if (!isLast && !isOracleGap(points, index, expectedMs)) continue;
    spans.push(...oracleSpansWithin(points.slice(from, index), limit, isLast));
    from = index;
  }
  return spans;
}

export function worstPerInstant(
  readings: readonly OracleReading[],
  side: 'above' | 'below',
): OracleReading[] {
  const instants = [...new Set(readings.map(({ time }) => time))].sort((a, b) => a - b);
  return instants.map((time) => {
    const values = readings.filter((reading) => reading.time === time).map(({ value }) => value);
    return { time, value: side === 'above' ? Math.max(...values) : Math.min(...values) };
  });
}

/** Where readings are missing, by the readings and how often they are expected: every sum asks it of each of them. */
const knownGaps = new WeakMap<
  readonly OracleReading[],
  Map<number | undefined, ReadonlySet<OracleReading>>
>();

/** The readings before which readings are missing. */
export function oracleGaps(
  points: readonly OracleReading[],
  expectedMs: number | undefined,
): ReadonlySet<OracleReading> {
  const known = knownGaps.get(points) ?? new Map<number | undefined, ReadonlySet<OracleReading>>();
  knownGaps.set(points, known);
  let gaps = known.get(expectedMs);
  if (gaps === undefined)
    known.set(
      expectedMs,
      (gaps = new Set(points.filter((_, index) => index > 0 && isOracleGap(points, index, expectedMs)))),
    );
  return gaps;
}

/** More than twice the usual time and a minute between a reading and the one before it. */
export function isOracleGap(
  points: readonly OracleReading[],
  index: number,
  expectedMs: number | undefined,
): boolean {
  const before = points.slice(Math.max(0, index - 33), index).map(({ time }) => time);
  const spacings = before
    .slice(1)
    .map((time, place) => time - before[place]!)
    .sort((a, b) => a - b);
  const learned = spacings.length < 3 ? 15 * minute : spacings[Math.floor(spacings.length / 2)]!;
  return points[index]!.time - points[index - 1]!.time > 2 * (expectedMs ?? learned) + minute;
}

/** The excursions of readings without a gap; only at the end of all there is may one be still going on. */
export function oracleSpansWithin(
  points: readonly OracleReading[],
  limit: OracleLimit,
  isLast: boolean,
): OracleSpan[] {
  const spans: OracleSpan[] = [];
  let next = 0;
  for (;;) {
    const begun = firstLasting(points, next, limit.forMs, (value) => isOut(limit, value));
    if (begun === undefined) return spans;
    const start = points[begun.first]!.time;
    const over = firstLasting(points, begun.last + 1, limit.clearForMs, (value) => isBack(limit, value));
    if (over === undefined) {
      spans.push([start, isLast ? undefined : endOfSegment(points, limit)]);
      return spans;
    }
    spans.push([start, points[over.first]!.time]);
    next = over.last + 1;
  }
}

/** The first run, from a place on, of readings that are all so, for at least a time; with the reading that makes it so long. */
function firstLasting(
  points: readonly OracleReading[],
  from: number,
  lastingMs: number,
  isSo: (value: number) => boolean,
): { readonly first: number; readonly last: number } | undefined {
  for (let first = from; first < points.length; first += 1) {
    for (let last = first; last < points.length && isSo(points[last]!.value); last += 1) {
      if (points[last]!.time - points[first]!.time >= lastingMs) return { first, last };
    }
  }
  return undefined;
}

/** Readings stopped: it lasted to where they were good again without a break, else to the last one. */
function endOfSegment(points: readonly OracleReading[], limit: OracleLimit): number {
  let place = points.length - 1;
  if (!isBack(limit, points[place]!.value)) return points[place]!.time;
  while (place > 0 && isBack(limit, points[place - 1]!.value)) place -= 1;
  return points[place]!.time;
}

export function isOut({ side, value, inclusive }: OracleLimit, measured: number): boolean {
  if (side === 'above') return inclusive ? measured >= value : measured > value;
  return inclusive ? measured <= value : measured < value;
}

function isBack(limit: OracleLimit, measured: number): boolean {
  if (Number.isNaN(measured) || isOut(limit, measured)) return false;
  const { side, clearValue } = limit;
  return clearValue === undefined || (side === 'above' ? measured <= clearValue : measured >= clearValue);
}
