import { afterEach, describe, expect, it } from 'vitest';

import { Habits } from '#engine/alerts/habits.ts';
import { seenAt } from '#engine/alerts/journey-case.ts';
import { Standstills } from '#engine/alerts/standstills.ts';
import type { Believed } from '#engine/tracking/believed.ts';
import type { Journey } from '#engine/tracking/journey.ts';
import type { World } from '#engine/tracking/world.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { createFakeClock } from '../../support/fake-clock.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

/** A parcel that was packed and put on the dock, where it waits for hours. */
function journeyOf(steps: readonly (readonly [minutes: number, bizStep: string])[]): Journey {
  const events = steps.map(([minutes, bizStep]) => ({
    scan: { ...seenAt(minutes, bizStep, 'W').scan, deviceId: bizStep },
    via: 'P',
    state: 'at-site' as const,
  }));
  return { events: events.sort((a, b) => a.scan.eventTime - b.scan.eventTime), stays: [] };
}

describe('what is waited for', () => {
  const folder = temporaryFolder();
  const store = openTestStore(folder.path);
  afterEach(() => {
    store.close();
    folder.remove();
  });

  it('follows from what was done last, by clocks that are put right', () => {
    const habits = new Habits(store);
    const usual = journeyOf([
      [0, 'packing'],
      [10, 'staging_outbound'],
      [310, 'loading'],
    ]);
    for (let order = 0; order < 40; order += 1) habits.learn(order, 10 * hourMs, new Map([['P', usual]]));
    // The packer's clock is a quarter of an hour ahead: packing seems to come after staging.
    const journeys = new Map([
      [
        'P',
        journeyOf([
          [20 * 60 + 15, 'packing'],
          [20 * 60 + 10, 'staging_outbound'],
        ]),
      ],
    ]);
    // Of an order only this is looked at.
    const believed = {
      journeys,
      posted: { parcels: [] },
      belief: { state: 'at-site' },
    } as unknown as Believed;
    const silences = (offMs: number) =>
      new Standstills({
        store,
        clock: createFakeClock(24 * hourMs),
        world: { vehicle: () => undefined } as unknown as World,
        habits,
        clockOffset: ({ deviceId }) => (deviceId === 'packing' ? offMs : 0),
      }).silencesOf(believed);
    expect(silences(15 * minuteMs)).toEqual([]);
    expect(silences(0)).toHaveLength(1);
  });
});
