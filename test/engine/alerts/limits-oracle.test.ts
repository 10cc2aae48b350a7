import { describe, expect, it } from 'vitest';

import type { StoryLimit, StoryReading } from '../../support/limits-oracle.ts';
import { randomStory, type RandomStory } from '../../support/limits-story.ts';
import { differenceOf, tryStories } from '../../support/limits-trial.ts';
import { temporaryFolder } from '../../support/test-store.ts';

/** Before the clocks go back in Berlin and New York. */
const begin = Date.UTC(2026, 9, 24, 20);
/** The soak tells 10,000 of them. */
const histories = Number(process.env['WAYMARK_LIMIT_HISTORIES'] ?? 30);
const firstSeed = Number(process.env['WAYMARK_LIMIT_SEED'] ?? 1);

const atOnce = 60;

type Told = (story: RandomStory) => RandomStory;

function differing(from: number, count: number, told?: Told): string[] {
  const stories = Array.from({ length: count }, (_, index) => randomStory(from + index, begin));
  const folder = temporaryFolder();
  const trials = tryStories(stories, folder.path, told);
  folder.remove();
  return trials.flatMap((trial, index) => {
    const difference = differenceOf(trial);
    return difference === undefined ? [] : [`seed ${from + index}: ${difference}`];
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
    const wrong: string[] = [];
    for (let done = 0; done < histories; done += atOnce)
      wrong.push(...differing(firstSeed + done, Math.min(atOnce, histories - done)));
    expect(wrong).toEqual([]);
  });

  it.each<[string, Told]>([
    ['inclusive limits taken as exclusive', withLimits((limit) => ({ ...limit, inclusive: false }))],
    ['delays a second too long', withLimits((limit) => ({ ...limit, forS: (limit.forS ?? 0) + 1 }))],
    ['no hysteresis', withLimits(({ clearValue: _clearValue, ...limit }) => limit)],
    ['no clear delay', withLimits(({ clearForS: _clearForS, ...limit }) => limit)],
    [
      'windows twice as long',
      withLimits((limit) => (limit.windowS === undefined ? limit : { ...limit, windowS: 2 * limit.windowS })),
    ],
    ['calibrations left out', (story) => ({ ...story, calibrations: [] })],
    [
      'the uncertainty of thermometers left out',
      (story) => ({
        ...story,
        calibrations: story.calibrations.map(({ uncertainty: _uncertainty, ...rest }) => rest),
      }),
    ],
    ['legs taken for one trip', (story) => ({ ...story, legs: [] })],
    ['days of another zone', (story) => ({ ...story, timeZone: 'Asia/Tokyo' })],
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
  ])('are not found with %s', (_name, told) => {
    const seen = [6, 50].some((count) => differing(firstSeed, count, told).length > 0);
    expect(seen).toBe(true);
  });
});
