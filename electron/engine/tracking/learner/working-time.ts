import { dayMs } from '#shared/domain/time.ts';

import { daysOf, weekdayOf, workLeft, type CountryDays } from './days-off.ts';

/** A clock that runs as fast as orders end: fast on working days, hardly at all on the days nothing is delivered. */
export interface WorkingTime {
  /** Epoch milliseconds to working milliseconds; rising, so that what was known when stays so. */
  readonly toWork: (at: number) => number;
  readonly toCalendar: (work: number) => number;
}

/** The clock on the wall, for what does not wait for a day to begin. */
export const wallTime: WorkingTime = { toWork: (at) => at, toCalendar: (work) => work };
/** What usually takes fewer hours ends on the day it began: the hour of its start says it all. */
export const leastHoursForDays = 24;

/** What each day does, as plain data. */
export interface WorkingCalendar {
  /** Of the seven weekdays from that of the first of 1970 on; 1 on average. */
  readonly speeds: readonly number[];
  /** What is left of it on days off, by number of the day since the first of 1970. */
  readonly left: ReadonlyMap<number, number>;
}

const weekMs = 7 * dayMs;
/** A tenth of the work is spread over all days, so that no day stands still. */
const spread = 0.1;
/** A weekday is taken for like the others until so many orders were open on it. */
const strength = 10;

/**
 * Learns from orders that ended how readily they do so on each day of the week, and how much of that is left on the
 * public holidays of the countries they went to. What counts is how many of those open ended, not how many ended: after
 * a weekend more are open. Days are those of UTC.
 */
export function calendarOf(countries: readonly CountryDays[]): WorkingCalendar {
  const speeds = speedsOf(countries);
  return { speeds, left: workLeft(countries, speeds) };
}

export function workingTimeOf({ speeds, left }: WorkingCalendar): WorkingTime {
  return less(weekly(speeds), left);
}

/** How much each day of a week does, 1 on average. */
function speedsOf(countries: readonly CountryDays[]): number[] {
  const week = Array.from({ length: 7 }, () => ({ open: 0, ended: 0 }));
  for (const { spans } of countries) {
    const { open, ended } = daysOf(spans);
    for (const [day, count] of open) week[weekdayOf(day)]!.open += count;
    for (const [day, count] of ended) week[weekdayOf(day)]!.ended += count;
  }
  const sum = (key: 'open' | 'ended'): number => week.reduce((all, day) => all + day[key], 0);
  if (sum('ended') === 0) return week.map(() => 1);
  const usual = sum('ended') / sum('open');
  const rates = week.map(({ open, ended }) => (ended + strength * usual) / (open + strength));
  const average = rates.reduce((all, rate) => all + rate, 0) / 7;
  return rates.map((rate) => (1 - spread) * (rate / average) + spread);
}

function weekly(speeds: readonly number[]): WorkingTime {
  const begins = speeds.map((_, day) => speeds.slice(0, day).reduce((sum, each) => sum + each * dayMs, 0));
  return {
    toWork(at) {
      const day = weekdayAt(at);
      const week = Math.floor(at / weekMs) * weekMs;
      return week + begins[day]! + (at - week - day * dayMs) * speeds[day]!;
    },
    toCalendar(work) {
      const week = Math.floor(work / weekMs) * weekMs;
      const day = begins.findLastIndex((begin) => week + begin <= work);
      return week + day * dayMs + (work - week - begins[day]!) / speeds[day]!;
    },
  };
}

interface DayOff {
  readonly starts: number;
  /** Its part of the work of its weekday. */
  readonly left: number;
  /** When it starts and ends in working time, and how much all days off up to it took from the week's. */
  readonly from: number;
  readonly to: number;
  readonly taken: number;
}

/** A clock by the week that loses, on each day off, what is not done on it. */
function less(week: WorkingTime, left: ReadonlyMap<number, number>): WorkingTime {
  const daysOff: DayOff[] = [];
  for (const [day, share] of [...left].sort(([a], [b]) => a - b)) {
    const before = daysOff.at(-1)?.taken ?? 0;
    const from = week.toWork(day * dayMs);
    const whole = week.toWork((day + 1) * dayMs) - from;
    const taken = before + whole * (1 - share);
    daysOff.push({ starts: day * dayMs, left: share, from: from - before, to: from + whole - taken, taken });
  }
  const before = (at: number, start: (day: DayOff) => number): DayOff | undefined =>
    daysOff[lastAtMost(daysOff, at, start)];
  return {
    toWork(at) {
      const off = before(at, ({ starts }) => starts);
      if (off === undefined) return week.toWork(at);
      if (at >= off.starts + dayMs) return week.toWork(at) - off.taken;
      return off.from + (week.toWork(at) - week.toWork(off.starts)) * off.left;
    },
    toCalendar(work) {
      const off = before(work, ({ from }) => from);
      if (off === undefined) return week.toCalendar(work);
      if (work >= off.to) return week.toCalendar(work + off.taken);
      return week.toCalendar(week.toWork(off.starts) + (work - off.from) / off.left);
    },
  };
}

/** The index of the last that starts at or before an instant; -1 where none does. */
function lastAtMost(daysOff: readonly DayOff[], at: number, start: (day: DayOff) => number): number {
  let low = -1;
  let high = daysOff.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (start(daysOff[middle]!) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

const weekdayAt = (at: number): number => weekdayOf(Math.floor(at / dayMs));
