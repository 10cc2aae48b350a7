import { dayMs } from '#shared/domain/time.ts';

/** A clock that runs as fast as orders end: fast on working days, hardly at all on the days nothing is delivered. */
export interface WorkingTime {
  /** Epoch milliseconds to working milliseconds; rising, so that what was known when stays so. */
  readonly toWork: (at: number) => number;
  readonly toCalendar: (work: number) => number;
}

const weekMs = 7 * dayMs;
/** A tenth of the ends is spread over all days, so that no day stands still. */
const spread = 0.1;

/** Learns from when orders ended how much of a week's work each of its days does; days are those of UTC. */
export function workingTimeOf(ends: readonly number[]): WorkingTime {
  const counts = Array.from({ length: 7 }, () => (spread * ends.length) / 7);
  for (const end of ends) counts[dayOf(end)]! += 1;
  const total = counts.reduce((sum, each) => sum + each, 0);
  const speeds = counts.map((each) => (7 * each) / total);
  const begins = speeds.map((_, day) => speeds.slice(0, day).reduce((sum, each) => sum + each * dayMs, 0));
  return {
    toWork(at) {
      const day = dayOf(at);
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

/** Days are numbered from the first of 1970 on. */
const dayOf = (at: number): number => ((Math.floor(at / dayMs) % 7) + 7) % 7;
