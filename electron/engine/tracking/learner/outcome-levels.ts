import { hourMs } from '#shared/domain/time.ts';

import type { Course } from './history-features.ts';
import { GroupLevel, periodLife, Recent } from './recent-outcomes.ts';

/** What durations were like before the first order that is asked about. */
export interface Usual {
  readonly medianHours: number;
  /** 95 of 100 were shorter. */
  readonly slowHours: number;
}

export interface Levels {
  /** Columns that follow the newest outcomes. */
  readonly following: ReadonlyMap<string, Float64Array>;
  /** Simple guesses in hours by name, each from outcomes known at the order's start. */
  readonly guesses: ReadonlyMap<string, Float64Array>;
  /** The level of each group, drawn towards the whole while few are known, and of the whole ('' as its name). */
  readonly levels: ReadonlyMap<string, Float64Array>;
  /** How much slower than ever since (above 1) the last days were, from a life table; 1 where unknown. */
  readonly pace: Float64Array;
}

interface Group {
  readonly name: string;
  readonly keys: readonly string[];
  readonly found: Map<string, GroupLevel>;
  readonly median: Float64Array;
  readonly slow: Float64Array;
  readonly level: Float64Array;
}

const newest = 100;
const strength = 20;

/** What earlier outcomes say, every order seeing only those known at its own start. */
export function levelsOf(
  course: Course,
  categories: readonly { readonly name: string; readonly values: readonly string[] }[],
  usual: Usual,
): Levels {
  const column = (): Float64Array => new Float64Array(course.from.length).fill(NaN);
  const groups = [
    { name: '', values: course.cells.map(() => '') },
    ...(categories.length > 1
      ? [
          {
            name: categories.map(({ name }) => name).join(' x '),
            values: course.cells.map((_, row) => categories.map(({ values }) => values[row]).join('\n')),
          },
        ]
      : []),
    ...categories,
  ].map(({ name, values }): Group => ({
    name,
    keys: values,
    found: new Map(),
    median: column(),
    slow: column(),
    level: column(),
  }));
  const median = column();
  fillLevels(course, groups, median);
  const named = groups.slice(1);
  const life = paceOf(course, usual);
  return {
    following: new Map([
      ...named.flatMap(({ name, median: last, slow }) => [
        [`last ${newest} of ${name}`, last] as const,
        [`slow ones of ${name}`, slow] as const,
      ]),
      ['pace of the last days', life],
      ['slow ones of all', groups[0]!.slow],
    ]),
    guesses: new Map([
      ['median of all known', median],
      ...groups.map(
        (group) => [`last ${newest}${group.name === '' ? '' : ` of ${group.name}`}`, group.median] as const,
      ),
    ]),
    levels: new Map(groups.map(({ name, level }) => [name, level])),
    pace: life.map((each, row) => (each > 0 && median[row]! > 0 ? each / median[row]! : 1)),
  };
}

function fillLevels(course: Course, groups: readonly Group[], median: Float64Array): void {
  const all = new Recent(20_000);
  let next = 0;
  let counted = -1;
  for (const [row, at] of course.from.entries()) {
    for (; next < course.byEnd.length && course.end[course.byEnd[next]!]! <= at; next += 1) {
      const known = course.byEnd[next]!;
      all.add(course.hours[known]!);
      for (const { found, keys } of groups) levelOf(found, keys[known]!).add(course.hours[known]!);
    }
    // The middle of thousands hardly moves with one more.
    if (counted < 0 || next - counted > counted / 200) {
      median[row] = all.quantile(0.5);
      counted = next;
    } else median[row] = median[row - 1]!;
    const whole = groups[0]!.found.get('');
    for (const group of groups) {
      const own = group.found.get(group.keys[row]!);
      const from = own === undefined || own.recent.count < 5 ? whole : own;
      group.median[row] = from?.recent.quantile(0.5) ?? NaN;
      group.slow[row] = from?.recent.quantile(0.85) ?? NaN;
      group.level[row] = (own ?? whole)?.level(whole?.level(NaN, 0) ?? NaN, strength) ?? NaN;
    }
  }
}

function levelOf(found: Map<string, GroupLevel>, key: string): GroupLevel {
  let level = found.get(key);
  if (level === undefined) found.set(key, (level = new GroupLevel(newest)));
  return level;
}

/** The middle of the life table of the last days, in hours, worked out anew each tenth of its window. */
function paceOf(course: Course, usual: Usual): Float64Array {
  const windowMs = Math.max(hourMs, 0.7 * usual.medianHours * hourMs);
  const longestMs = Math.max(hourMs, 4 * usual.slowHours * hourMs);
  let asOf = -Infinity;
  let pace = NaN;
  return course.from.map((at) => {
    if (at - asOf >= windowMs / 10) {
      pace = periodLife(course, at, windowMs, longestMs, 0.5) / hourMs;
      asOf = at;
    }
    return pace;
  });
}
