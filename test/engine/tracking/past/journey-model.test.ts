import { describe, expect, it } from 'vitest';

import { seededRandom } from '#engine/tracking/learner/boosting.ts';
import { lessonsOf, type Lesson, type Situation } from '#engine/tracking/past/journey-features.ts';
import { learnJourneys } from '#engine/tracking/past/journey-learning.ts';
import { hoursFrom, tellingsOf } from '#engine/tracking/past/journey-model.ts';
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

describe('what past journeys teach of days off', () => {
  const dayMs = 24 * hourMs;
  /** French public holidays from January to July 2026 on days of the week. */
  const kept = ['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25'].map(
    Date.parse,
  );
  const works = (day: number): boolean => ![0, 6].includes(new Date(day).getUTCDay()) && !kept.includes(day);
  const random = seededRandom(4);
  const journeys = Array.from({ length: 1000 }, (_, index) => {
    const handed = Date.UTC(2026, 0, 2 + (index % 175)) + 10 * hourMs;
    let day = Math.floor(handed / dayMs) * dayMs;
    for (let worked = 0; worked < 2;) if (works((day += dayMs))) worked += 1;
    const end = day + (9 + 8 * random()) * hourMs;
    return `K-${index},${new Date(handed).toISOString()},${new Date(end).toISOString()},FR`;
  });
  const file = readHistoryFile(
    ['orderNumber,collectedTime,deliveredTime,shipTo.country', ...journeys].join('\n'),
    undefined,
    'UTC',
  );
  const read = { journeys: [], rejected: [] };
  readJourneys(file, 0, file.lines.length, Infinity, read);
  const { model } = learnJourneys(read.journeys.flatMap((journey) => lessonsOf(journey, () => 0)))!;
  const collected = (day: string): number => Date.parse(day) + 10 * hourMs;
  const estimateOf = (day: string) =>
    estimateFromPast(
      model,
      1,
      { state: 'collected', entered: collected(day), placed: undefined, offset: 0, country: 'FR' },
      collected(day) + hourMs,
    )!;

  it('lets an order wait over a public holiday it has never seen, and says so', () => {
    const [plain, over] = [estimateOf('2026-07-06'), estimateOf('2026-07-13')];
    const hours = (estimate: typeof plain, day: string): number => (estimate.p50 - collected(day)) / hourMs;
    const longer = hours(over, '2026-07-13') - hours(plain, '2026-07-06');
    expect(longer).toBeGreaterThan(18);
    expect(longer).toBeLessThan(36);
    expect(over.reasons).toContain('14 July is a public holiday');
    expect(plain.reasons.join()).not.toContain('holiday');
  });
});
