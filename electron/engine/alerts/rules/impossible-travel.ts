import { z } from 'zod';

import { distanceM } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  clockToleranceMs,
  gapM,
  placeOf,
  seenAt,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const params = z.strictObject({
  /** Nothing on wheels goes faster between two scans. */
  maxKmh: z.number().positive().default(150),
  /** Nothing that flies does. */
  maxAirKmh: z.number().positive().default(950),
});
/** Places closer than this are one yard. */
const nearM = 2000;
const kmhPerMps = 3.6;
const airWords =
  /(^|[^a-z])(air|airport|airfreight|flight|aircraft|plane|aéroport|flughafen|luftfracht)([^a-z]|$)/i;

export const impossibleTravel = defineRule<JourneyCase, MismatchDetail, typeof params>({
  id: 'impossible-travel',
  title: 'Two scans too far apart for the time between them',
  audience: 'dispatch',
  severity: 'high',
  params,
  evaluate(given, { maxKmh, maxAirKmh }) {
    const found: { start: number; end: number; readonly from: SeenScan; to: SeenScan; kmh: number }[] = [];
    let last: SeenScan | undefined;
    for (const each of given.seen) {
      if (placeOf(each, given.sites) === undefined) continue;
      const kmh = last === undefined ? undefined : speedKmh(last, each, given.sites);
      if (
        last !== undefined &&
        kmh !== undefined &&
        kmh > (isByAir(last, each, given) ? maxAirKmh : maxKmh)
      ) {
        const open = found.at(-1);
        // There and back again because of one scan is one thing.
        if (open !== undefined && open.to === last) {
          open.end = each.time;
          open.to = each;
          open.kmh = Math.max(open.kmh, kmh);
        } else found.push({ start: last.time, end: each.time, from: last, to: each, kmh });
      }
      last = each;
    }
    return found.map(({ start, end, from, to, kmh }): Span<MismatchDetail> => ({
      start,
      end,
      detail: detailOf(
        given.seen.filter(({ time }) => time >= start && time <= end),
        from,
        to,
        kmh,
      ),
    }));
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'a hundred kilometres in ten minutes',
      given: caseOf([seenAt(10, 'receiving', 'A'), seenAt(20, 'receiving', 'B')]),
      expect: [[10 * minuteMs, 20 * minuteMs]],
    },
    {
      name: 'there and back again is one thing',
      given: caseOf([seenAt(10, 'receiving', 'A'), seenAt(20, 'receiving', 'B'), seenAt(30, 'picking', 'A')]),
      expect: [[10 * minuteMs, 30 * minuteMs]],
    },
    {
      name: 'as fast as a lorry goes',
      given: caseOf([seenAt(10, 'departing', 'A'), seenAt(100, 'arriving', 'B')]),
      expect: [],
    },
    {
      name: 'by air',
      given: caseOf([seenAt(10, 'departing', 'A', { readPoint: 'air-cargo' }), seenAt(35, 'arriving', 'B')]),
      expect: [],
    },
    {
      name: 'two doors of one yard',
      given: caseOf([
        seenAt(10, 'departing', undefined, { lat: 45, lon: 5 }),
        seenAt(10, 'arriving', undefined, { lat: 45.01, lon: 5 }),
      ]),
      expect: [],
    },
    {
      name: 'a site nobody knows the place of',
      given: caseOf([seenAt(10, 'receiving', 'A'), seenAt(11, 'receiving', 'X')]),
      expect: [],
    },
  ],
});

/** How fast it must have been at least; undefined for places that are as good as one. */
function speedKmh(from: SeenScan, to: SeenScan, sites: JourneyCase['sites']): number | undefined {
  const [a, b] = [placeOf(from, sites), placeOf(to, sites)];
  if (a === undefined || b === undefined) return undefined;
  const metres = gapM(a, b);
  if (metres < nearM) return undefined;
  const tolerance = from.scan.deviceId === to.scan.deviceId ? 0 : clockToleranceMs;
  const seconds = Math.max(1, (to.time - from.time + tolerance) / 1000);
  return (metres / seconds) * kmhPerMps;
}

function isByAir(from: SeenScan, to: SeenScan, { sites, serviceLevel }: JourneyCase): boolean {
  const words = [from, to].flatMap(({ scan }) => [
    scan.readPoint,
    scan.vehicleId,
    scan.parent,
    scan.siteId,
    sites.get(scan.siteId ?? '')?.name,
  ]);
  return [...words, serviceLevel].some((text) => text !== undefined && airWords.test(text));
}

function detailOf(all: readonly SeenScan[], from: SeenScan, to: SeenScan, kmh: number): MismatchDetail {
  const odd = all.length > 2 ? all[1]! : to;
  const minutes = Math.max(1, Math.round((odd.time - from.time) / minuteMs));
  return {
    text: `would have had to travel at ${Math.min(99_999, Math.round(kmh))} km/h: two scans are ${minutes} min and ${distanceText(from, odd)} apart.`,
    sides: [
      { title: 'Seen here', claims: [scanClaim(from)] },
      { title: 'And there', claims: all.filter((each) => each !== from).map(scanClaim) },
    ],
    cause:
      'The label is on two parcels, another parcel was scanned, or the clock or site of a scanner is wrong.',
    fixes: [
      undoScan(odd, 'It was not there at that time.'),
      undoScan(from, 'It was not there at that time.'),
    ],
  };
}

function distanceText({ scan: a }: SeenScan, { scan: b }: SeenScan): string {
  if (a.lat === undefined || a.lon === undefined || b.lat === undefined || b.lon === undefined)
    return `${a.siteId ?? 'one place'} to ${b.siteId ?? 'another'}`;
  return `${Math.round(distanceM({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon }) / 1000)} km`;
}
