import { dayMs, hourMs, localToUtc, minuteMs, zoneOffsetMs } from '#shared/domain/time.ts';

export interface TimeTick {
  readonly time: number;
  readonly label: string;
  /** What the label leaves out, where it changes and at the first tick: the day of a time, the year of a day. */
  readonly context?: string;
}

export interface TickOptions {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  /** At most this many ticks; never more than ten. */
  readonly maxTicks: number;
}

const tickLimit = 10;
const clockSteps = [
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  minuteMs,
  2 * minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
] as const;
const daySteps = [1, 2, 7, 14] as const;
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200] as const;

/**
 * Round times of a zone's wall clock across a range: no more than asked for, each a real instant. Where the
 * clocks change the distance between two ticks changes with them and no label is invented.
 */
export function timeTicks({ from, to, timeZone, maxTicks }: TickOptions): TimeTick[] {
  const most = Math.max(1, Math.min(tickLimit, Math.floor(maxTicks)));
  if (!(to > from)) return [];
  for (const candidate of candidates(from, to, timeZone)) {
    if ((to - from) / candidate.stepMs > most + 2) continue;
    const times = candidate.times();
    if (times.length <= most) return labelled(times, candidate.stepMs, timeZone);
  }
  return [];
}

interface Candidate {
  /** The least distance between two of its ticks, but for a change of the clocks. */
  readonly stepMs: number;
  readonly times: () => number[];
}

function* candidates(from: number, to: number, timeZone: string): Generator<Candidate> {
  for (const stepMs of clockSteps) yield { stepMs, times: () => clockTimes(from, to, stepMs, timeZone) };
  for (const days of daySteps)
    yield { stepMs: days * dayMs, times: () => dayTimes(from, to, days, timeZone) };
  for (const months of monthSteps) {
    yield { stepMs: months * 28 * dayMs, times: () => monthTimes(from, to, months, timeZone) };
  }
}

/** Multiples of a step of the wall clock; an hour that happens twice has its ticks twice. */
function clockTimes(from: number, to: number, stepMs: number, timeZone: string): number[] {
  const offsets = new Set([zoneOffsetMs(from, timeZone), zoneOffsetMs(to, timeZone)]);
  const times: number[] = [];
  for (const offset of offsets) {
    for (let wall = Math.ceil((from + offset) / stepMs) * stepMs; wall - offset <= to; wall += stepMs) {
      const time = wall - offset;
      if (zoneOffsetMs(time, timeZone) === offset) times.push(time);
    }
  }
  return spaced(times, Math.min(stepMs, hourMs));
}

/** Midnights of every n-th day; weeks begin on Monday. */
function dayTimes(from: number, to: number, days: number, timeZone: string): number[] {
  const mondayDay = 4;
  const first = Math.floor((from + zoneOffsetMs(from, timeZone)) / dayMs);
  const last = Math.floor((to + zoneOffsetMs(to, timeZone)) / dayMs);
  const times: number[] = [];
  for (let day = first; day <= last; day += 1) {
    if ((day - mondayDay) % days === 0) times.push(localToUtc(day * dayMs, timeZone));
  }
  return times.filter((time) => time >= from && time <= to);
}

/** Midnights of the first of every n-th month, counted from a January. */
function monthTimes(from: number, to: number, months: number, timeZone: string): number[] {
  const start = new Date(from + zoneOffsetMs(from, timeZone));
  const startMonth = start.getUTCFullYear() * 12 + start.getUTCMonth();
  const times: number[] = [];
  for (let month = Math.ceil(startMonth / months) * months; ; month += months) {
    const time = localToUtc(Date.UTC(Math.floor(month / 12), month % 12, 1), timeZone);
    if (time > to) return times;
    if (time >= from) times.push(time);
  }
}

function spaced(times: readonly number[], leastMs: number): number[] {
  const kept: number[] = [];
  for (const time of times.toSorted((a, b) => a - b)) {
    const before = kept.at(-1);
    if (before === undefined || time - before >= leastMs) kept.push(time);
  }
  return kept;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function labelled(times: readonly number[], stepMs: number, timeZone: string): TimeTick[] {
  let shown: string | undefined;
  return times.map((time) => {
    const { label, context } = words(time, stepMs, timeZone);
    if (context === shown) return { time, label };
    shown = context;
    return { time, label, context };
  });
}

function words(time: number, stepMs: number, timeZone: string): { label: string; context: string } {
  const wall = new Date(time + zoneOffsetMs(time, timeZone));
  const year = String(wall.getUTCFullYear());
  const month = months[wall.getUTCMonth()] ?? '';
  const day = `${wall.getUTCDate()} ${month}`;
  if (stepMs < dayMs) {
    const clock = wall.toISOString().slice(11, stepMs < minuteMs ? 19 : 16);
    return { label: clock, context: `${weekdays[wall.getUTCDay()] ?? ''} ${day}` };
  }
  if (stepMs < 28 * dayMs) return { label: day, context: year };
  return stepMs < 12 * 28 * dayMs ? { label: month, context: year } : { label: year, context: '' };
}
