import { silentAfterMs } from '#shared/domain/cadence.ts';

import { isBeyond, isClear, isWorse, type Limit } from './limits.ts';
import { Rhythm } from './rhythm.ts';

/** The gap limit while too few readings are there to know how often they come. */
const unknownGapMs = silentAfterMs(undefined, undefined);

/** One measured value at its event time. */
export interface Reading {
  readonly time: number;
  readonly value: number;
  readonly recordTime: number;
}

/** A span without readings that was longer than the gap limit. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A reading with what precedes it: set when readings were missing before it, or none before it counted. */
export interface Point extends Reading {
  readonly gap?: Gap | undefined;
}

/** A time during which a limit was broken long enough for an alarm. */
export interface Excursion {
  /** Event time of the first reading beyond the limit. */
  readonly start: number;
  /** Event time of the reading with which the alarm went; undefined while it stands. */
  readonly end: number | undefined;
  /** Event time of the reading that made it an alarm. */
  readonly alarm: number;
  readonly first: Reading;
  readonly worst: Reading;
  /** Readings beyond the limit. */
  readonly count: number;
  readonly gapBefore: Gap | undefined;
  readonly gapAfter: Gap | undefined;
}

interface Begun {
  readonly first: Reading;
  readonly worst: Reading;
  readonly count: number;
  readonly gapBefore: Gap | undefined;
}

/** Where one limit of one series stands after a reading. */
export type Phase =
  | { readonly kind: 'normal' }
  /** Beyond the limit, not yet for long enough. */
  | ({ readonly kind: 'pending' } & Begun)
  | ({
      readonly kind: 'active';
      readonly alarm: number;
      /** Event time of the newest reading. */
      readonly last: number;
      /** Since when readings have been clear without a break. */
      readonly clearing: number | undefined;
    } & Begun);

type Active = Extract<Phase, { kind: 'active' }>;

export const normal: Phase = { kind: 'normal' };

/** Takes in the next reading by event time; excursions that are over go to `ended`. Pure but for that. */
export function step(phase: Phase, point: Point, limit: Limit, ended: Excursion[]): Phase {
  const current = point.gap === undefined ? phase : interrupt(phase, point.gap, ended);
  if (isBeyond(limit, point.value)) return goOn(current, point, limit);
  if (current.kind !== 'active') return normal;
  if (!isClear(limit, point.value)) return { ...current, last: point.time, clearing: undefined };
  const clearing = current.clearing ?? point.time;
  if (point.time - clearing < (limit.clearForS ?? 0) * 1000)
    return { ...current, last: point.time, clearing };
  ended.push(excursionOf(current, clearing));
  return normal;
}

/** What happened while readings were missing is not known: nothing goes on across it. */
function interrupt(phase: Phase, gap: Gap, ended: Excursion[]): Phase {
  if (phase.kind === 'active')
    ended.push({ ...excursionOf(phase, phase.clearing ?? phase.last), gapAfter: gap });
  return normal;
}

/** The limit no longer applies: an excursion ends with its last reading. */
export function release(phase: Phase, ended: Excursion[]): Phase {
  if (phase.kind === 'active') ended.push(excursionOf(phase, phase.clearing ?? phase.last));
  return normal;
}

function goOn(phase: Phase, point: Point, limit: Limit): Phase {
  const { time, value, recordTime } = point;
  const reading: Reading = { time, value, recordTime };
  if (phase.kind === 'normal')
    return begin({ first: reading, worst: reading, count: 1, gapBefore: point.gap }, time, limit);
  const worst = isWorse(limit, value, phase.worst.value) ? reading : phase.worst;
  const further = { ...phase, worst, count: phase.count + 1 };
  if (further.kind === 'active') return { ...further, last: time, clearing: undefined };
  return begin(further, time, limit);
}

function begin(begun: Begun, time: number, limit: Limit): Phase {
  const { first, worst, count, gapBefore } = begun;
  if (time - first.time < (limit.forS ?? 0) * 1000)
    return { kind: 'pending', first, worst, count, gapBefore };
  return { kind: 'active', first, worst, count, gapBefore, alarm: time, last: time, clearing: undefined };
}

/** The excursion of a phase that is one. */
export function excursionOf(
  { first, worst, count, gapBefore, alarm }: Active,
  end: number | undefined,
): Excursion {
  return { start: first.time, end, alarm, first, worst, count, gapBefore, gapAfter: undefined };
}

/** Every excursion of readings in order of event time, the one still going on last. Pure. */
export function excursionsOf(points: readonly Point[], limit: Limit): Excursion[] {
  const found: Excursion[] = [];
  let phase = normal;
  for (const point of points) phase = step(phase, point, limit, found);
  if (phase.kind === 'active') found.push(excursionOf(phase, undefined));
  return found;
}

/** Of readings at one instant the one that breaks the limit most is the one that counts. */
export function onePerInstant<R extends Reading>(readings: readonly R[], limit: Pick<Limit, 'side'>): R[] {
  const kept: R[] = [];
  for (const reading of readings) {
    const last = kept.at(-1);
    if (last === undefined || last.time !== reading.time) kept.push(reading);
    else if (limit.side === 'above' ? reading.value > last.value : reading.value < last.value)
      kept[kept.length - 1] = reading;
  }
  return kept;
}

/** Two instants of one thing with more time between them than its gap limit. */
export function gapBetween(before: number, after: number, limitMs: number): Gap | undefined {
  return after - before > limitMs ? { from: before, to: after } : undefined;
}

/** Readings in order of event time, each with the gap before it where there is one. */
export function pointsOf(readings: readonly Reading[], expectedMs: number | undefined): Point[] {
  const rhythm = new Rhythm();
  return readings.map((reading) => nextPoint(reading, rhythm, expectedMs));
}

/** The next reading as a point; the rhythm takes it in. */
export function nextPoint(reading: Reading, rhythm: Rhythm, expectedMs: number | undefined): Point {
  const before = rhythm.newest;
  const gap =
    before === -Infinity
      ? undefined
      : gapBetween(before, reading.time, rhythm.silentAfterMs(expectedMs) ?? unknownGapMs);
  rhythm.push(reading.time);
  return gap === undefined ? reading : { ...reading, gap };
}
