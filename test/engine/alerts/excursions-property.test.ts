import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { excursionsOf, onePerInstant, pointsOf, type Point } from '#engine/alerts/excursions.ts';
import type { Limit } from '#engine/alerts/limits.ts';
import { toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { oracleExcursions, type OracleSpan } from '../../support/excursion-oracle.ts';
import { asLimit, asOracleLimit, randomHistory, type RandomHistory } from '../../support/random-history.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const begin = Date.UTC(2026, 10, 20);

type Method = (history: RandomHistory) => OracleSpan[];

/** As the program does it, with a fault put in where one is given. */
function method(
  fault: { limit?: (limit: Limit) => Limit; points?: (points: Point[]) => Point[]; ordered?: boolean } = {},
): Method {
  return ({ limit, expectedEveryS, arrivals }) => {
    const arrived = arrivals.flat().map((reading) => ({ ...reading, recordTime: reading.time }));
    const inOrder = fault.ordered === false ? arrived : arrived.toSorted((a, b) => a.time - b.time);
    const held = fault.limit?.(asLimit(limit)) ?? asLimit(limit);
    const points = pointsOf(
      fault.ordered === false ? inOrder : onePerInstant(inOrder, held),
      expectedEveryS === undefined ? undefined : expectedEveryS * 1000,
    );
    return excursionsOf(fault.points?.(points) ?? points, held).map(({ start, end }) => [start, end]);
  };
}

function expected({ readings, limit, expectedEveryS }: RandomHistory): OracleSpan[] {
  return oracleExcursions(
    readings,
    asOracleLimit(limit),
    expectedEveryS === undefined ? undefined : expectedEveryS * 1000,
  );
}

function differing(seeds: number, by: Method): number[] {
  return Array.from({ length: seeds }, (_, seed) => seed).filter((seed) => {
    const history = randomHistory(seed, begin);
    return JSON.stringify(by(history)) !== JSON.stringify(expected(history));
  });
}

describe('excursions of 10,000 random histories', () => {
  it('are those that trying every start and end finds, whatever the order of arrival', () => {
    expect(differing(10_000, method())).toEqual([]);
  });

  it.each<[string, Parameters<typeof method>[0]]>([
    ['readings taken as they arrive', { ordered: false }],
    [
      'gaps passed over',
      { points: (points) => points.map(({ time, value, recordTime }) => ({ time, value, recordTime })) },
    ],
    ['inclusive limits taken as exclusive', { limit: (limit) => ({ ...limit, inclusive: false }) }],
    [
      'a delay one millisecond too long',
      { limit: (limit) => ({ ...limit, forS: (limit.forS ?? 0) + 0.001 }) },
    ],
    ['no delay', { limit: (limit) => ({ ...limit, forS: 0 }) }],
    ['no hysteresis', { limit: ({ clearValue: _clearValue, ...limit }) => limit }],
    ['no clear delay', { limit: ({ clearForS: _clearForS, ...limit }) => limit }],
    [
      'values rounded to whole degrees',
      { points: (points) => points.map((point) => ({ ...point, value: Math.round(point.value) })) },
    ],
  ])('are not found with %s', (_name, fault) => {
    expect(differing(300, method(fault)).length).toBeGreaterThan(0);
  });
});

describe('alerts of histories that arrive late, twice and shuffled', () => {
  const folder = temporaryFolder();
  let rig: AlertRig;

  beforeAll(() => {
    rig = createAlertRig(folder.path);
  });

  afterAll(() => {
    rig.stop();
    folder.remove();
  });

  function deliver(from: number, count: number): string[] {
    const histories = Array.from({ length: count }, (_, index) => ({
      seed: from + index,
      id: `S-${from + index}`,
      ...randomHistory(from + index, begin),
    }));
    for (const { id, limit, expectedEveryS } of histories) {
      rig.store.profiles.put({ id: `P-${id}`, name: id, limits: [limit] });
      rig.store.devices.configure({
        deviceId: id,
        expectedEveryS,
        channels: { '': { temperatureProfileId: `P-${id}` } },
      });
    }
    rig.alerts.governance.changed();
    const rounds = Math.max(...histories.map(({ arrivals }) => arrivals.length));
    for (let round = 0; round < rounds; round += 1) {
      const messages = histories.flatMap(
        ({ id, arrivals }) =>
          arrivals[round]?.map((reading) => [rig.reading(id, reading.time, reading.value)]) ?? [],
      );
      rig.sendAll(messages);
      if (round === 2) rig.restart();
    }
    return histories.flatMap((history) => {
      const found = rig.gist(history.id).filter((line) => line.startsWith('temperature-excursion'));
      const wanted = expected(history).map(([start, end]) =>
        [
          'temperature-excursion',
          'device',
          history.id,
          toIso(start),
          end === undefined ? '…' : toIso(end),
          history.limit.value,
        ].join(' '),
      );
      return JSON.stringify(found) === JSON.stringify(wanted.sort())
        ? []
        : [`seed ${history.seed}: ${found.join('; ')} instead of ${wanted.join('; ')}`];
    });
  }

  it('are the excursions that their readings hold, once each, across a restart', () => {
    const wrong: string[] = [];
    for (let from = 0; from < 500; from += 250) wrong.push(...deliver(from, 250));
    expect(wrong).toEqual([]);
  }, 120_000);
});
