import { describe, expect, it } from 'vitest';

import { distanceM } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { faultIds } from '../../../electron/simulator/faults/fault.ts';
import { worldOf } from './collect.ts';

describe('the truth of a simulated day', () => {
  it('says when it was in whole milliseconds, as everything else is said', () => {
    const world = worldOf({ seed: 23, faults: faultIds, ordersPerDay: 200 });
    const entries = [20_466, 20_467, 20_468, 20_469].flatMap((day) => world.plan(day).truth);
    const times = entries.flatMap(({ atMs, fromMs = 0, toMs = 0 }) => [atMs, fromMs, toMs]);
    expect(times.filter((time) => !Number.isInteger(time))).toEqual([]);
  });

  it('says of repeated and swapped scans when devices say they were, and when that is heard', () => {
    const days = [20_465, 20_466, 20_467].flatMap((day) =>
      [23, 24, 25].map((seed) => worldOf({ seed, faults: faultIds, ordersPerDay: 200 }).plan(day)),
    );
    const shifted = { clocks: 0, held: 0 };
    for (const { truth, scans } of days)
      for (const { kind, atMs, fromMs = 0, toMs = 0, subject, detail } of truth) {
        if (!['duplicate-scan', 'out-of-sequence'].includes(kind) || detail['firstDeviceId'] === undefined)
          continue;
        const own = scans.filter(
          ({ deviceId, atMs: madeMs, parcels, step }) =>
            [detail['firstDeviceId'], detail['deviceId']].includes(deviceId) &&
            parcels.some(({ parcelId }) => parcelId === subject.id) &&
            ['picking', 'packing', 'receiving'].includes(step.event) &&
            madeMs >= fromMs - hourMs &&
            madeMs <= toMs + hourMs,
        );
        const odd = own.filter(({ saidMs }) => saidMs < fromMs || saidMs > toMs);
        expect({ subject, odd }).toEqual({ subject, odd: [] });
        expect(atMs).toBeGreaterThanOrEqual(Math.max(...own.map(({ atMs: madeMs }) => madeMs)));
        shifted.clocks += own.some(({ saidMs, atMs: madeMs }) => saidMs !== madeMs) ? 1 : 0;
        const sent = Math.max(...own.map(({ sentMs }) => sentMs));
        if (sent - Math.max(...own.map(({ atMs: madeMs }) => madeMs)) < minuteMs) continue;
        shifted.held += 1;
        expect(atMs).toBeGreaterThanOrEqual(sent);
      }
    expect(Math.min(shifted.clocks, shifted.held)).toBeGreaterThan(0);
  });

  it('calls a jam a stop on the road where the next door is near', () => {
    const world = worldOf({ seed: 21, faults: ['traffic-jam'], ordersPerDay: 200 });
    const days = [20_464, 20_465, 20_466, 20_467].map((day) => world.plan(day));
    const jams = days.flatMap(({ wave }) =>
      wave.tours.flatMap(({ vehicle, jam }) => (jam === undefined ? [] : [{ vehicle, jam }])),
    );
    const gotOn = jams.map(({ vehicle, jam }) =>
      distanceM(
        world.whereIs(vehicle, jam.fromMs + 30 * minuteMs),
        world.whereIs(vehicle, jam.toMs - 30 * minuteMs),
      ),
    );
    const told = new Set(
      days.flatMap(({ truth }) =>
        truth.flatMap(({ kind, subject, fromMs }) =>
          kind === 'vehicle-stopped' ? `${subject.id} ${fromMs}` : [],
        ),
      ),
    );
    const stops = jams.map(({ vehicle, jam }) => told.has(`${vehicle.vehicleId} ${jam.fromMs}`));
    // It gets on by metres, or by kilometres.
    expect(stops).toEqual(gotOn.map((metres) => metres < 1000));
    expect(new Set(stops)).toEqual(new Set([true, false]));
  });
});
