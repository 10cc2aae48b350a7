import { describe, expect, it } from 'vitest';

import { joinTrack, parseTrackRange, trackFacts } from '#renderer/screens/fleet/track-fixes.ts';
import { toIso } from '#shared/domain/time.ts';

const noon = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;

function track(minutes: readonly number[]) {
  return {
    type: 'Feature' as const,
    geometry: { type: 'LineString' as const, coordinates: minutes.map((at) => [7 + at / 1000, 50]) },
    properties: { vehicleId: 'v', times: minutes.map((at) => toIso(noon + at * minute)) },
  };
}

describe('the track of the selected vehicle', () => {
  it('is the stored way continued by the live one, each fix once, within the range', () => {
    const trail: [number, number, number][] = [
      [7.002, 50, noon + 2 * minute],
      [7.003, 50, noon + 3 * minute],
    ];
    const fixes = joinTrack({ track: track([-5, 0, 1, 2]), trail, fromMs: noon });
    expect(fixes.map(({ timeMs }) => (timeMs - noon) / minute)).toEqual([0, 1, 2, 3]);
  });

  it('is empty where there is nothing', () => {
    const empty = { ...track([]), geometry: null };
    expect([
      joinTrack({ track: undefined, trail: [], fromMs: 0 }),
      joinTrack({ track: empty, trail: [], fromMs: 0 }),
    ]).toEqual([[], []]);
  });

  it('adds up what was driven, and nothing across gaps', () => {
    const fixes = joinTrack({ track: track([0, 1, 2, 60, 61]), trail: [], fromMs: 0 });
    const facts = trackFacts(fixes);
    expect({ ...facts, distanceM: Math.round(facts.distanceM / 10) * 10 }).toEqual({
      fixes: 5,
      distanceM: 210,
      gaps: 1,
      longestGapMs: 58 * minute,
    });
  });

  it('reaches back six hours unless the address says otherwise', () => {
    expect([
      parseTrackRange('24h'),
      parseTrackRange('off'),
      parseTrackRange('1y'),
      parseTrackRange(undefined),
    ]).toEqual(['24h', 'off', '6h', '6h']);
  });
});
