import type { Feature, FeatureCollection, MultiLineString, Point, Position } from 'geojson';

import { minuteMs } from '#shared/domain/time.ts';

/** A fix of a track. */
export interface TrackFix {
  readonly lon: number;
  readonly lat: number;
  readonly timeMs: number;
}

export interface TrackProperties {
  readonly kind: 'driven' | 'gap' | 'fix' | 'start';
  /** 0 = oldest … 1 = newest: older stretches are drawn fainter. */
  readonly recency: number;
}

/** Longer than this between two fixes and nobody knows the way between them. */
export const gapMs = 20 * minuteMs;

const stretches = 24;
const mostFixes = 400;

/**
 * A track as lines and points: stretches that fade with age, dashes where there was no fix for a long time, and
 * the fixes themselves. At most `stretches + mostFixes + 1` features however long the track is.
 */
export function trackFeatures(
  fixes: readonly TrackFix[],
): FeatureCollection<MultiLineString | Point, TrackProperties> {
  const first = fixes[0];
  const last = fixes.at(-1);
  if (first === undefined || last === undefined || fixes.length < 2)
    return { type: 'FeatureCollection', features: [] };
  const span = Math.max(1, last.timeMs - first.timeMs);
  const recencyOf = ({ timeMs }: TrackFix) => Math.max(0, Math.min(1, (timeMs - first.timeMs) / span));
  const { gaps, driven } = splitLines(fixes, recencyOf);
  const points = sampled(fixes).map((fix, index) =>
    pointFeature(fix, index === 0 ? 'start' : 'fix', recencyOf(fix)),
  );
  return {
    type: 'FeatureCollection',
    features: [
      ...(gaps.length > 0 ? [lineFeature(gaps, 'gap', 1)] : []),
      ...driven.flatMap((lines, index) =>
        lines.length > 0 ? [lineFeature(lines, 'driven', (index + 1) / stretches)] : [],
      ),
      ...points,
    ],
  };
}

interface SplitTrack {
  readonly gaps: Position[][];
  /** Lines by age, oldest first. */
  readonly driven: Position[][][];
}

/** Sorts each step of the track into a gap or the stretch of its age; steps that follow on share a line. */
function splitLines(fixes: readonly TrackFix[], recencyOf: (fix: TrackFix) => number): SplitTrack {
  const gaps: Position[][] = [];
  const driven = Array.from({ length: stretches }, (): Position[][] => []);
  let open: { index: number; line: Position[] } | undefined;
  for (const [place, fix] of fixes.entries()) {
    const before = fixes[place - 1];
    if (before === undefined) continue;
    if (fix.timeMs - before.timeMs > gapMs) {
      gaps.push([positionOf(before), positionOf(fix)]);
      open = undefined;
      continue;
    }
    const index = Math.min(stretches - 1, Math.floor(recencyOf(fix) * stretches));
    if (open?.index !== index) {
      open = { index, line: [positionOf(before)] };
      driven[index]?.push(open.line);
    }
    open.line.push(positionOf(fix));
  }
  return { gaps, driven };
}

function positionOf({ lon, lat }: TrackFix): Position {
  return [lon, lat];
}

/** Evenly chosen fixes, the first and the last among them. */
function sampled(fixes: readonly TrackFix[]): readonly TrackFix[] {
  if (fixes.length <= mostFixes) return fixes;
  const step = (fixes.length - 1) / (mostFixes - 1);
  return Array.from({ length: mostFixes }, (_, index) => fixes[Math.round(index * step)]).filter(
    (fix) => fix !== undefined,
  );
}

function lineFeature(
  lines: Position[][],
  kind: 'driven' | 'gap',
  recency: number,
): Feature<MultiLineString, TrackProperties> {
  return {
    type: 'Feature',
    properties: { kind, recency },
    geometry: { type: 'MultiLineString', coordinates: lines },
  };
}

function pointFeature(
  fix: TrackFix,
  kind: 'fix' | 'start',
  recency: number,
): Feature<Point, TrackProperties> {
  return {
    type: 'Feature',
    properties: { kind, recency },
    geometry: { type: 'Point', coordinates: positionOf(fix) },
  };
}
