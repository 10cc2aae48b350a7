import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { parseBerlinger, type LoggerFile } from '#engine/loggers/berlinger.ts';
import { compareLogger } from '#engine/loggers/compare.ts';
import { heatRatioOf, meanKineticOfEqual } from '#shared/domain/mkt.ts';
import { toIso } from '#shared/domain/time.ts';

import { fixturesFolder, hasFixtures } from '../support/fixtures.ts';

interface Expected {
  readonly device: string;
  readonly serial: string;
  readonly mktC?: number;
  readonly mktEnergyKJ?: number;
  readonly limits: readonly { readonly c: number; readonly afterMin: number }[];
  readonly samples?: {
    readonly count: number;
    readonly missing: number;
    readonly outOfLimits: number;
    readonly first: string;
    readonly last: string;
    readonly minC: number;
    readonly maxC: number;
    readonly meanC: number;
    readonly mktC: number;
  };
  readonly days?: readonly Record<string, string | number | boolean>[];
  readonly alarms?: readonly {
    readonly limitCrossedAt: string;
    readonly alarmAt: string;
    readonly minutes: number;
  }[];
}

const folder = path.join(fixturesFolder, 'loggers', 'berlinger');
const expected = JSON.parse(
  hasFixtures ? readFileSync(path.join(folder, 'expected.json'), 'utf8') : '{}',
) as Record<string, Expected>;

function read(name: string): LoggerFile {
  const parsed = parseBerlinger(readFileSync(path.join(folder, name), 'utf8'), 'UTC');
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.file;
}

const utc = (text: string): string => `${text.replace(' ', 'T')}:00Z`;

describe.runIf(hasFixtures).each(Object.entries(expected))('the logger file %s', (name, wanted) => {
  it('is read as its maker printed it', () => {
    const file = read(name);
    expect([file.model, file.serial, file.mktC, file.mktEnergyKJ]).toEqual([
      wanted.device,
      wanted.serial,
      wanted.mktC,
      wanted.mktEnergyKJ,
    ]);
    expect(file.limits.map(({ celsius, afterMin }) => [celsius, afterMin])).toEqual(
      wanted.limits.map(({ c, afterMin }) => [c, afterMin]),
    );
    expect(file.days).toEqual(
      (wanted.days ?? []).map(({ date, minC, maxC, averageC, lowMinutes, highMinutes }) => ({
        date,
        minC,
        maxC,
        averageC,
        lowMinutes,
        highMinutes,
      })),
    );
    expect(
      file.alarms.map(({ crossed, alarm, minutes }) => [toIso(crossed!), toIso(alarm!), minutes]),
    ).toEqual(
      (wanted.alarms ?? []).map(({ limitCrossedAt, alarmAt, minutes }) => [
        utc(limitCrossedAt),
        utc(alarmAt),
        minutes,
      ]),
    );
  });

  it('holds the samples it says, with their figures', () => {
    const { samples, mktEnergyKJ } = read(name);
    const values = samples.flatMap(({ celsius }) => celsius ?? []);
    if (wanted.samples === undefined) {
      expect(samples).toEqual([]);
      return;
    }
    const { count, missing, outOfLimits, first, last, minC, maxC, meanC, mktC } = wanted.samples;
    expect([values.length, samples.length - values.length]).toEqual([count - missing, missing]);
    expect(samples.filter(({ isOut }) => isOut)).toHaveLength(outOfLimits);
    expect([toIso(samples[0]!.time), toIso(samples.at(-1)!.time)]).toEqual([utc(first), utc(last)]);
    expect([Math.min(...values), Math.max(...values)]).toEqual([minC, maxC]);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(meanC, 2);
    expect(
      meanKineticOfEqual(values, mktEnergyKJ === undefined ? undefined : heatRatioOf(mktEnergyKJ)),
    ).toBeCloseTo(mktC, 2);
  });

  it('agrees with everything that follows from its samples: figures to its rounding, times within a row', () => {
    const rows = compareLogger(read(name));
    expect(rows.filter(({ agrees }) => agrees !== true)).toEqual([]);
    expect(rows.length).toBe(
      wanted.samples === undefined
        ? 0
        : 1 + (wanted.mktC === undefined ? 0 : 4) + 2 * (wanted.alarms?.length ?? 0),
    );
  });
});

describe('a logger file that cannot be used', () => {
  const head = 'Device: Q-tag\nConf:\n Serial: 1\nData:\n\tyyyy-MM-dd hh:mm\tT\tOut of limits\n';

  it.each([
    ['orderNumber;name', 'does not begin with the name of a logger'],
    ['Device: Q-tag\nConf:\n Lot: 3\n', 'names no serial number'],
    [`${head}\t2023-04-17 16:06\t4.`, 'Line 6'],
    [`${head}\t2023-04-17 25:06\t4.1\t\n`, 'Line 6'],
    ['Device: Q-tag\nConf:\n Serial: 1\n Temp unit: K\n', "unit 'K'"],
  ])('is refused with the reason: %j', (text, why) => {
    expect(parseBerlinger(text, 'UTC')).toMatchObject({
      ok: false,
      why: expect.stringContaining(why) as string,
    });
  });

  it('is read in Fahrenheit, in the zone it was written in, with rows that have no value', () => {
    const text =
      head.replace(' Serial', ' Temp unit: F\n Serial') +
      '\t2023-07-17 16:06\t+41.0\t\n\t2023-07-17 16:11\t--.-\tx\n';
    const parsed = parseBerlinger(text, 'Europe/Paris');
    expect(parsed.ok && parsed.file.samples).toEqual([
      { time: Date.UTC(2023, 6, 17, 14, 6), celsius: 5, isOut: false },
      { time: Date.UTC(2023, 6, 17, 14, 11), celsius: undefined, isOut: true },
    ]);
  });
});
