import type { Story, StoryLimit, StoryReading } from './limits-oracle.ts';
import { arrivalsOf, dice } from './random-history.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Windows move in steps of a 720th of their length; every reading lies on a whole number of those of every window. */
const grid = 2 * minute;

export interface RandomStory extends Story {
  /** The same readings as they arrive: shuffled, some twice, in groups. */
  readonly arrivals: readonly (readonly StoryReading[])[];
}

type Pick = <T>(values: readonly T[]) => T;

/** A sensor's life: drifting, freezing, silent, torn off, calibrated, moved from truck to truck; with limits of every mode. */
export function randomStory(seed: number, begin: number): RandomStory {
  const roll = dice(seed);
  const pick: Pick = (values) => values[Math.floor(roll() * values.length)]!;
  const cadence = pick([grid, 2 * grid, 5 * grid]);
  const readings = walk(roll, pick, begin, cadence);
  const last = readings.at(-1)!.time;
  const someTime = (): number => begin + Math.floor((roll() * (last - begin)) / grid) * grid;
  const bounds = Array.from({ length: pick([0, 0, 2, 3, 4]) }, someTime).sort((a, b) => a - b);
  const calibrated = Array.from({ length: pick([0, 0, 1, 2]) }, someTime).sort((a, b) => a - b);
  return {
    readings,
    expectedEveryS: roll() < 0.5 ? cadence / 1000 : undefined,
    limits: limitsFor(roll, pick),
    calibrations: calibrated.map((from) => {
      const uncertainty = pick([undefined, 0.5, 1.5]);
      return { from, offset: pick([-0.5, 0.4, 1]), ...(uncertainty === undefined ? {} : { uncertainty }) };
    }),
    legs: bounds.slice(1).map((to, index) => ({ from: bounds[index]!, to })),
    timeZone: pick(['UTC', 'Europe/Berlin', 'America/New_York']),
    arrivals: arrivalsOf(roll, readings),
  };
}

function walk(roll: () => number, pick: Pick, begin: number, cadence: number): StoryReading[] {
  const readings: StoryReading[] = [];
  let time = begin;
  let [temperature, humidity, bad]: [() => number, () => number, number | 'invalid' | undefined] = [
    () => 5 + roll() * 2.9,
    () => 50 + roll() * 9,
    undefined,
  ];
  const count = 20 + Math.floor(roll() * (roll() < 0.2 ? 300 : 90));
  for (let index = 0; index < count; index += 1) {
    if (roll() < 0.1)
      temperature = pick([
        () => 5 + roll() * 2.9,
        () => 8 + roll() * 6,
        () => pick([8, 2, 0]),
        // Not near a tenth of the warm ones: those would be taken for another unit.
        () => 0.9 - roll() * 2.4,
      ]);
    if (roll() < 0.1)
      humidity = pick([() => 50 + roll() * 9, () => 60 + roll() * 20, () => pick([60, 60, 52])]);
    if (roll() < (bad === undefined ? 0.03 : 0.5))
      bad = bad === undefined ? pick([85, -127, 'invalid']) : undefined;
    const reading = {
      time,
      Temperature: typeof bad === 'number' ? bad : Math.round(temperature() * 10) / 10,
      RelativeHumidity: Math.round(humidity() * 10) / 10,
      invalid: bad === 'invalid',
    };
    readings.push(reading);
    // Two readings of one instant with different values are a conflict, and both are kept.
    if (bad === undefined && roll() < 0.02) readings.push({ ...reading, Temperature: 9.3 });
    const isGap = roll() < 0.04;
    time += isGap ? grid * (1 + Math.floor(roll() * 200)) : cadence + (roll() < 0.1 ? grid : 0);
  }
  return readings;
}

function limitsFor(roll: () => number, pick: Pick): StoryLimit[] {
  const modes = ['single', 'consecutive', 'cumulative', 'rate', 'silence', 'mkt', 'budget'] as const;
  const limits = new Map<string, StoryLimit>();
  const count = 3 + Math.floor(roll() * 4);
  for (let index = 0; index < count; index += 1) {
    const limit = limitOf(roll, pick, pick(modes));
    limits.set(JSON.stringify(limit), limit);
  }
  return [...limits.values()];
}

function limitOf(roll: () => number, pick: Pick, mode: StoryLimit['mode']): StoryLimit {
  const humid = mode !== 'mkt' && mode !== 'silence' && roll() < 0.2;
  const side = mode === 'mkt' || mode === 'silence' ? 'above' : pick(['above', 'above', 'below'] as const);
  const inclusive = roll() < 0.4;
  const quantity = humid ? ('RelativeHumidity' as const) : ('Temperature' as const);
  const base = { side, inclusive, quantity, mode, severity: 'high' as const };
  const value = humid ? pick([60, 52]) : side === 'above' ? pick([8, 8, 10]) : pick([2, 0]);
  const inward = side === 'above' ? -1 : 1;
  const clear = {
    ...(roll() < 0.4 ? { clearValue: value + inward * pick([0, 0.5, 1]) } : {}),
    ...(roll() < 0.4 ? { clearForS: pick([120, 240, 1200]) } : {}),
  };
  const scope = roll() < 0.4 ? { scope: pick(['leg', 'calendar'] as const) } : {};
  switch (mode) {
    case 'single':
      return { ...base, ...clear, value };
    case 'consecutive':
      return { ...base, ...clear, value, forS: pick([120, 600, 1800]) };
    case 'cumulative': {
      const window = roll() < 0.5 ? { windowS: pick([3600, 6 * 3600]) } : {};
      return { ...base, ...window, ...scope, value, forS: pick([600, 1800, 7200]) };
    }
    case 'rate': {
      const figure = { value: pick([2, -3, 4]), windowS: pick([1800, 3600]) };
      return { ...base, ...figure, ...(roll() < 0.5 ? { clearValue: 1, forS: 240 } : {}) };
    }
    case 'silence':
      return {
        ...base,
        value: 0,
        forS: pick([900, 1860, 7200]),
        ...(roll() < 0.5 ? { scope: 'leg' as const } : {}),
      };
    case 'mkt': {
      const window = roll() < 0.7 ? { windowS: pick([3600, 6 * 3600]) } : {};
      return { ...base, ...window, ...scope, value: pick([6.037, 8.037]), forS: pick([0, 1200]) };
    }
    case 'budget':
      return { ...base, value, forS: pick([1200, 3 * (hour / 1000)]) };
  }
}
