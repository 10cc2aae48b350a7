import { distanceM, type LatLon } from '#shared/domain/geo.ts';

/** Three durations in milliseconds: likely too short, the middle, likely too long. */
export interface Spread {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** What has been learned from journeys that ended; empty at first. */
export interface Learned {
  /** Metres per second over ground between two sites, as the crow flies. */
  readonly speedsMps: readonly number[];
  /** Milliseconds from arriving at a site to leaving it, by site. */
  readonly dwellsMs: ReadonlyMap<string, readonly number[]>;
}

export interface Remaining {
  /** Where it is, or was last seen. */
  readonly from: LatLon;
  /** Sites still to be passed, in order. */
  readonly via: readonly { readonly siteId: string; readonly at: LatLon }[];
  readonly destination: LatLon;
  /** The site it is waiting at now, and since when. */
  readonly waiting: { readonly siteId: string; readonly sinceMs: number } | undefined;
  /** Instant the estimate starts from. */
  readonly now: number;
}

export interface Estimate extends Spread {
  readonly model: string;
  readonly reasons: readonly string[];
}

const hourMs = 3_600_000;
export const etaModel = 'distance-dwell-1';

/** Before anything is learned: a lorry's day, stops included, as the crow flies. */
const assumedSpeed = { slow: 7, middle: 12, fast: 18 };
const assumedDwell: Spread = { p10: 1 * hourMs, p50: 5 * hourMs, p90: 16 * hourMs };
const enough = 5;

/** The value below which a share of the sorted numbers lies (nearest rank). */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

/**
 * A first, simple estimate: distance left at learned speeds plus learned waiting at the sites in between. Says what
 * it rests on, and that it assumes where it has learned nothing yet.
 */
export function estimateArrival(remaining: Remaining, learned: Learned): Estimate {
  const stops = remaining.via.map((stop) => stop.at);
  const metres = pathLength([remaining.from, ...stops, remaining.destination]);
  const drive = driveTime(metres, learned.speedsMps);
  const dwells = remaining.via.map((stop) => dwellAt(stop.siteId, learned));
  const here = remaining.waiting === undefined ? undefined : leftToWait(remaining.waiting, remaining.now, learned);
  const parts = [drive.spread, ...dwells.map((each) => each.spread), ...(here === undefined ? [] : [here.spread])];
  const total = parts.reduce(addSpread, { p10: 0, p50: 0, p90: 0 });
  const reasons = [
    `${Math.round(metres / 1000)} km left, ${drive.learned ? `at speeds learned from ${learned.speedsMps.length} legs` : 'at an assumed speed: nothing is learned yet'}`,
    ...remaining.via.map((stop, index) => `a stop at ${stop.siteId}, ${dwells[index]!.learned ? 'as long as usual there' : 'its length assumed'}`),
    ...(here === undefined ? [] : [`waiting at ${remaining.waiting!.siteId}, ${here.learned ? 'as long as usual there' : 'its length assumed'}`]),
  ];
  return { p10: remaining.now + total.p10, p50: remaining.now + total.p50, p90: remaining.now + total.p90, model: etaModel, reasons };
}

function addSpread(a: Spread, b: Spread): Spread {
  return { p10: a.p10 + b.p10, p50: a.p50 + b.p50, p90: a.p90 + b.p90 };
}

function pathLength(points: readonly LatLon[]): number {
  return points.slice(1).reduce((sum, point, index) => sum + distanceM(points[index]!, point), 0);
}

function driveTime(metres: number, speeds: readonly number[]): { spread: Spread; learned: boolean } {
  const sorted = speeds.toSorted((a, b) => a - b);
  const learned = sorted.length >= enough;
  const [slow, middle, fast] = learned
    ? [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)]
    : [assumedSpeed.slow, assumedSpeed.middle, assumedSpeed.fast];
  return { spread: { p10: (metres / fast) * 1000, p50: (metres / middle) * 1000, p90: (metres / slow) * 1000 }, learned };
}

function dwellAt(siteId: string, learned: Learned): { spread: Spread; learned: boolean } {
  const sorted = (learned.dwellsMs.get(siteId) ?? []).toSorted((a, b) => a - b);
  if (sorted.length < enough) return { spread: assumedDwell, learned: false };
  return { spread: { p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }, learned: true };
}

function leftToWait(waiting: { siteId: string; sinceMs: number }, now: number, learned: Learned): { spread: Spread; learned: boolean } {
  const usual = dwellAt(waiting.siteId, learned);
  const waited = Math.max(0, now - waiting.sinceMs);
  const left = (whole: number): number => Math.max(0, whole - waited);
  return { spread: { p10: left(usual.spread.p10), p50: left(usual.spread.p50), p90: left(usual.spread.p90) }, learned: usual.learned };
}

/**
 * Probability that it arrives after an instant, reading the interval as two half-normal sides around the middle
 * (the 10 % and 90 % points lie 1.2816 standard deviations away).
 */
export function lateProbability(estimate: Spread, until: number): number {
  const side = until >= estimate.p50 ? estimate.p90 - estimate.p50 : estimate.p50 - estimate.p10;
  if (side <= 0) return until >= estimate.p50 ? 0 : 1;
  const z = ((until - estimate.p50) / side) * 1.2816;
  return Math.min(1, Math.max(0, 1 - normalShare(z)));
}

/** Share of a normal distribution below z (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}
