import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { planClaim, scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  seenAt,
  type JourneyCase,
  type MismatchDetail,
  type PlannedStep,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const aboard: ReadonlySet<string> = new Set(['loading', 'departing', 'shipping', 'transporting']);
const planned = (vehicleId: string | undefined): PlannedStep => ({
  siteId: 'A',
  bizStep: 'departing',
  plannedTime: undefined,
  vehicleId,
});
const onto = (minutes: number, vehicleId: string) =>
  seenAt(minutes, 'loading', 'A', { vehicleId, parent: vehicleId });

export const wrongVehicle = defineRule<JourneyCase, MismatchDetail, z.ZodObject>({
  id: 'wrong-vehicle',
  title: 'On a vehicle that is not planned',
  audience: 'dispatch',
  severity: 'high',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate(given) {
    return ridesOf(given).map(({ scans, vehicleId, end }): Span<MismatchDetail> => ({
      start: scans[0].time,
      end,
      detail: detailOf(scans, vehicleId, given),
    }));
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'put onto another van',
      given: caseOf([onto(5, 'VAN-2')], { plan: [planned('VAN-1')], vehicles: new Set(['VAN-1', 'VAN-2']) }),
      expect: [[5 * minuteMs, undefined]],
    },
    {
      name: 'taken off and put onto the right one',
      given: caseOf(
        [onto(5, 'VAN-2'), seenAt(9, 'unloading', 'A', { vehicleId: 'VAN-2' }), onto(12, 'VAN-1')],
        {
          plan: [planned('VAN-1')],
          vehicles: new Set(['VAN-1', 'VAN-2']),
        },
      ),
      expect: [[5 * minuteMs, 9 * minuteMs]],
    },
    {
      name: 'the vehicle that was planned',
      given: caseOf([onto(5, 'VAN-1')], { plan: [planned('VAN-1')], vehicles: new Set(['VAN-1']) }),
      expect: [],
    },
    {
      name: 'no vehicle planned',
      given: caseOf([onto(5, 'VAN-2')], { plan: [planned(undefined)], vehicles: new Set(['VAN-2']) }),
      expect: [],
    },
  ],
});

/** A time on a vehicle that is not planned, and all the scans that say so. */
interface Ride {
  readonly vehicleId: string;
  readonly scans: [SeenScan, ...SeenScan[]];
  end: number | undefined;
}

function ridesOf(given: JourneyCase): Ride[] {
  const rides: Ride[] = [];
  let open: Ride | undefined;
  for (const each of given.seen) {
    const vehicleId = vehicleOf(each, given);
    const isOff =
      each.scan.outcome !== undefined || ['unloading', 'arriving'].includes(each.scan.bizStep ?? '');
    const isRight = vehicleId !== undefined && isPlanned(vehicleId, each, given);
    if (isOff || isRight) {
      if (open !== undefined) open.end = each.time;
      open = undefined;
    } else if (each.own && vehicleId !== undefined) {
      if (open === undefined) rides.push((open = { vehicleId, scans: [each], end: undefined }));
      else if (open.vehicleId === vehicleId) open.scans.push(each);
    }
  }
  return rides;
}

function vehicleOf({ scan }: SeenScan, { vehicles }: JourneyCase): string | undefined {
  if (!aboard.has(scan.bizStep ?? '')) return undefined;
  return [scan.vehicleId, scan.parent].find((code) => code !== undefined && vehicles.has(code));
}

/** The vehicles planned from here; where the plan names some without a place, any of those. */
function isPlanned(vehicleId: string, { scan }: SeenScan, { plan, vehicles }: JourneyCase): boolean {
  const here = plan.flatMap((step) => (step.siteId === scan.siteId ? (step.vehicleId ?? []) : []));
  const anywhere = plan.flatMap(({ siteId }) => (vehicles.has(siteId) ? [siteId] : []));
  const all = [...here, ...anywhere];
  return all.length === 0 || all.includes(vehicleId);
}

function detailOf(scans: Ride['scans'], vehicleId: string, given: JourneyCase): MismatchDetail {
  const [seen] = scans;
  const steps = given.plan.filter(
    (step) =>
      (step.vehicleId !== undefined && step.siteId === seen.scan.siteId) || given.vehicles.has(step.siteId),
  );
  return {
    text: `went onto ${vehicleId}, which is not the vehicle planned.`,
    sides: [
      { title: 'Planned', claims: [planClaim(given, steps, seen)] },
      { title: 'Scanned', claims: scans.map(scanClaim) },
    ],
    cause:
      'It was put onto the vehicle beside the right one, or the vehicle was swapped and the plan was not.',
    fixes: [undoScan(seen, 'It was not put onto this vehicle.')],
  };
}
