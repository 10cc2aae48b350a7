import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { StoredFact } from '#engine/ingest/settle.ts';
import { emptyMemory, learn } from '#engine/live/device-memory.ts';
import { vehicleState } from '#engine/live/rows.ts';
import type { Device } from '#engine/store/devices.ts';
import type { Observation } from '#shared/domain/observation.ts';

const start = Date.UTC(2026, 10, 23, 6);
const minute = 60_000;

function fact(observation: Observation, recordTime?: number): StoredFact {
  const eventTime = observation.time ?? start;
  return {
    observation,
    eventTime,
    timed: true,
    quality: [],
    deviceKey: 1,
    recordTime: recordTime ?? eventTime,
    topic: 't',
    siteId: undefined,
    live: true,
    scanKey: undefined,
    ownQuality: [],
    doubted: [],
    gateway: undefined,
  };
}

function fix(time: number, lat: number, recordTime?: number): StoredFact {
  return fact({ kind: 'position', deviceId: 'V', time, lat, lon: 0 }, recordTime);
}

function remember(facts: readonly StoredFact[]) {
  const memory = emptyMemory();
  for (const each of facts) learn(memory, each);
  return memory;
}

describe('what is remembered of a device', () => {
  it('is the newest by event time, whatever came last', () => {
    const memory = remember([fix(start + minute, 2), fix(start, 1, start + 2 * minute)]);
    expect(memory.fixes.map((each) => each.lat)).toEqual([1, 2]);
  });

  it('is not held up by one fix from the future', () => {
    const ahead = fix(start + 600 * minute, 9, start);
    const memory = remember([ahead, fix(start + minute, 1), fix(start + 2 * minute, 2)]);
    expect(memory.fixes.at(-1)?.lat).toBe(2);
  });

  it('is the same for every order of arrival', () => {
    const anyFact = fc.record({
      minute: fc.integer({ min: 0, max: 200 }),
      value: fc.integer({ min: -5, max: 5 }),
      kind: fc.constantFrom('p', 'r', 's'),
    });
    const property = fc.property(
      fc.uniqueArray(anyFact, { selector: (each) => `${each.kind}${each.minute}`, maxLength: 80 }),
      fc.infiniteStream(fc.nat()),
      (items, dice) => {
        const facts = items.map(({ minute: at, value, kind }) => {
          const time = start + at * minute;
          if (kind === 'p') return fix(time, value);
          if (kind === 's') return fact({ kind: 'status', deviceId: 'V', time, batteryPct: value + 50 });
          return fact({
            kind: 'reading',
            deviceId: 'V',
            time,
            values: [{ type: 'Temperature', value, uom: 'CEL' }],
          });
        });
        const shuffled = facts
          .map((each) => ({ each, at: dice.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each);
        const normal = (memory: ReturnType<typeof emptyMemory>) => ({
          ...memory,
          instants: [...memory.instants].sort((a, b) => a - b),
          kinds: [...memory.kinds].sort(),
        });
        expect(normal(remember(shuffled))).toEqual(normal(remember(facts)));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});

describe('the state of a vehicle', () => {
  const device = { expectedEveryS: 60 } as Device;

  it('is unknown without a fix, and silent after twice its cadence and a minute', () => {
    expect(vehicleState(device, emptyMemory(), start)).toBe('unknown');
    const memory = remember([fix(start, 1)]);
    expect(vehicleState(device, memory, start + 3 * minute)).toBe('stopped');
    expect(vehicleState(device, memory, start + 3 * minute + 1)).toBe('silent');
  });

  it('takes a reported speed of zero for standing, and without one the distance between the last two fixes', () => {
    const standing = remember([
      fact({ kind: 'position', deviceId: 'V', time: start, lat: 1, lon: 1, speedMps: 0 }),
    ]);
    expect(vehicleState(device, standing, start)).toBe('stopped');
    expect(vehicleState(device, remember([fix(start, 1), fix(start + minute, 1.01)]), start + minute)).toBe(
      'moving',
    );
  });
});
