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
  readonly dwellsMs: Pick<ReadonlyMap<string, readonly number[]>, 'get'>;
  /** Milliseconds from going out for delivery to the recipient's door. */
  readonly roundsMs: readonly number[];
}

export interface Remaining {
  /** Where it is, or was last seen. */
  readonly from: LatLon;
  /** Sites still to be passed, in order. */
  readonly via: readonly { readonly siteId: string; readonly name: string; readonly at: LatLon }[];
  readonly destination: LatLon;
  /** The site it is waiting at now, and since when. */
  readonly waiting: { readonly siteId: string; readonly name: string; readonly sinceMs: number } | undefined;
  /** Since when it is out for delivery; undefined while its delivery round is still to come. */
  readonly outSinceMs: number | undefined;
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
/** A round has many doors; nobody knows which comes when. */
const assumedRound: Spread = { p10: 1 * hourMs, p50: 3 * hourMs, p90: 7 * hourMs };
/** Of fewer journeys it is not known what is usual: the first to end are the quick ones. */
const enough = 20;
/** No arrival is known better than this. */
const leastDoubtMs = 10 * 60_000;

/** The value below which a share of the sorted numbers lies (nearest rank). */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

/**
 * A first, simple estimate: distance left at learned speeds, learned waiting at the sites in between, and a delivery
 * round at the end. Says what it rests on, and that it assumes where it has learned nothing yet.
 */
export function estimateArrival(remaining: Remaining, learned: Learned): Estimate {
  const { now, via, waiting, outSinceMs } = remaining;
  const round = usual(learned.roundsMs, assumedRound);
  const drive = driveTime(remaining, learned.speedsMps);
  if (outSinceMs !== undefined) {
    // The van may be next door and still have twenty stops to go: the rest of a usual round, and no less than the way.
    const rest = lessElapsed(round.spread, now - outSinceMs);
    const spread = {
      p10: Math.max(drive.spread.p10, rest.p10),
      p50: Math.max(drive.spread.p50, rest.p50),
      p90: Math.max(drive.spread.p90, rest.p90),
    };
    return finish(now, spread, [
      `out for delivery, ${round.learned ? `as long as ${learned.roundsMs.length} rounds took` : 'its length assumed'}`,
      drive.reason,
    ]);
  }
  const stops = via.map((stop) => ({
    ...usual(learned.dwellsMs.get(stop.siteId) ?? [], assumedDwell),
    name: stop.name,
  }));
  const here =
    waiting === undefined ? undefined : usual(learned.dwellsMs.get(waiting.siteId) ?? [], assumedDwell);
  const parts = [drive.spread, round.spread, ...stops.map((stop) => stop.spread)];
  if (here !== undefined && waiting !== undefined)
    parts.push(lessElapsed(here.spread, now - waiting.sinceMs));
  const reasons = [
    drive.reason,
    ...(here === undefined || waiting === undefined
      ? []
      : [`waiting at ${waiting.name}, ${lengthText(here.learned)}`]),
    ...stops.map((stop) => `a stop at ${stop.name}, ${lengthText(stop.learned)}`),
    `then a delivery round, ${lengthText(round.learned)}`,
  ];
  return finish(now, parts.reduce(addSpread), reasons);
}

/** When a vehicle reaches a place, over the sites it stops at before: its drive and the waits there, no round. */
export function estimateStop(
  remaining: Pick<Remaining, 'from' | 'via' | 'destination' | 'now'>,
  learned: Learned,
): Estimate {
  const drive = driveTime(remaining, learned.speedsMps);
  const stops = remaining.via.map(({ siteId, name }) => ({ ...usualStay(siteId, learned), name }));
  const spread = stops.reduce((sum, stop) => addSpread(sum, stop.spread), drive.spread);
  return finish(remaining.now, spread, [
    drive.reason,
    ...stops.map((stop) => `a stop at ${stop.name} before, ${lengthText(stop.learned)}`),
  ]);
}

function lengthText(learned: boolean): string {
  return learned ? 'as long as usual' : 'its length assumed';
}

function finish(now: number, spread: Spread, reasons: readonly string[]): Estimate {
  const p50 = Math.max(spread.p50, spread.p10 + leastDoubtMs);
  return {
    p10: now + spread.p10,
    p50: now + p50,
    p90: now + Math.max(spread.p90, p50 + leastDoubtMs),
    model: etaModel,
    reasons,
  };
}

function usual(samples: readonly number[], assumed: Spread): { spread: Spread; learned: boolean } {
  if (samples.length < enough) return { spread: assumed, learned: false };
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    spread: { p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) },
    learned: true,
  };
}

function lessElapsed(spread: Spread, elapsed: number): Spread {
  const left = (whole: number): number => Math.max(0, whole - Math.max(0, elapsed));
  return { p10: left(spread.p10), p50: left(spread.p50), p90: left(spread.p90) };
}

function addSpread(a: Spread, b: Spread): Spread {
  return { p10: a.p10 + b.p10, p50: a.p50 + b.p50, p90: a.p90 + b.p90 };
}

/** How long things usually stay at a site, by what is learned, else as assumed. */
export function usualStay(siteId: string, learned: Learned): { spread: Spread; learned: boolean } {
  return usual(learned.dwellsMs.get(siteId) ?? [], assumedDwell);
}

/** How long a way as the crow flies takes, at learned speeds, else at assumed ones. */
export function driveSpread(metres: number, learned: Learned): Spread {
  return driveMetres(metres, learned.speedsMps).spread;
}

/** Metres over these points in turn, as the crow flies. */
export function pathLength(points: readonly LatLon[]): number {
  return points.slice(1).reduce((sum, point, index) => sum + distanceM(points[index]!, point), 0);
}

function driveTime(
  { from, via, destination }: Pick<Remaining, 'from' | 'via' | 'destination'>,
  speeds: readonly number[],
): { spread: Spread; reason: string } {
  return driveMetres(pathLength([from, ...via.map((stop) => stop.at), destination]), speeds);
}

function driveMetres(metres: number, speeds: readonly number[]): { spread: Spread; reason: string } {
  const sorted = speeds.toSorted((a, b) => a - b);
  const learned = sorted.length >= enough;
  const [slow, middle, fast] = learned
    ? [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)]
    : [assumedSpeed.slow, assumedSpeed.middle, assumedSpeed.fast];
  const reason = `${Math.round(metres / 1000)} km left, ${learned ? `at speeds learned from ${sorted.length} legs` : 'at an assumed speed: nothing is learned yet'}`;
  return {
    spread: { p10: (metres / fast) * 1000, p50: (metres / middle) * 1000, p90: (metres / slow) * 1000 },
    reason,
  };
}

/** After a failed attempt, where nothing is learned: the next one is usually made on the next day. */
export function estimateSecondAttempt(now: number, attempted: number): Estimate {
  return finish(
    now,
    {
      p10: Math.max(hourMs, attempted + 14 * hourMs - now),
      p50: Math.max(3 * hourMs, attempted + 22 * hourMs - now),
      p90: Math.max(12 * hourMs, attempted + 46 * hourMs - now),
    },
    ['the attempt failed; the next one is assumed for the next day'],
  );
}

/** An estimate that no vehicle could keep is moved out to what the way takes. */
export function noSoonerThanDriven(estimate: Estimate, remaining: Remaining, learned: Learned): Estimate {
  const { spread, reason } = driveTime(remaining, learned.speedsMps);
  const { now } = remaining;
  const p10 = Math.max(estimate.p10, now + spread.p10);
  const p50 = Math.max(estimate.p50, now + spread.p50);
  const p90 = Math.max(estimate.p90, now + spread.p90);
  return p50 === estimate.p50
    ? { ...estimate, p10: Math.min(p10, p50), p90 }
    : { ...estimate, p10, p50, p90, reasons: [...estimate.reasons, reason] };
}

/** From here on an order is called at risk; a list of every second order would help nobody. */
export const likelyLate = 0.75;

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
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}
