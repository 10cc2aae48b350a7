import { describe, expect, it } from 'vitest';

import { lessonsOf, type Lesson, type Situation } from '#engine/tracking/past/journey-features.ts';
import { hoursFrom, learnJourneys, tellingsOf } from '#engine/tracking/past/journey-model.ts';
import { readHistoryFile, readJourneys } from '#engine/tracking/past/csv-history.ts';
import { estimateFromPast } from '#engine/tracking/past/past-estimate.ts';

import { historyCsv, pastStart } from './past-rig.ts';

const hourMs = 3_600_000;

function lessons(journeys: number, seed = 1): Lesson[] {
  const file = readHistoryFile(historyCsv(journeys, seed), undefined, 'UTC');
  const read = { journeys: [], rejected: [] };
  readJourneys(file, 0, file.lines.length, Infinity, read);
  return read.journeys.flatMap((journey) => lessonsOf(journey, () => 0));
}

/** Collected on a Wednesday at noon. */
const entered = pastStart + (2 * 24 + 12) * hourMs;
const situation = (region: string): Situation => ({
  state: 'collected',
  entered,
  placed: entered - 5 * hourMs,
  offset: 0,
  origin: 'LYON',
  region,
});

describe('what past journeys teach', () => {
  const all = lessons(1600);
  const { model, summary } = learnJourneys(all)!;

  it('is far better than the middle of the lane where more than the lane tells, and its interval holds', () => {
    const { heldOut } = summary;
    expect(heldOut!.n).toBeGreaterThan(100);
    expect(heldOut!.mae).toBeLessThan(0.85 * heldOut!.baselineMae);
    expect(Math.abs(heldOut!.coverage80 - 0.8)).toBeLessThan(0.12);
    expect(summary.journeys).toBe(1600);
    expect(summary.tells.map(({ name }) => name)).toContain('weekday');
  });

  it('tells the lanes apart, and why', () => {
    const [near, far] = [hoursFrom(model, situation('near'))!, hoursFrom(model, situation('far'))!];
    expect(near.p50).toBeGreaterThan(16);
    expect(near.p50).toBeLessThan(24);
    expect(far.p50).toBeGreaterThan(52);
    expect(far.p50).toBeLessThan(68);
    const [telling] = tellingsOf(model, situation('far'));
    expect(telling).toMatchObject({ words: 'LYON → far' });
    expect(telling!.hours).toBeGreaterThan(5);
  });

  it('gives the same model for the same journeys in another order', () => {
    const turned = learnJourneys(all.toReversed())!;
    expect(turned.summary).toEqual(summary);
    expect(hoursFrom(turned.model, situation('far'))).toEqual(hoursFrom(model, situation('far')));
  });

  it('says nothing from a few journeys, nor of a state it never saw', () => {
    expect(learnJourneys(lessons(40))).toBeUndefined();
    expect(hoursFrom(model, { ...situation('near'), state: 'customs' })).toBeUndefined();
  });

  it('moves an estimate on with what is over of it, and never before now', () => {
    const at = (hours: number) => estimateFromPast(model, 3, situation('far'), entered + hours * hourMs)!;
    const [early, late, over] = [at(1), at(60), at(150)];
    expect(early).toMatchObject({ model: 'history-3' });
    expect(late.p50).toBeGreaterThan(early.p50);
    for (const [estimate, hours] of [
      [early, 1],
      [late, 60],
      [over, 150],
    ] as const) {
      expect(estimate.p10).toBeGreaterThanOrEqual(entered + hours * hourMs);
      expect(estimate.p50).toBeGreaterThan(estimate.p10);
      expect(estimate.p90).toBeGreaterThan(estimate.p50);
    }
    expect(early.reasons[0]).toMatch(/^learned from 1600 past orders, \d+ of them LYON → far$/);
    expect(over.reasons).toContain('it waits longer than nine of ten of them did');
  });
});
