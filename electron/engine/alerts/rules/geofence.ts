import { z } from 'zod';

import { distanceM, type LatLon } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { durationText } from '../limits.ts';
import { defineRule, type Span } from '../rule.ts';

/** Where a vehicle with something aboard was, and which sites it has business at. */
export interface FenceInput {
  /** By time. */
  readonly fixes: readonly (LatLon & { readonly time: number })[];
  readonly sites: readonly (LatLon & { readonly siteId: string; readonly radiusM: number })[];
  /** Sites in the plan of anything aboard, or where something was loaded; empty where nothing is planned. */
  readonly expected: ReadonlySet<string>;
  /** When what is aboard is to leave a site. */
  readonly departures: readonly { readonly siteId: string; readonly plannedTime: number }[];
}

export interface FenceDetail {
  readonly siteId: string;
  readonly way: 'entered' | 'left-early';
}

const params = z.strictObject({
  /** Passing by is no visit. */
  stayMinutes: z.number().min(0).default(10),
  earlyMinutes: z.number().min(0).default(30),
});
const at = (minutes: number, lat: number) => ({ lat, lon: 5, time: minutes * minuteMs });
const given: FenceInput = {
  fixes: [],
  sites: [
    { siteId: 'A', lat: 45, lon: 5, radiusM: 300 },
    { siteId: 'X', lat: 46, lon: 5, radiusM: 300 },
  ],
  expected: new Set(['A']),
  departures: [],
};

export const geofence = defineRule<FenceInput, FenceDetail, typeof params>({
  id: 'geofence',
  title: 'In or out of a site against the plan',
  audience: 'dispatch',
  severity: 'medium',
  params,
  evaluate(input, { stayMinutes, earlyMinutes }) {
    return [...visits(input, stayMinutes), ...earlyExits(input, earlyMinutes)].sort(
      (a, b) => a.start - b.start,
    );
  },
  message: ({ start, end, detail: { siteId, way } }, name) => {
    if (way === 'left-early') {
      const early = end === undefined ? '' : ` ${durationText(end - start)}`;
      return `${name} left ${siteId}${early} before the time planned for what it carries.`;
    }
    return end === undefined
      ? `${name} is at ${siteId}, where nothing aboard is planned to go.`
      : `${name} was at ${siteId} for ${durationText(end - start)}, where nothing aboard is planned to go.`;
  },
  scenarios: [
    {
      name: 'at a site nobody planned',
      given: { ...given, fixes: [at(0, 45.9), at(10, 46), at(21, 46), at(30, 46.2)] },
      expect: [[10 * minuteMs, 30 * minuteMs]],
    },
    {
      name: 'still there',
      given: { ...given, fixes: [at(10, 46), at(21, 46)] },
      expect: [[10 * minuteMs, undefined]],
    },
    { name: 'passing by', given: { ...given, fixes: [at(10, 46), at(12, 46), at(30, 46.2)] }, expect: [] },
    { name: 'at a site that is planned', given: { ...given, fixes: [at(10, 45), at(60, 45)] }, expect: [] },
    {
      name: 'nothing is planned',
      given: { ...given, expected: new Set<string>(), fixes: [at(10, 46), at(60, 46)] },
      expect: [],
    },
    {
      name: 'off an hour too early',
      given: {
        ...given,
        fixes: [at(0, 45), at(10, 45.1), at(20, 45.2), at(80, 46)],
        departures: [{ siteId: 'A', plannedTime: 70 * minuteMs }],
      },
      expect: [[10 * minuteMs, 70 * minuteMs]],
    },
    {
      name: 'off on time',
      given: {
        ...given,
        fixes: [at(0, 45), at(10, 45.1), at(20, 45.2)],
        departures: [{ siteId: 'A', plannedTime: 15 * minuteMs }],
      },
      expect: [],
    },
  ],
});

function siteAt(place: LatLon, sites: FenceInput['sites']): string | undefined {
  return sites.find((site) => distanceM(place, site) <= site.radiusM)?.siteId;
}

function visits({ fixes, sites, expected }: FenceInput, stayMinutes: number): Span<FenceDetail>[] {
  if (expected.size === 0) return [];
  const strange = sites.filter(({ siteId }) => !expected.has(siteId));
  const found: Span<FenceDetail>[] = [];
  let open: { readonly siteId: string; readonly start: number; last: number } | undefined;
  const close = (end: number | undefined): void => {
    if (open !== undefined && open.last - open.start >= stayMinutes * minuteMs)
      found.push({ start: open.start, end, detail: { siteId: open.siteId, way: 'entered' } });
    open = undefined;
  };
  for (const fix of fixes) {
    const siteId = siteAt(fix, strange);
    if (open !== undefined && open.siteId !== siteId) close(fix.time);
    if (siteId === undefined) continue;
    open ??= { siteId, start: fix.time, last: fix.time };
    open.last = fix.time;
  }
  close(undefined);
  return found;
}

/** Twice outside after it was inside: one fix may be wrong. */
function earlyExits({ fixes, sites, departures }: FenceInput, earlyMinutes: number): Span<FenceDetail>[] {
  return departures.flatMap(({ siteId, plannedTime }): Span<FenceDetail>[] => {
    const site = sites.filter((each) => each.siteId === siteId);
    const inside = fixes.findLastIndex((fix) => fix.time < plannedTime && siteAt(fix, site) === siteId);
    const [first, second] = [fixes[inside + 1], fixes[inside + 2]];
    if (inside === -1 || first === undefined || second === undefined) return [];
    if (plannedTime - first.time <= earlyMinutes * minuteMs) return [];
    const isPast = fixes.at(-1)!.time >= plannedTime;
    return [
      { start: first.time, end: isPast ? plannedTime : undefined, detail: { siteId, way: 'left-early' } },
    ];
  });
}
