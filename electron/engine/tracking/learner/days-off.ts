import { dayMs } from '#shared/domain/time.ts';

/** How widely a day is kept free, from most to least; what is only observed is left out. */
export const holidayKinds = ['public', 'bank', 'optional'] as const;
export type HolidayKind = (typeof holidayKinds)[number];

/** Days off of one country by number of the day since the first of 1970. */
export type DaysOff = ReadonlyMap<number, HolidayKind>;

/** When an order started and ended, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly end: number;
}

/** The orders of a country that ended. */
export interface CountryDays {
  readonly spans: readonly Span[];
  readonly daysOff: DaysOff;
}

/** How many orders were open when each day began and how many of them ended on it, by number of the day since the first of 1970. */
export interface Days {
  readonly open: ReadonlyMap<number, number>;
  readonly ended: ReadonlyMap<number, number>;
}

/** What is usual on a day is told by so many days before and after it. */
const around = 14;
/** The guess before anything is learned weighs as much as so many expected ends. */
const strength = 10;

export function daysOf(spans: readonly Span[]): Days {
  const open = new Map<number, number>();
  const ended = new Map<number, number>();
  for (const { from, end } of spans) {
    const last = Math.floor(end / dayMs);
    const first = Math.floor(from / dayMs) + 1;
    for (let day = first; day <= last; day += 1) open.set(day, (open.get(day) ?? 0) + 1);
    if (first <= last) ended.set(last, (ended.get(last) ?? 0) + 1);
  }
  return { open, ended };
}

/**
 * How much of what its weekday does is done on a day off, by number of the day since the first of 1970; 1 on all days
 * that are not in it. `speeds` says what the days of a week do, from that of the first of 1970 on.
 */
export function workLeft(
  countries: readonly CountryDays[],
  speeds: readonly number[],
): ReadonlyMap<number, number> {
  const done = doneByKind(countries, speeds);
  const all = countries.reduce((sum, { spans }) => sum + spans.length, 0);
  const left = new Map<number, number>();
  for (const { spans, daysOff } of countries)
    for (const [day, kind] of daysOff)
      left.set(day, (left.get(day) ?? 1) - (spans.length / all) * (1 - done.get(kind)!));
  return left;
}

/** What days off of each kind did beside usual days of their weekday: 1 where as many orders ended. */
function doneByKind(
  countries: readonly CountryDays[],
  speeds: readonly number[],
): ReadonlyMap<HolidayKind, number> {
  const seen = new Map(holidayKinds.map((kind) => [kind, { ended: 0, usual: 0 }]));
  for (const { spans, daysOff } of countries) {
    const days = daysOf(spans);
    for (const [day, kind] of daysOff) {
      const sums = seen.get(kind)!;
      sums.ended += days.ended.get(day) ?? 0;
      sums.usual += usualOf(day, days, daysOff, speeds);
    }
  }
  // A public holiday is taken for the least day of the week until it is known better.
  const least = Math.min(...speeds);
  return new Map(
    [...seen].map(([kind, { ended, usual }]) => {
      const guess = kind === 'public' ? least : 1;
      return [kind, Math.min(1, Math.max(least / 7, (ended + strength * guess) / (usual + strength)))];
    }),
  );
}

/** How many would have ended on a day like any other of its weekday, by the days around it. */
function usualOf(day: number, { open, ended }: Days, daysOff: DaysOff, speeds: readonly number[]): number {
  const work = (other: number): number => (open.get(other) ?? 0) * speeds[weekdayOf(other)]!;
  let done = 0;
  let all = 0;
  for (let other = day - around; other <= day + around; other += 1) {
    if (daysOff.has(other)) continue;
    done += ended.get(other) ?? 0;
    all += work(other);
  }
  return all > 0 ? (done / all) * work(day) : 0;
}

/** Days of the week are numbered from that of the first of 1970 on. */
export const weekdayOf = (day: number): number => ((day % 7) + 7) % 7;
