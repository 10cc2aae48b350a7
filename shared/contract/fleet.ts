import { z } from 'zod';

import { Identifier, Instant, Quality, noParams, page } from './common.ts';
import { command, keyed, query } from './define.ts';
import { Eta } from './orders.ts';

export const VehiclePut = z.strictObject({
  vehicleId: Identifier,
  name: z.string().max(200).optional(),
  plate: z.string().max(40).optional(),
  temperatureProfileId: z.string().max(128).optional(),
});

export const Position = z.object({
  lat: z.number(),
  lon: z.number(),
  time: Instant,
  recordTime: Instant,
  deviceId: Identifier,
  quality: Quality,
  speedMps: z.number().optional(),
  headingDeg: z.number().optional(),
  accuracyM: z.number().optional(),
  altitudeM: z.number().optional(),
});

/**
 * Something that moves: a vehicle with the trackers on it, or a tracker on its own (then `vehicleId` is the
 * device's id and `tracker` is true). `state` is the worst thing known of it.
 */
export const VehicleState = z.object({
  vehicleId: Identifier,
  name: z.string().optional(),
  plate: z.string().optional(),
  temperatureProfileId: z.string().optional(),
  tracker: z.boolean(),
  deviceIds: z.array(z.string()),
  position: Position.optional(),
  /** Up to 50 last good fixes by event time, oldest first: [lon, lat, epoch ms]. */
  trail: z.array(z.tuple([z.number(), z.number(), z.number()])),
  state: z.enum(['moving', 'stopped', 'silent', 'alert', 'unknown']),
});

export const VehicleListRow = VehicleState.omit({ trail: true }).extend({
  /** Seconds since the position's event time. */
  ageS: z.number().optional(),
});

/** GeoJSON Feature; `properties.times` is parallel to the coordinates. */
export const Track = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(z.array(z.number())) }).nullable(),
  properties: z.object({ vehicleId: Identifier, times: z.array(Instant) }),
});

/** A site or an address a vehicle brings something to. */
export const NextStop = z.object({
  kind: z.enum(['site', 'address']),
  siteId: z.string().optional(),
  /** The id of a site; street and city of an address. */
  label: z.string(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  /** How many are brought there, and the first 50 of their numbers. */
  orders: z.number(),
  orderNumbers: z.array(z.string()),
  /** Those of them that are late or probably will be. */
  late: z.number(),
  /** When the plans of the orders expect it there. */
  plannedTime: Instant.optional(),
  /** The earliest promise of the orders. */
  nextPromise: Instant.optional(),
  /** When the vehicle is there; null while it, or the stop, has no known place. */
  eta: Eta.nullable(),
});

export const fleetRequests = {
  'vehicles.list': query(noParams, page(VehicleListRow)),
  'vehicles.put': command(VehiclePut, VehicleListRow),
  'vehicles.track': query(
    z.strictObject({ vehicleId: Identifier, from: Instant.optional(), to: Instant.optional() }),
    Track,
  ),
  /** Where it goes next, by the orders aboard, the earliest arrival first. */
  'vehicles.stops': query(
    z.strictObject({ vehicleId: Identifier }),
    z.object({
      vehicleId: Identifier,
      /** When the position was taken that the arrivals start from. */
      asOf: Instant.optional(),
      /** Orders aboard; only the first 500 are looked at when there are more. */
      orders: z.number(),
      isCut: z.boolean(),
      items: z.array(NextStop),
    }),
  ),
} as const;

export const fleetSubscriptions = {
  'vehicles.live': keyed(noParams, VehicleState, 'vehicleId'),
} as const;
