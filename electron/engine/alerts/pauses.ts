import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';

/** A stretch without a word that its rhythm alone would call a silence, and that ended. */
export interface Pause {
  /** The last word before it, and the first after it. */
  readonly last: number;
  readonly until: number;
  /** After so long its rhythm alone would have called it silent. */
  readonly usualMs: number;
}

/** Pauses older than this tell nothing of its habits any more. */
export const habitMs = 7 * dayMs;
/** So often within a day, or within all that is remembered, is a habit; so is a pause on so many of its seven days. */
const oftenInDay = 8;
const oftenInWeek = 16;
const oftenInDays = 5;
/** It may be late by as long again as it usually pauses, but never by more than this. */
const mostExtraMs = 4 * hourMs;

/**
 * How long something habitually pauses, judged by its pauses before an instant: a tracker that speaks seldom while it
 * stands, a device that reports in the evening only, a radio that loses messages. 0 where it has no such habit. Pure.
 */
export function habitualPauseMs(pauses: readonly Pause[], at: number): number {
  const lengths = (since: number): number[] =>
    pauses.filter(({ until }) => until <= at && until > since).map(({ last, until }) => until - last);
  const week = lengths(at - habitMs);
  if (week.length < oftenInDays) return 0;
  const longestByDay = new Map<number, number>();
  for (const { last, until } of pauses) {
    if (until > at || until <= at - habitMs) continue;
    const day = Math.floor((at - until) / dayMs);
    longestByDay.set(day, Math.max(longestByDay.get(day) ?? 0, until - last));
  }
  return Math.max(
    nthLongest(lengths(at - dayMs), oftenInDay),
    nthLongest(week, oftenInWeek),
    nthLongest([...longestByDay.values()], oftenInDays),
  );
}

/** How long it may say nothing: what its rhythm allows, or clearly longer than it habitually pauses. */
export function patienceMs(usualMs: number, pauses: readonly Pause[], at: number): number {
  const pauseMs = habitualPauseMs(pauses, at);
  return pauseMs === 0 ? usualMs : Math.max(usualMs, pauseMs + Math.min(pauseMs, mostExtraMs) + minuteMs);
}

function nthLongest(lengths: readonly number[], nth: number): number {
  return lengths.toSorted((a, b) => b - a)[nth - 1] ?? 0;
}
