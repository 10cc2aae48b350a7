import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { gapMs, type TrackFix, trackFeatures } from '#renderer/map/track-features.ts';

const minute = 60_000;

function drive(minutes: readonly number[]): TrackFix[] {
  return minutes.map((at) => ({ lon: 7 + at / 1000, lat: 50, timeMs: at * minute }));
}

const kinds = (fixes: readonly TrackFix[]) =>
  trackFeatures(fixes).features.map(({ properties }) => properties.kind);

describe('the track of a vehicle', () => {
  it('needs two fixes', () => {
    expect([trackFeatures([]).features, trackFeatures(drive([1])).features]).toEqual([[], []]);
  });

  it('joins fixes to a line, fainter the older it is, and marks where it begins', () => {
    const features = trackFeatures(drive([0, 1, 2, 3])).features;
    expect(features.map(({ properties }) => properties.kind)).toEqual([
      'driven',
      'driven',
      'driven',
      'start',
      'fix',
      'fix',
      'fix',
    ]);
    const recency = features.slice(0, 3).map(({ properties }) => properties.recency);
    expect(recency).toEqual(recency.toSorted((a, b) => a - b));
  });

  it('draws no way where there was no fix for long, only that there was none', () => {
    const features = trackFeatures(drive([0, 1, 60, 61])).features;
    const gaps = features.filter(({ properties }) => properties.kind === 'gap');
    expect(gaps.map(({ geometry }) => geometry.coordinates)).toEqual([
      [
        [
          [7.001, 50],
          [7.06, 50],
        ],
      ],
    ]);
    expect(kinds(drive([0, gapMs / minute]))).not.toContain('gap');
  });

  it('stays within 500 features and keeps every step, however the fixes lie in time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 2000 }), (pauses) => {
        let at = 0;
        const fixes = drive([0, ...pauses.map((pause) => (at += pause))]);
        const { features } = trackFeatures(fixes);
        expect(features.length).toBeLessThanOrEqual(500);
        const steps = features.flatMap(({ geometry }) =>
          geometry.type === 'MultiLineString' ? geometry.coordinates.map((line) => line.length - 1) : [],
        );
        expect(steps.reduce((sum, each) => sum + each, 0)).toBe(fixes.length - 1);
      }),
      { numRuns: 40 },
    );
  });
});
