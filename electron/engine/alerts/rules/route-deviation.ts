import { z } from 'zod';

import { distanceM, distanceToSegmentM, type LatLon } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { defineRule, type Span } from '../rule.ts';

/** Where a vehicle was, and the way it is to take: from place to place. */
export interface RouteInput {
  /** By time. */
  readonly fixes: readonly (LatLon & { readonly time: number })[];
  readonly route: readonly LatLon[];
}

export interface RouteDetail {
  readonly farthestM: number;
}

const params = z.strictObject({
  /** Roads wind: so far beside the straight line between two places is on the way, */
  besideKm: z.number().positive().default(10),
  /** or this share of its length. */
  besideShare: z.number().positive().default(0.2),
  forMinutes: z.number().min(0).default(10),
});
const leastFixes = 3;
const driven = (minutes: number, lat: number, lon: number) => ({ lat, lon, time: minutes * minuteMs });
const straight: readonly LatLon[] = [
  { lat: 45, lon: 5 },
  { lat: 46, lon: 5 },
];

export const routeDeviation = defineRule<RouteInput, RouteDetail, typeof params>({
  id: 'route-deviation',
  title: 'Away from its route',
  audience: 'dispatch',
  severity: 'high',
  params,
  evaluate({ fixes, route }, { besideKm, besideShare, forMinutes }) {
    if (route.length < 2) return [];
    const found: Span<RouteDetail>[] = [];
    let off: { time: number; metres: number }[] = [];
    const close = (end: number | undefined): void => {
      const [first] = off;
      const last = off.at(-1);
      if (first !== undefined && off.length >= leastFixes && last!.time - first.time >= forMinutes * minuteMs)
        found.push({
          start: first.time,
          end,
          detail: { farthestM: Math.max(...off.map(({ metres }) => metres)) },
        });
      off = [];
    };
    for (const fix of fixes) {
      const metres = beyondM(fix, route, { besideM: besideKm * 1000, besideShare });
      if (metres > 0) off.push({ time: fix.time, metres });
      else close(fix.time);
    }
    close(undefined);
    return found;
  },
  message: ({ detail: { farthestM } }, name) =>
    `${name} is away from its route, by ${Math.round(farthestM / 1000)} km more than roads wind.`,
  scenarios: [
    {
      name: 'far to the side for long',
      given: {
        fixes: [driven(0, 45.4, 5), driven(10, 45.4, 5.5), driven(16, 45.4, 5.6), driven(22, 45.4, 5.7)],
        route: straight,
      },
      expect: [[10 * minuteMs, undefined]],
    },
    {
      name: 'half-way between two places far apart is on the way',
      given: { fixes: [driven(0, 45.5, 5), driven(10, 45.55, 5.01), driven(20, 45.6, 5)], route: straight },
      expect: [],
    },
    {
      name: 'back on its way',
      given: {
        fixes: [driven(10, 45.4, 5.5), driven(16, 45.4, 5.6), driven(22, 45.4, 5.7), driven(40, 45.5, 5)],
        route: straight,
      },
      expect: [[10 * minuteMs, 40 * minuteMs]],
    },
    {
      name: 'one wrong fix',
      given: { fixes: [driven(0, 45.4, 5), driven(10, 47, 9), driven(12, 45.45, 5)], route: straight },
      expect: [],
    },
    { name: 'no route', given: { fixes: [driven(0, 45.4, 9)], route: [] }, expect: [] },
  ],
});

/** Metres outside the corridor along the route's segments; 0 inside. */
function beyondM(
  place: LatLon,
  route: readonly LatLon[],
  { besideM, besideShare }: { readonly besideM: number; readonly besideShare: number },
): number {
  let least = Infinity;
  for (const [index, to] of route.entries()) {
    const from = route[index - 1];
    if (from === undefined) continue;
    const width = Math.max(besideM, besideShare * distanceM(from, to));
    least = Math.min(least, Math.max(0, distanceToSegmentM(place, from, to) - width));
  }
  return least;
}
