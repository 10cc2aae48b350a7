import { distanceM } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import { beginOf, endOf, type TimeSpan } from '../world/drive.ts';
import { fleet } from '../world/fleet.ts';
import type { Tour } from '../world/tour.ts';
import type { Fault } from './fault.ts';

const vansPerDay = 2;
/** Standing for this long leaves no doubt that the rest of the tour is late. */
const noticedAfterMs = 30 * minuteMs;
/** A van that gets on by less than this in an hour stands; by less than the other it may be said to. */
const standsM = 75;
const crawlsM = 300;
/** It may stand before a door for as long as a driver rests. */
const restMs = 120 * minuteMs;

/** Vans caught behind a closed road for hours: the rest of their tour comes after its promise. */
export const trafficJam: Fault = {
  id: 'traffic-jam',
  title: 'Vans held up in traffic',
  changeWorld({ roll }) {
    const vans = fleet.filter((vehicle) => vehicle.duty === 'tour');
    const jams = roll.sample(vans, vansPerDay).map(({ vehicleId }) => ({
      vehicleId,
      after: roll.between(0.25, 0.5),
      jamMs: Math.round(roll.between(3.5, 5) * hourMs),
    }));
    return { jams };
  },
  judge: (wave) => wave.tours.flatMap(consequences),
};

function consequences(tour: Tour): TruthEntry[] {
  const { jam } = tour;
  if (jam === undefined) return [];
  const late = tour.visits.filter(({ order, atMs }) => atMs > jam.fromMs && atMs > order.promisedUntilMs);
  const predicted = late
    .filter(({ order }) => order.promisedUntilMs > jam.fromMs + noticedAfterMs)
    .map(({ order, atMs }): TruthEntry => ({
      atMs: jam.fromMs + noticedAfterMs,
      kind: 'late-predicted',
      subject: { type: 'order', id: order.orderNumber },
      fromMs: jam.fromMs,
      toMs: order.promisedUntilMs,
      detail: { vehicleId: tour.vehicle.vehicleId, arrivesMs: atMs },
      live: true,
    }));
  const held: TruthEntry = {
    atMs: jam.fromMs,
    kind: 'fact',
    subject: { type: 'vehicle', id: tour.vehicle.vehicleId },
    fromMs: jam.fromMs,
    toMs: jam.toMs,
    detail: { fact: 'traffic-jam', lateOrders: late.length },
  };
  return [held, ...predicted, ...standing(tour, jam)];
}

/** Where the next stop is near, the jam is a stop on the road. */
function standing({ vehicle, drives }: Tour, { fromMs, toMs }: TimeSpan): TruthEntry[] {
  const drive = drives.find((each) => Math.round(each.fromMs) === fromMs);
  if (drive === undefined) return [];
  const metresAnHour = distanceM(beginOf(drive), endOf(drive)) / ((toMs - fromMs) / hourMs);
  if (metresAnHour > crawlsM) return [];
  return [
    {
      atMs: fromMs + restMs,
      kind: 'vehicle-stopped',
      subject: { type: 'vehicle', id: vehicle.vehicleId },
      fromMs,
      toMs,
      detail: { cause: 'traffic', ...(metresAnHour > standsM ? { optional: true } : {}) },
      live: true,
    },
  ];
}
