import { dayMs, minuteMs } from '#shared/domain/time.ts';

import type { PassedTouch } from '../store/lanes.ts';

/** One stay at a site, or one way between two, of an order that ended. */
export interface Passing {
  readonly siteId: string;
  /** Present for a way: where it led. */
  readonly toSiteId: string | undefined;
  /** When it was over. */
  readonly time: number;
  readonly minutes: number;
  readonly late: boolean;
}

export interface Side {
  readonly n: number;
  readonly medianMinutes: number;
  /** Share of the orders that came after their promise. */
  readonly lateShare: number;
}

export interface Bottleneck {
  readonly siteId: string;
  readonly toSiteId: string | undefined;
  readonly recent: Side;
  readonly usual: Side;
  /** Standard errors by which the recent middle lies above the usual one. */
  readonly score: number;
  /**
   * Slope of the daily middles (Theil–Sen) over the recent days and as many before: over all of them a month in which
   * nothing happened would hide a week in which it gets worse. Undefined with fewer than four days.
   */
  readonly trendMinutesPerDay: number | undefined;
  readonly drifting: boolean;
  /** The middle of each day that has any, the oldest first. */
  readonly days: readonly { readonly day: number; readonly n: number; readonly medianMinutes: number }[];
  /** Orders that are there now, and those of them that wait longer than nine of ten did. */
  readonly waiting: number;
  readonly waitingLong: number;
}

export interface BottleneckInput {
  readonly passings: readonly Passing[];
  readonly waiting: readonly { readonly siteId: string; readonly since: number }[];
  readonly now: number;
  readonly recentMs: number;
  readonly usualMs: number;
}

const enoughRecent = 8;
const enoughUsual = 20;
/** So many standard errors, and so much longer, and it is no chance. */
const driftScore = 3;
const driftShare = 1.15;

/** The stays and ways of orders from the touchpoints they passed, which come by order and time. Pure. */
export function passingsOf(touches: readonly PassedTouch[]): Passing[] {
  const found: Passing[] = [];
  let since: number | undefined;
  for (const [index, touch] of touches.entries()) {
    const next = touches[index + 1];
    const isSameOrder = next?.orderKey === touch.orderKey;
    since ??= touch.time;
    if (isSameOrder && next.siteId === touch.siteId) continue;
    const late = touch.late === 1;
    if (touch.time > since)
      found.push({
        siteId: touch.siteId,
        toSiteId: undefined,
        time: touch.time,
        minutes: (touch.time - since) / minuteMs,
        late,
      });
    if (isSameOrder && next.time > touch.time)
      found.push({
        siteId: touch.siteId,
        toSiteId: next.siteId,
        time: next.time,
        minutes: (next.time - touch.time) / minuteMs,
        late,
      });
    since = undefined;
  }
  return found;
}

/**
 * Sites and ways that take longer than they did: the middle of the last days against the days before, in robust
 * standard errors, so that one lost parcel moves nothing. What costs orders the most time comes first. Pure: the order
 * of the passings makes no difference.
 */
export function bottlenecksOf({ passings, waiting, now, recentMs, usualMs }: BottleneckInput): Bottleneck[] {
  const since = now - recentMs - usualMs;
  const groups = Map.groupBy(
    passings.filter(({ time }) => time > since && time <= now),
    ({ siteId, toSiteId }) => `${siteId}\n${toSiteId ?? ''}`,
  );
  const found = [...groups.values()].flatMap((all): Bottleneck[] => {
    const recent = all.filter(({ time }) => time > now - recentMs);
    const usual = all.filter(({ time }) => time <= now - recentMs);
    if (recent.length < enoughRecent || usual.length < enoughUsual) return [];
    const { siteId, toSiteId } = all[0]!;
    const sides = { recent: sideOf(recent), usual: sideOf(usual) };
    const score = scoreOf(sides.recent, sides.usual, usual);
    const days = daysOf(all);
    const here = toSiteId === undefined ? waiting.filter((each) => each.siteId === siteId) : [];
    const long = quantile(minutesOf(usual), 0.9) * minuteMs;
    return [
      {
        siteId,
        toSiteId,
        ...sides,
        score,
        trendMinutesPerDay: slopeOf(days.filter(({ day }) => day > now - 2 * recentMs)),
        drifting: score >= driftScore && sides.recent.medianMinutes >= driftShare * sides.usual.medianMinutes,
        days,
        waiting: here.length,
        waitingLong: here.filter((each) => now - each.since > long).length,
      },
    ];
  });
  return found.sort(
    (a, b) => Number(b.drifting) - Number(a.drifting) || costOf(b) - costOf(a) || byName(a, b),
  );
}

function byName(a: Bottleneck, b: Bottleneck): number {
  return `${a.siteId}\n${a.toSiteId ?? ''}` < `${b.siteId}\n${b.toSiteId ?? ''}` ? -1 : 1;
}

/** Minutes all recent orders together took longer. */
function costOf({ recent, usual }: Bottleneck): number {
  return recent.n * (recent.medianMinutes - usual.medianMinutes);
}

function minutesOf(passings: readonly Passing[]): number[] {
  return passings.map(({ minutes }) => minutes).sort((a, b) => a - b);
}

function sideOf(passings: readonly Passing[]): Side {
  return {
    n: passings.length,
    medianMinutes: quantile(minutesOf(passings), 0.5),
    lateShare: passings.filter(({ late }) => late).length / passings.length,
  };
}

/** Spread by the middle deviation, never below a twentieth of the middle or a minute: sameness is no certainty. */
function scoreOf(recent: Side, usual: Side, passings: readonly Passing[]): number {
  const middle = usual.medianMinutes;
  const deviations = passings.map(({ minutes }) => Math.abs(minutes - middle)).sort((a, b) => a - b);
  const spread = Math.max(1.4826 * quantile(deviations, 0.5), middle / 20, 1);
  const error = 1.2533 * spread * Math.sqrt(1 / recent.n + 1 / usual.n);
  return (recent.medianMinutes - middle) / error;
}

function daysOf(passings: readonly Passing[]): Bottleneck['days'] {
  const days = Map.groupBy(passings, ({ time }) => Math.floor(time / dayMs) * dayMs);
  return [...days]
    .map(([day, own]) => ({ day, n: own.length, medianMinutes: quantile(minutesOf(own), 0.5) }))
    .sort((a, b) => a.day - b.day);
}

function slopeOf(days: Bottleneck['days']): number | undefined {
  if (days.length < 4) return undefined;
  const slopes = days.flatMap((a, index) =>
    days.slice(index + 1).map((b) => ((b.medianMinutes - a.medianMinutes) * dayMs) / (b.day - a.day)),
  );
  return quantile(
    slopes.sort((a, b) => a - b),
    0.5,
  );
}

/** Interpolated, so that the middle of two is between them. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}
