import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ChartSeries, readAt, shapeSeries, stopsOf } from '#renderer/charts/chart-series.ts';
import { bandPath, meanPath, stepPath } from '#renderer/charts/mark-paths.ts';
import { statsOf } from '#renderer/charts/series-stats.ts';
import type { SeriesResult } from '#shared/contract/types.ts';
import { envelope } from '#shared/domain/series.ts';
import { toIso } from '#shared/domain/time.ts';

const start = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;

interface Reading {
  readonly minute: number;
  readonly value: number;
}

interface Ask {
  readonly minutes?: number;
  readonly points?: number;
  readonly now?: number;
  readonly silentAfterMs?: number;
}

/** The series as the engine would answer and the page would shape it. */
function shaped(readings: readonly Reading[], ask: Ask = {}): ChartSeries {
  const { minutes = 60, points = 100, now = start + minutes * minute, ...rest } = ask;
  const range = { from: start, to: start + minutes * minute, points };
  const times = readings.map((reading) => start + reading.minute * minute);
  const reduced = envelope(
    times,
    readings.map((reading) => reading.value),
    { ...range, gapMs: 3 * minute },
  );
  const result: SeriesResult = {
    points: reduced.points.map((point) => ({ ...point, time: toIso(point.time) })),
    gaps: reduced.gaps.map((gap) => ({ from: toIso(gap.from), to: toIso(gap.to) })),
    faults: [],
    raw: reduced.raw,
    uom: 'CEL',
    count: readings.length,
  };
  return shapeSeries(result, { ...range, now, ...rest });
}

function every(from: number, to: number, value: (minute: number) => number): Reading[] {
  return Array.from({ length: to - from }, (_, index) => ({
    minute: from + index,
    value: value(from + index),
  }));
}

const scales = { x: (time: number) => (time - start) / minute, y: (value: number) => value };

describe('a series that is drawn', () => {
  it('is one line while readings follow one another', () => {
    const { segments, gaps, raw } = shaped(every(0, 60, () => 4));
    expect({ segments: segments.length, gaps, raw }).toEqual({ segments: 1, gaps: [], raw: true });
  });

  it('is interrupted where readings are missing', () => {
    const { segments, gaps } = shaped([...every(0, 10, () => 4), ...every(40, 50, () => 5)]);
    expect(segments.map((segment) => segment.length)).toEqual([10, 10]);
    expect(gaps).toEqual([{ from: start + 9 * minute, to: start + 40 * minute, kind: 'between' }]);
  });

  it('is interrupted between spans too, and a gap inside one span cuts nothing', () => {
    const readings = [...every(0, 300, () => 1), ...every(600, 900, () => 2)];
    const wide = shaped(readings, { minutes: 1000, points: 100 });
    expect(wide.raw).toBe(false);
    expect(wide.segments.map((segment) => segment.length)).toEqual([30, 30]);
    const narrow = shaped([...every(0, 55, () => 1), ...every(59, 900, () => 2)], {
      minutes: 1000,
      points: 10,
    });
    expect(narrow.segments).toHaveLength(1);
    expect(narrow.gaps).toHaveLength(1);
  });

  it('never joins readings over a gap and loses none, whatever the readings', () => {
    const anyReading = fc.record({
      minute: fc.integer({ min: 0, max: 500 }),
      value: fc.integer({ min: -30, max: 30 }),
    });
    const property = fc.property(
      fc.uniqueArray(anyReading, { selector: (each) => each.minute, maxLength: 200 }),
      fc.integer({ min: 3, max: 300 }),
      (unordered, points) => {
        const readings = unordered.toSorted((a, b) => a.minute - b.minute);
        const { segments, points: all, gaps, bucketMs } = shaped(readings, { minutes: 501, points });
        expect(segments.flat()).toEqual(all);
        const isCut = (gap: { from: number; to: number }): boolean =>
          !segments.some((segment) =>
            segment.some((point, index) => {
              const next = segment[index + 1];
              return (
                next !== undefined &&
                point.from <= gap.from &&
                point.until >= gap.from &&
                next.from > gap.from &&
                next.from <= gap.to
              );
            }),
          );
        for (const gap of gaps) if (gap.to - gap.from > bucketMs) expect(isCut(gap)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('keeps every extreme in its band', () => {
    const readings = every(0, 900, (at) => (at === 451 ? 80 : at === 700 ? -40 : 4));
    const series = shaped(readings, { minutes: 900, points: 90 });
    const numbers = [...bandPath(series.segments, scales).matchAll(/,(-?[\d.]+)/g)].map((match) =>
      Number(match[1]),
    );
    expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([-40, 80]);
  });

  it('shows a reading that stands alone as a dot', () => {
    const series = shaped([{ minute: 5, value: 0 }]);
    expect(meanPath(series.segments, scales)).toBe('M5,0h0');
  });

  it('marks silence at the ends only where it is longer than usual', () => {
    const readings = every(20, 30, () => 4);
    expect(shaped(readings).gaps).toEqual([]);
    expect(shaped(readings, { silentAfterMs: 3 * minute }).gaps.map((gap) => gap.kind)).toEqual([
      'before',
      'after',
    ]);
    expect(
      shaped(readings, { silentAfterMs: 3 * minute, now: start + 30 * minute }).gaps.map((gap) => gap.kind),
    ).toEqual(['before']);
  });

  it('is one gap up to now when there is no reading at all', () => {
    expect(shaped([], { now: start + 10 * minute }).gaps).toEqual([
      { from: start, to: start + 10 * minute, kind: 'after' },
    ]);
  });
});

describe('the crosshair', () => {
  const series = shaped([...every(0, 10, (at) => at), ...every(40, 50, () => 5)]);

  it('reads the nearest reading', () => {
    expect(readAt(series, start + 3.4 * minute, 0)).toMatchObject({ kind: 'point', point: { mean: 3 } });
  });

  it('names the gap it is in, but prefers a reading right beside it', () => {
    expect(readAt(series, start + 20 * minute, minute)).toMatchObject({
      kind: 'gap',
      gap: { kind: 'between' },
    });
    expect(readAt(series, start + 9.5 * minute, minute)).toMatchObject({ kind: 'point', point: { mean: 9 } });
  });

  it('stops at every reading and every gap', () => {
    expect(stopsOf([series])).toHaveLength(21);
    expect(stopsOf([series])).toContain(start + 24.5 * minute);
  });
});

describe('the statistics', () => {
  it('weigh spans by their readings and count what is missing', () => {
    const series = shaped([...every(0, 30, () => 2), ...every(60, 120, () => 5)], {
      minutes: 120,
      points: 12,
    });
    const stats = statsOf(series, { from: start, to: start + 120 * minute });
    expect(stats).toMatchObject({
      count: 90,
      min: 2,
      max: 5,
      mean: 4,
      gapCount: 1,
      longestGapMs: 31 * minute,
    });
    expect(stats?.coverage).toBeCloseTo(89 / 120);
  });

  it('are none without readings', () => {
    expect(statsOf(shaped([]), { from: start, to: start + minute })).toBeUndefined();
  });
});

describe('a door', () => {
  it('stays as it was last said until the next message', () => {
    const series = shaped([
      { minute: 0, value: 0 },
      { minute: 2, value: 1 },
      { minute: 4, value: 0 },
    ]);
    expect(stepPath(series.segments, scales)).toBe('M0,0H2V1H4V0H4');
  });

  it('goes up and down in a span in which it was both', () => {
    const series = shaped(
      every(0, 60, (at) => (at === 25 ? 1 : 0)),
      { points: 6 },
    );
    expect(stepPath(series.segments, scales)).toBe('M0,0H10V0H20V1V0V1H30V0H40V0H50V0H60');
  });
});
