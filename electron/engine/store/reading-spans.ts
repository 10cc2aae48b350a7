import {
  envelope,
  gapLimitMs,
  gatherSlots,
  spanWidthMs,
  type Envelope,
  type SpanPoint,
} from '#shared/domain/series.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import { withOffset } from './calibrations.ts';
import type { MeasuredReadings, PlainReading } from './measured-readings.ts';
import { rollupSteps, type RollupStep, type RollupStore } from './rollups.ts';

const minuteMs = 60_000;
const quarter = 15;
const mostFaultValues = 3;

export interface SeriesRange {
  readonly from: number;
  /** Not in the range itself. */
  readonly to: number;
  readonly points: number;
  /** A silence longer than this is a gap; without it what is usual for the series. */
  readonly gapMs?: number | undefined;
  /** What is added to every value from an instant on, until the next; the earliest first. */
  readonly offsets?: readonly ValueOffset[] | undefined;
}

export interface ValueOffset {
  readonly from: number;
  readonly offset: number;
}

/** Readings near each other that are no measurement. */
export interface FaultSpan {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** What was said, each value once, at most three. */
  readonly values: readonly number[];
}

export interface SeriesEnvelope extends Envelope {
  readonly faults: readonly FaultSpan[];
  /** How many readings the points stand for. */
  readonly count: number;
  /** Length of the span a point stands for; 0 where each is a reading. */
  readonly widthMs: number;
}

/** Reads a series for a chart from the coarsest rollup that serves, and from readings where a rollup is not true. */
export type SeriesReader = (seriesKey: number, range: SeriesRange) => SeriesEnvelope;

interface Span extends SpanPoint {
  /** How long it lasts; 0 for a reading. */
  readonly lengthMs: number;
}

export function createSeriesReader(readings: MeasuredReadings, rollups: RollupStore): SeriesReader {
  /** Readings, and the finest rollups left where they were deleted for their age. */
  function raw(key: number, from: number, to: number): Span[] {
    const found = readings.measured(key, from, to).map(({ time, value }): Span => {
      return { time, min: value, max: value, mean: value, count: 1, lengthMs: 0 };
    });
    const gone = mergedRanges(rollups.goneHours(key, from, to), hourMs);
    if (gone.length === 0) return found;
    for (const hole of gone)
      for (const span of rollups.spans(key, quarter, Math.max(from, hole.from), Math.min(to, hole.to)))
        found.push({ ...span, lengthMs: quarter * minuteMs });
    return found.sort((a, b) => a.time - b.time);
  }

  /** What is known of a range, oldest first, in spans no longer than the step. */
  function spansOf(key: number, step: RollupStep | undefined, from: number, to: number): Span[] {
    if (to <= from) return [];
    if (step === undefined) return raw(key, from, to);
    const stepMs = step * minuteMs;
    const first = Math.ceil(from / stepMs) * stepMs;
    const end = Math.floor(to / stepMs) * stepMs;
    const finer = rollupSteps[rollupSteps.indexOf(step) - 1];
    if (end <= first) return spansOf(key, finer, from, to);
    const found = [...spansOf(key, finer, from, first)];
    const unusable = mergedRanges(untrue(key, step, first, end), Math.max(stepMs, hourMs));
    let at = first;
    for (const hole of [...unusable, { from: end, to: end }]) {
      const holeFrom = Math.max(first, hole.from);
      const holeTo = Math.min(end, hole.to);
      for (const span of rollups.spans(key, step, at, holeFrom)) found.push({ ...span, lengthMs: stepMs });
      if (holeTo > holeFrom) found.push(...spansOf(key, step === 1440 ? 60 : undefined, holeFrom, holeTo));
      at = Math.max(at, holeTo);
    }
    found.push(...spansOf(key, finer, end, to));
    return found;
  }

  /** The same with each value put right: spans are cut where another offset begins. */
  function rightSpans(key: number, step: RollupStep | undefined, range: Omit<SeriesRange, 'points'>): Span[] {
    const pieces = piecesOf(range);
    if (pieces.length === 1 && pieces[0]!.offset === 0) return spansOf(key, step, range.from, range.to);
    return pieces.flatMap(({ from, to, offset }) => {
      const found = spansOf(key, step, from, to);
      return offset === 0 ? found : found.map((span) => shifted(span, offset));
    });
  }

  /** Where rollups of a step do not say what the readings say. */
  function untrue(key: number, step: RollupStep, from: number, to: number): number[] {
    const dirty = rollups.dirtyHours(key, from, to);
    if (step === 1440) return [...new Set(dirty.map((hour) => Math.floor(hour / dayMs) * dayMs))];
    if (step !== 1) return dirty;
    return [...new Set([...dirty, ...rollups.sparseHours(key, from, to)])].sort((a, b) => a - b);
  }

  /** Silences, to the millisecond: what is between two spans is looked up. */
  function gapsOf(key: number, spans: readonly Span[], gapMs: number | undefined): Envelope['gaps'] {
    if (gapMs === undefined) return [];
    const gaps: { from: number; to: number }[] = [];
    for (let index = 1; index < spans.length; index += 1) {
      const before = spans[index - 1]!;
      const { time } = spans[index]!;
      if (time - (before.time + before.lengthMs) <= Math.max(0, gapMs - 2 * before.lengthMs)) continue;
      const { last, first } = readings.edges(key, time, time);
      const from = last ?? before.time + before.lengthMs;
      const to = first ?? time;
      if (to - from > gapMs) gaps.push({ from, to });
    }
    return gaps;
  }

  return (key, range) => {
    const { from, to, points, gapMs } = range;
    const widthMs = (to - from) / points;
    const faults = faultSpans(readings.faults(key, from, to), widthMs);
    const step = rollupSteps.findLast((each) => each * minuteMs <= widthMs);
    const spans = rightSpans(key, step, range);
    const count = spans.reduce((sum, span) => sum + span.count, 0);
    const few = count <= points ? rightSpans(key, undefined, range) : spans;
    if (few.every(({ lengthMs }) => lengthMs === 0)) {
      const times = few.map(({ time }) => time);
      const values = few.map(({ min }) => min);
      const drawn = envelope(times, values, { from, to, points, gapMs });
      return { ...drawn, faults, count, widthMs: drawn.raw ? 0 : spanWidthMs(from, to, points) };
    }
    const stepMs = Math.max(...few.map(({ lengthMs }) => lengthMs));
    const begin = Math.floor(from / stepMs) * stepMs;
    const width = Math.ceil((to - begin) / points / stepMs) * stepMs;
    const limit = gapMs ?? gapLimitMs(spacingsOf(few));
    return {
      points: gatherSlots(few, { from: begin, width }),
      gaps: gapsOf(key, few, limit),
      faults,
      raw: false,
      count,
      widthMs: width,
    };
  };
}

/** Faults in order of time; those no further apart than a point is wide are one. */
function faultSpans(faults: readonly PlainReading[], widthMs: number): FaultSpan[] {
  const spans: { from: number; to: number; count: number; values: number[] }[] = [];
  for (const { time, value } of faults) {
    const last = spans.at(-1);
    if (last === undefined || time - last.to > widthMs) {
      spans.push({ from: time, to: time, count: 1, values: [value] });
      continue;
    }
    last.to = time;
    last.count += 1;
    if (last.values.length < mostFaultValues && !last.values.includes(value)) last.values.push(value);
  }
  return spans;
}

/** The range cut where another offset begins. */
function piecesOf({ from, to, offsets = [] }: Omit<SeriesRange, 'points'>) {
  const inForce = offsets.findLast((each) => each.from <= from)?.offset ?? 0;
  const later = offsets.filter((each) => each.from > from && each.from < to);
  return [{ from, offset: inForce }, ...later].map((piece, index) => ({
    ...piece,
    to: later[index]?.from ?? to,
  }));
}

function shifted(span: Span, offset: number): Span {
  const { min, max, mean } = span;
  return {
    ...span,
    min: withOffset(min, offset),
    max: withOffset(max, offset),
    mean: withOffset(mean, offset),
  };
}

function spacingsOf(spans: readonly Span[]): number[] {
  return spans.filter(({ count }) => count > 1).map(({ lengthMs, count }) => lengthMs / count);
}

/** Ranges of equal length by where they begin (ascending), joined where they touch. */
function mergedRanges(starts: readonly number[], lengthMs: number): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const from of starts) {
    const last = ranges.at(-1);
    if (last?.to === from) last.to = from + lengthMs;
    else ranges.push({ from, to: from + lengthMs });
  }
  return ranges;
}
