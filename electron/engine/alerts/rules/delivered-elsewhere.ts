import { z } from 'zod';

import { distanceM, type LatLon } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { amendScan, orderClaim, positionClaim, scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  seenAt,
  type CaseFix,
  type Claim,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule } from '../rule.ts';

const params = z.strictObject({
  maxDistanceM: z.number().positive().default(500),
  /** A place that is only known so well counts as there within this many times its accuracy. */
  accuracies: z.number().positive().default(3),
});
/** A vehicle's fix says where its driver is when it is not older than this. */
const sameStopMs = 3 * minuteMs;
const address = { lat: 45, lon: 5 };
const handedOver = (more: object) => seenAt(60, undefined, 'A', { outcome: 'delivered', ...more });

export const deliveredElsewhere = defineRule<JourneyCase, MismatchDetail, typeof params>({
  id: 'delivered-elsewhere',
  title: 'Delivered away from its address',
  audience: 'customer-care',
  severity: 'high',
  endsByDecision: true,
  params,
  evaluate(given, { maxDistanceM, accuracies }) {
    const { address: wanted } = given;
    if (wanted === undefined) return [];
    for (const seen of given.seen) {
      if (seen.scan.outcome !== 'delivered') continue;
      const place = handOver(seen, given);
      if (place === undefined) continue;
      const away = distanceM(place.at, wanted);
      if (away <= Math.max(maxDistanceM, accuracies * (place.accuracyM ?? 0))) continue;
      return [{ start: seen.time, end: undefined, detail: detailOf(seen, place.claims, away, given) }];
    }
    return [];
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'a kilometre away',
      given: caseOf([handedOver({ lat: 45.01, lon: 5 })], { address }),
      expect: [[60 * minuteMs, undefined]],
    },
    { name: 'at the door', given: caseOf([handedOver({ lat: 45.0002, lon: 5 })], { address }), expect: [] },
    {
      name: 'a kilometre away, by a fix that may be that far off',
      given: caseOf([handedOver({ vehicleId: 'VAN-1' })], { address, vehicleFix: () => fixAt(45.01, 400) }),
      expect: [],
    },
    {
      name: 'without coordinates, where its van was',
      given: caseOf([handedOver({ vehicleId: 'VAN-1' })], { address, vehicleFix: () => fixAt(45.02, 8) }),
      expect: [[60 * minuteMs, undefined]],
    },
    { name: 'nobody knows where', given: caseOf([handedOver({})], { address }), expect: [] },
    { name: 'an address without a place', given: caseOf([handedOver({ lat: 45, lon: 5 })]), expect: [] },
  ],
});

function fixAt(lat: number, accuracyM: number): CaseFix {
  return { lat, lon: 5, time: 60 * minuteMs, recordTime: 60 * minuteMs, deviceId: 'gps-1', accuracyM };
}

interface HandOver {
  readonly at: LatLon;
  readonly accuracyM: number | undefined;
  readonly claims: readonly Claim[];
}

/** Where it was handed over: the scanner's own place, else its vehicle's. */
function handOver(seen: SeenScan, { vehicleFix }: JourneyCase): HandOver | undefined {
  const { lat, lon, vehicleId } = seen.scan;
  if (lat !== undefined && lon !== undefined)
    return { at: { lat, lon }, accuracyM: undefined, claims: [scanClaim(seen)] };
  const fix = vehicleId === undefined ? undefined : vehicleFix(vehicleId, seen.time);
  if (fix === undefined || seen.time - fix.time > sameStopMs) return undefined;
  const where = positionClaim(fix, `${vehicleId} at ${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`);
  return { at: fix, accuracyM: fix.accuracyM, claims: [scanClaim(seen), where] };
}

function detailOf(
  seen: SeenScan,
  claims: readonly Claim[],
  awayM: number,
  given: JourneyCase,
): MismatchDetail {
  const far = awayM < 10_000 ? `${(awayM / 1000).toFixed(1)} km` : `${Math.round(awayM / 1000)} km`;
  const { lat, lon } = given.address!;
  return {
    text: `was delivered ${far} from its address.`,
    sides: [
      { title: 'Address', claims: [orderClaim(given, seen.time, `To be delivered at ${lat}, ${lon}`)] },
      { title: 'Handed over', claims },
    ],
    cause: 'It was left at the wrong door, or "delivered" was tapped before or after the stop.',
    fixes: [
      undoScan(seen, 'It was not delivered there.'),
      amendScan(seen, 'Delivered, at another place', 'It was delivered; the place recorded is wrong.'),
    ],
  };
}
