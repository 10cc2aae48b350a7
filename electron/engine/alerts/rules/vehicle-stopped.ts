import { z } from 'zod';

import { distanceM, type LatLon } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';
import { type NamedPlace, whereWords } from '#shared/domain/where-words.ts';

import { durationText } from '../limits.ts';
import { defineRule, type Span } from '../rule.ts';

/** Where a vehicle with something aboard was, and where it may stand. */
export interface StopInput {
  /** By time. */
  readonly fixes: readonly (LatLon & { readonly time: number })[];
  readonly sites: readonly (NamedPlace & { readonly radiusM: number })[];
  /** Doors of what is aboard: a stop there may be longer. */
  readonly doors: readonly LatLon[];
}

export interface StopDetail {
  /** In words, by the nearest site. */
  readonly where: string;
}

const params = z.strictObject({
  afterMinutes: z.number().positive().default(60),
  /** A driver rests at a customer's door, too. */
  atDoorMinutes: z.number().positive().default(120),
});
/** Within this it has not moved. */
const standingM = 150;
const doorM = 400;
const yardM = 300;
const standing = (minutes: number, lat = 45) => ({ lat, lon: 5, time: minutes * minuteMs });
const still = [standing(0), standing(30), standing(61)];

export const vehicleStopped = defineRule<StopInput, StopDetail, typeof params>({
  id: 'vehicle-stopped',
  title: 'Stopped where there is no stop',
  audience: 'dispatch',
  severity: 'high',
  params,
  evaluate({ fixes, sites, doors }, { afterMinutes, atDoorMinutes }) {
    const found: Span<StopDetail>[] = [];
    let begin = 0;
    for (let index = 1; index <= fixes.length; index += 1) {
      const anchor = fixes[begin]!;
      const fix = fixes[index];
      if (fix !== undefined && distanceM(anchor, fix) <= standingM) continue;
      const stood = fixes[index - 1]!.time - anchor.time;
      begin = index;
      if (stood <= Math.min(afterMinutes, atDoorMinutes) * minuteMs) continue;
      const isSite = sites.some((site) => distanceM(anchor, site) <= site.radiusM + yardM);
      const isDoor = doors.some((door) => distanceM(anchor, door) <= doorM);
      if (!isSite && stood > (isDoor ? atDoorMinutes : afterMinutes) * minuteMs)
        found.push({
          start: anchor.time,
          end: fix?.time,
          detail: { where: whereWords(anchor, sites) },
        });
    }
    return found;
  },
  message: ({ start, end, detail: { where } }, name) =>
    end === undefined
      ? `${name} stands ${where}, away from every site and door.`
      : `${name} stood for ${durationText(end - start)} ${where}, away from every site and door.`,
  scenarios: [
    {
      name: 'an hour on the hard shoulder',
      given: { fixes: still, sites: [], doors: [] },
      expect: [[0, undefined]],
    },
    {
      name: 'it drives on',
      given: { fixes: [...still, standing(90, 45.1)], sites: [], doors: [] },
      expect: [[0, 90 * minuteMs]],
    },
    {
      name: 'in a yard',
      given: { fixes: still, sites: [{ name: 'A', lat: 45, lon: 5, radiusM: 300 }], doors: [] },
      expect: [],
    },
    {
      name: 'lunch at a customer',
      given: { fixes: still, sites: [], doors: [{ lat: 45, lon: 5 }] },
      expect: [],
    },
    { name: 'no news is no stop', given: { fixes: [standing(0)], sites: [], doors: [] }, expect: [] },
    {
      name: 'on the move',
      given: { fixes: [standing(0), standing(61, 45.1), standing(90, 45.2)], sites: [], doors: [] },
      expect: [],
    },
  ],
});
