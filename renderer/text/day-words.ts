import type { Teller } from '#shared/domain/answer/answer-words.ts';
import { dayMs, minuteMs } from '#shared/domain/time.ts';
import { dayNumber } from '#shared/domain/wall-clock.ts';

import { formatAge, formatClock, formatDay, formatZoneOffset } from './format.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A day as people say it: `today`, `tomorrow`, `yesterday`, else `Tue 24 Nov`, with the year when it is another. */
export function dayWords(epochMs: number, { now, timeZone }: Teller): string {
  const day = dayNumber(epochMs, timeZone);
  const ahead = day - dayNumber(now, timeZone);
  if (ahead === 0) return 'today';
  if (ahead === 1) return 'tomorrow';
  if (ahead === -1) return 'yesterday';
  const date = new Date(day * dayMs);
  const text = `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  const isThisYear = formatDay(epochMs, timeZone).slice(0, 4) === formatDay(now, timeZone).slice(0, 4);
  return isThisYear ? text : `${text} ${date.getUTCFullYear()}`;
}

/** Time of day to the minute: `09:12`; with its offset where that is not the teller's, as after a clock change. */
export function hourWords(epochMs: number, { now, timeZone }: Teller): string {
  const clock = formatClock(epochMs, timeZone).slice(0, 5);
  const offset = formatZoneOffset(epochMs, timeZone);
  return offset === formatZoneOffset(now, timeZone) ? clock : `${clock} ${offset}`;
}

/** `09:12 today`, `18:00 on Tue 24 Nov`. */
export function momentWords(epochMs: number, teller: Teller): string {
  const day = dayWords(epochMs, teller);
  return `${hourWords(epochMs, teller)} ${/^[a-z]/.test(day) ? day : `on ${day}`}`;
}

/** `tomorrow 10:20–12:40`, `today 22:10 – tomorrow 02:30`. */
export function periodWords(from: number, to: number, teller: Teller): string {
  const [first, last] = [dayWords(from, teller), dayWords(to, teller)];
  const [start, end] = [hourWords(from, teller), hourWords(to, teller)];
  if (first !== last) return `${first} ${start} – ${last} ${end}`;
  return start === end ? `${first} ${start}` : `${first} ${start}–${end}`;
}

/** `18:00` on the day of `beside`, else with its own day: `18:00 tomorrow`. */
export function momentBeside(epochMs: number, beside: number, teller: Teller): string {
  const isSameDay = dayNumber(epochMs, teller.timeZone) === dayNumber(beside, teller.timeZone);
  return isSameDay ? hourWords(epochMs, teller) : momentWords(epochMs, teller);
}

/** An interval around an instant that is told beside it: only the days that are not that instant's are named. */
export function intervalBeside(from: number, to: number, beside: number, teller: Teller): string {
  return `${momentBeside(from, beside, teller)} – ${momentBeside(to, beside, teller)}`;
}

/** How long something lasts, to the minute; a second is no matter where people speak of hours. */
export function lengthWords(ms: number): string {
  return ms < minuteMs ? 'less than a minute' : formatAge(ms);
}

/** `12 min ago`; a device whose clock is ahead of ours is said to be. */
export function agoWords(epochMs: number, now: number): string {
  const age = now - epochMs;
  if (age <= -minuteMs) return `${lengthWords(-age)} ahead of our clock`;
  return `${lengthWords(Math.max(0, age))} ago`;
}

/** The zone of the times of a text, with its offset: `Europe/Paris, +01:00`. */
export function zoneWords({ now, timeZone }: Teller): string {
  return `${timeZone}, ${formatZoneOffset(now, timeZone)}`;
}
