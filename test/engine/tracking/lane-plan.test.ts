import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { PostedOrder } from '#engine/tracking/believe.ts';
import { journeyOf, type ScanFact } from '#engine/tracking/journey.ts';
import { lanePlanOf, originOf, tripOf, type LanePlan } from '#engine/tracking/lane-plan.ts';
import { milestonesOf } from '#engine/tracking/milestones.ts';

const minute = 60_000;
const placed = Date.UTC(2026, 10, 23, 6);
const steps = [
  ['LYON', 'picking', 10],
  ['LYON', 'loading', 60],
  ['DIJON', 'unloading', 240],
  ['DIJON', 'transporting', 300],
] as const;

function scan(key: number, siteId: string, bizStep: string, minutes: number): ScanFact {
  return {
    scanKey: key,
    eventTime: placed + minutes * minute,
    recordTime: placed + minutes * minute,
    deviceId: `GUN-${siteId}`,
    codes: ['P'],
    siteId,
    bizStep,
    readPoint: undefined,
    vehicleId: undefined,
    parent: undefined,
    outcome: undefined,
    lat: undefined,
    lon: undefined,
  };
}

function journeysOf(scans: readonly ScanFact[]) {
  return new Map([['P', journeyOf(['P'], () => scans)]]);
}

/** A delivered order some minutes slower than the quickest, without the scans that were forgotten. */
function trip(number: number, slower: number, forgotten: readonly string[] = []) {
  const scans = steps
    .filter(([, step]) => !forgotten.includes(step))
    .map(([site, step, at], index) => scan(index + 1, site, step, at + slower));
  return tripOf(`WM-${number}`, placed, placed + (400 + slower) * minute, journeysOf(scans));
}

const order: PostedOrder = { orderNumber: 'WM-99', customer: {}, shipTo: {}, items: [], parcels: [] };

function line(lane: LanePlan | undefined, scans: readonly ScanFact[], minutes: number, posted = order) {
  const milestones = milestonesOf({
    order: posted,
    journeys: journeysOf(scans),
    createdTime: placed,
    lane,
    isOver: false,
    at: placed + minutes * minute,
  });
  return milestones.map(({ milestone, bizStep, expectedTime, source, status }) =>
    [
      bizStep ?? milestone,
      status,
      expectedTime === undefined ? undefined : (expectedTime - placed) / minute,
      source,
    ]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

describe('the plan of an order nobody planned', () => {
  const like = [0, 1, 2, 3, 4].map((slower) => trip(slower, slower));

  it('is learned from five like orders, and says so; four teach nothing', () => {
    expect(line(lanePlanOf(like.slice(1), undefined), [], 0)).toContain('picked next');
    expect(line(lanePlanOf(like, undefined), [], 5)).toEqual([
      'created done',
      'picking next 12 learned',
      'loading planned 62 learned',
      'unloading planned 242 learned',
      'transporting planned 302 learned',
      'delivered planned 402 learned',
    ]);
    expect(lanePlanOf(like, 'PARIS')).toBeUndefined();
  });

  it('holds what more than half of them passed', () => {
    const forgetful = [...like, ...[5, 6, 7].map((slower) => trip(slower, slower, ['loading']))];
    expect(lanePlanOf(forgetful, 'LYON')?.usual.map(({ bizStep }) => bizStep)).toContain('loading');
    const more = [...forgetful, ...[8, 9].map((slower) => trip(slower, slower, ['loading']))];
    const plan = lanePlanOf(more, 'LYON');
    expect(plan?.usual.map(({ bizStep }) => bizStep)).not.toContain('loading');
    expect(plan?.touches.has('LYON\nloading')).toBe(true);
  });

  it('gives way to a posted one and fills in its times', () => {
    const plannedTime = new Date(placed + 20 * minute).toISOString();
    const plan = [
      { siteId: 'LYON', bizStep: 'picking', plannedTime },
      { siteId: 'DIJON', bizStep: 'unloading' },
      { siteId: 'NICE', bizStep: 'receiving' },
    ];
    expect(line(lanePlanOf(like, 'LYON'), [], 0, { ...order, plan })).toEqual([
      'created done',
      'picking next 20 plan',
      'unloading planned 242 learned',
      'receiving planned',
      'delivered planned 402 learned',
    ]);
  });

  it('is skipped where a later touchpoint was seen, missed where the time is over and nothing was', () => {
    const lane = lanePlanOf(like, 'LYON');
    const scans = [scan(1, 'LYON', 'loading', 61)];
    expect(line(lane, scans, 271).slice(1, 4)).toEqual([
      'picking skipped 12 learned',
      'loading done 62 learned',
      'unloading next 242 learned',
    ]);
    expect(line(lane, scans, 273).slice(1, 5)).toEqual([
      'picking skipped 12 learned',
      'loading done 62 learned',
      'unloading missed 242 learned',
      'transporting next 302 learned',
    ]);
  });
});

describe('what nobody plans', () => {
  const failed = { ...scan(9, 'DIJON', 'transporting', 350), bizStep: undefined, outcome: 'attempt-failed' };
  const seen = (...more: readonly ScanFact[]) =>
    line(undefined, [scan(1, 'DIJON', 'transporting', 300), failed, ...more], 500).map(
      (each) => each.split(' ')[0],
    );

  it('stands where it happened: before what is to come, and before what came later', () => {
    expect(seen().slice(-3)).toEqual(['out-for-delivery', 'attempt-failed', 'delivered']);
    const delivered = { ...failed, scanKey: 10, eventTime: placed + 400 * minute, outcome: 'delivered' };
    expect(seen(delivered).slice(-3)).toEqual(['out-for-delivery', 'attempt-failed', 'delivered']);
    const back = { ...scan(11, 'LYON', 'receiving', 450), outcome: 'returned' };
    expect(seen(delivered, back).slice(-2)).toEqual(['delivered', 'receiving']);
  });
});

describe('any history of a lane', () => {
  const trips = fc.array(
    fc.record({
      slower: fc.nat(300),
      forgotten: fc.subarray(steps.map(([, step]) => step as string)),
    }),
    { minLength: 5, maxLength: 12 },
  );
  const seen = fc.subarray([0, 1, 2, 3]);

  it('teaches and stands the same in whatever order it came in', () => {
    fc.assert(
      fc.property(trips, seen, fc.nat(600), fc.infiniteStream(fc.nat()), (told, indexes, now, random) => {
        const shuffled = <T>(all: readonly T[]): T[] =>
          all
            .map((each) => ({ each, rank: random.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ each }) => each);
        const all = told.map(({ slower, forgotten }, number) => trip(number, slower, forgotten));
        const scans = indexes.map((index) =>
          scan(index, steps[index]![0], steps[index]![1], steps[index]![2]),
        );
        const again = shuffled(scans);
        const origin = originOf(order, journeysOf(scans));
        expect(originOf(order, journeysOf(again))).toBe(origin);
        expect(line(lanePlanOf(shuffled(all), origin), again, now)).toEqual(
          line(lanePlanOf(all, origin), scans, now),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('says of each planned touchpoint what a person with the list in hand would', () => {
    fc.assert(
      fc.property(seen, fc.nat(600), (indexes, now) => {
        const posted = {
          ...order,
          plan: steps.map(([siteId, bizStep, at]) => ({
            siteId,
            bizStep,
            plannedTime: new Date(placed + at * minute).toISOString(),
          })),
        };
        const scans = indexes.map((index) =>
          scan(index, steps[index]![0], steps[index]![1], steps[index]![2]),
        );
        const last = Math.max(-1, ...indexes);
        let isNextGiven = false;
        const expected = steps.map(([, , at], index) => {
          if (indexes.includes(index)) return 'done';
          if (index < last) return 'skipped';
          if (now > at + 30) return 'missed';
          if (isNextGiven) return 'planned';
          isNextGiven = true;
          return 'next';
        });
        const told = line(undefined, scans, now, posted).slice(1, -1);
        expect(told.map((words) => words.split(' ')[1])).toEqual(expected);
      }),
    );
  });
});
