import { describe, expect, it, vi } from 'vitest';

import type { StoryLimit, StoryReading } from '../../support/limits-oracle.ts';
import { randomStory, type RandomStory } from '../../support/limits-story.ts';
import { differenceOf, tryStories } from '../../support/limits-trial.ts';
import { temporaryFolder } from '../../support/test-store.ts';

/** Before the clocks go back in Berlin and New York. */
const begin = Date.UTC(2026, 9, 24, 20);
/** The soak tells 10,000 of them. */
const histories = 30;
const firstSeed = 1;

// A busy machine needs long for so many.
vi.setConfig({ testTimeout: 90_000 });

type Told = (story: RandomStory) => RandomStory;

/** Whether a fault can show in a story at all. */
type Relevant = (story: RandomStory) => boolean;

function differing(seeds: readonly number[], told?: Told): string[] {
  const stories = seeds.map((seed) => randomStory(seed, begin));
  const folder = temporaryFolder();
  const trials = tryStories(stories, folder.path, told);
  folder.remove();
  return trials.flatMap((trial, index) => {
    const difference = differenceOf(trial);
    return difference === undefined ? [] : [`seed ${seeds[index]}: ${difference}`];
  });
}

const withLimits =
  (change: (limit: StoryLimit) => StoryLimit): Told =>
  (story) => ({ ...story, limits: story.limits.map(change) });

const withReadings =
  (change: (reading: StoryReading) => StoryReading): Told =>
  (story) => ({ ...story, arrivals: story.arrivals.map((group) => group.map(change)) });

/** Leaves out what is older than what came before it. */
const withoutLate: Told = (story) => {
  let newest = -Infinity;
  const arrivals = story.arrivals.map((group) =>
    group.filter(({ time }) => {
      const isLate = time < newest;
      newest = Math.max(newest, time);
      return !isLate;
    }),
  );
  return { ...story, arrivals };
};

describe('alarms of limits of every mode', () => {
  it('are those that looking at every reading finds, late, doubled, shuffled and across a restart', () => {
    expect(differing(Array.from({ length: histories }, (_, index) => firstSeed + index))).toEqual([]);
  });

  it.each<[string, Told, Relevant?]>([
    [
      'inclusive limits taken as exclusive',
      withLimits((limit) => ({ ...limit, inclusive: false })),
      ({ limits }) => limits.some(({ inclusive }) => inclusive),
    ],
    ['delays a second too long', withLimits((limit) => ({ ...limit, forS: (limit.forS ?? 0) + 1 }))],
    [
      'no hysteresis',
      withLimits(({ clearValue: _clearValue, ...limit }) => limit),
      ({ limits }) => limits.some(({ clearValue }) => clearValue !== undefined),
    ],
    [
      'no clear delay',
      withLimits(({ clearForS: _clearForS, ...limit }) => limit),
      ({ limits }) => limits.some(({ clearForS }) => clearForS !== undefined),
    ],
    [
      'windows twice as long',
      withLimits((limit) => (limit.windowS === undefined ? limit : { ...limit, windowS: 2 * limit.windowS })),
      ({ limits }) => limits.some(({ windowS }) => windowS !== undefined),
    ],
    [
      'calibrations left out',
      (story) => ({ ...story, calibrations: [] }),
      ({ calibrations }) => calibrations.length > 0,
    ],
    [
      'the uncertainty of thermometers left out',
      (story) => ({
        ...story,
        calibrations: story.calibrations.map(({ uncertainty: _uncertainty, ...rest }) => rest),
      }),
      ({ calibrations }) => calibrations.some(({ uncertainty }) => uncertainty !== undefined),
    ],
    [
      'legs taken for one trip',
      (story) => ({ ...story, legs: [] }),
      ({ legs, limits }) => legs.length > 0 && limits.some(({ mode }) => mode === 'cumulative'),
    ],
    [
      'silence on the road taken for silence anywhere',
      withLimits(({ scope, ...limit }) =>
        limit.mode === 'silence' || scope === undefined ? limit : { ...limit, scope },
      ),
      ({ limits }) => limits.some(({ mode, scope }) => mode === 'silence' && scope === 'leg'),
    ],
    [
      'days of another zone',
      (story) => ({ ...story, timeZone: 'Asia/Tokyo' }),
      ({ limits }) => limits.some(({ mode, scope }) => mode === 'cumulative' && scope === 'calendar'),
    ],
    [
      'torn-off probes believed',
      withReadings((reading) => ({
        ...reading,
        Temperature: reading.Temperature === -127 ? -126 : reading.Temperature,
      })),
    ],
    ['invalid readings believed', withReadings((reading) => ({ ...reading, invalid: false }))],
    ['gaps passed over', (story) => ({ ...story, expectedEveryS: 100_000 })],
    [
      'whole degrees',
      withReadings((reading) => ({ ...reading, Temperature: Math.round(reading.Temperature) })),
    ],
    ['late readings left out', withoutLate],
  ])('are not found with %s', (_name, told, isRelevant = () => true) => {
    const seeds = Array.from({ length: 400 }, (_, index) => firstSeed + index)
      .filter((seed) => isRelevant(randomStory(seed, begin)))
      .slice(0, 8);
    expect(differing(seeds, told)).not.toEqual([]);
  });
});
