import { limitsOf, type Limit } from '#engine/alerts/limits.ts';
import type { ProfileLimitRow } from '#shared/contract/types.ts';

import type { OracleLimit, OracleReading } from './excursion-oracle.ts';

/** Numbers from 0 to 1 that are the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface RandomHistory {
  readonly limit: ProfileLimitRow;
  readonly expectedEveryS: number | undefined;
  /** In order of event time. */
  readonly readings: readonly OracleReading[];
  /** The same readings as they arrive: shuffled, some twice, in groups. */
  readonly arrivals: readonly (readonly OracleReading[])[];
}

const minute = 60_000;

/** A channel's readings around its limit: drifting, stepping, silent for a while; zero and the limit itself are among them. */
export function randomHistory(seed: number, begin: number): RandomHistory {
  const roll = dice(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(roll() * values.length)]!;
  const side = pick(['above', 'below'] as const);
  const value = pick([8, 8, 0, -18, 2.5]);
  const inward = side === 'above' ? -1 : 1;
  const hysteresis = roll() < 0.5;
  const limit: ProfileLimitRow = {
    side,
    value,
    inclusive: roll() < 0.4,
    quantity: 'Temperature',
    mode: 'consecutive',
    severity: 'high',
    forS: pick([0, 0, 60, 180, 600]),
    ...(hysteresis ? { clearValue: value + inward * pick([0, 0.5, 1]) } : {}),
    ...(roll() < 0.5 ? { clearForS: pick([60, 120, 300]) } : {}),
  };
  const readings = walk(roll, begin, value, side);
  return {
    limit,
    expectedEveryS: roll() < 0.5 ? 60 : undefined,
    readings,
    arrivals: arrivalsOf(roll, readings),
  };
}

function walk(roll: () => number, begin: number, around: number, side: 'above' | 'below'): OracleReading[] {
  const readings: OracleReading[] = [];
  let time = begin;
  let isOut = roll() < 0.3;
  // Some are long enough for a late reading to change nothing at the other end.
  const count = 8 + Math.floor(roll() * (roll() < 0.15 ? 400 : 60));
  for (let index = 0; index < count; index += 1) {
    if (roll() < 0.12) isOut = !isOut;
    const outward = side === 'above' ? 1 : -1;
    const distance = roll() < 0.15 ? 0 : Math.round(roll() * 30) / 10;
    const value = around + (isOut ? outward : -outward) * distance;
    readings.push({ time, value });
    // Two readings at one instant with different values are a conflict, and both are kept.
    if (roll() < 0.02) readings.push({ time, value: around - outward * 1.5 });
    time += roll() < 0.05 ? Math.round(roll() * 90) * minute : minute + Math.round((roll() - 0.5) * 20_000);
  }
  return readings;
}

export function arrivalsOf<Reading>(roll: () => number, readings: readonly Reading[]): Reading[][] {
  const twice = readings.filter(() => roll() < 0.1);
  const disorder = roll();
  // Anything from in order, over a few late ones, to quite at random.
  const placed = [...readings, ...twice].map((reading, index) => ({
    reading,
    place:
      index >= readings.length
        ? roll() * readings.length
        : index + (roll() < disorder ? roll() * readings.length * disorder : 0),
  }));
  const arrived = placed.sort((a, b) => a.place - b.place).map(({ reading }) => reading);
  const groups: Reading[][] = [];
  for (let index = 0; index < arrived.length;) {
    const size = 1 + Math.floor(roll() * Math.max(1, arrived.length / 4));
    groups.push(arrived.slice(index, index + size));
    index += size;
  }
  return groups;
}

export function asLimit(limit: ProfileLimitRow): Limit {
  return limitsOf({ id: 'profile', name: 'Profile', limits: [limit] })[0]!;
}

export function asOracleLimit({
  side,
  value,
  inclusive,
  forS = 0,
  clearValue,
  clearForS = 0,
}: ProfileLimitRow): OracleLimit {
  return { side, value, inclusive, forMs: forS * 1000, clearValue, clearForMs: clearForS * 1000 };
}
