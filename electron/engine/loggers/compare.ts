import { heatRatioOf, meanKineticOfEqual } from '#shared/domain/mkt.ts';
import { toIso } from '#shared/domain/time.ts';

import { pointsOf, type Reading } from '../alerts/excursions.ts';
import { isBeyond, limitsOf, type Limit } from '../alerts/limits.ts';
import { talliedExcursions } from '../alerts/tally.ts';
import type { LoggerFile, LoggerLimit } from './berlinger.ts';

export interface Comparison {
  readonly what: string;
  readonly logger: string;
  readonly ours?: string;
  readonly agrees?: boolean;
  readonly note?: string;
}

/** What the logger worked out itself beside what follows from its samples. Pure. */
export function compareLogger(file: LoggerFile): Comparison[] {
  const values = file.samples.flatMap(({ celsius }) => celsius ?? []);
  if (values.length === 0) return [];
  return [...figures(file, values), ...alarms(file), ...limitMarks(file)];
}

function figures(file: LoggerFile, values: readonly number[]): Comparison[] {
  const ratio = file.mktEnergyKJ === undefined ? undefined : heatRatioOf(file.mktEnergyKJ);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows: [string, number | undefined, number | undefined][] = [
    ['Mean', file.averageC, mean],
    ['Mean kinetic temperature', file.mktC, meanKineticOfEqual(values, ratio)],
    ['Minimum', file.minC, values.reduce((least, value) => Math.min(least, value), Infinity)],
    ['Maximum', file.maxC, values.reduce((most, value) => Math.max(most, value), -Infinity)],
  ];
  return rows.flatMap(([what, logger, ours]) =>
    logger === undefined || ours === undefined
      ? []
      : [{ what, logger: `${logger.toFixed(1)} °C`, ours: `${ours.toFixed(3)} °C`, ...judged(logger, ours) }],
  );
}

/** The logger cuts off after one decimal, it does not round. */
function judged(logger: number, ours: number): Pick<Comparison, 'agrees' | 'note'> {
  const cut = Math.trunc(Number((ours * 10).toFixed(6))) / 10;
  const agrees = Math.abs(cut - logger) < 0.05;
  return agrees ? { agrees, note: 'The logger cuts off after one decimal.' } : { agrees };
}

/** Its sampling is finer than its table, so that its times lie between rows: they agree within one row. */
function alarms(file: LoggerFile): Comparison[] {
  const toleranceMs = file.intervalMs;
  return file.limits.flatMap((limit) => {
    const ours = oursOf(file, limit);
    return file.alarms
      .filter((alarm) => alarm.limit === limit.name)
      .flatMap(({ crossed, alarm }) => {
        const match = nearest(ours, alarm ?? crossed);
        return [
          timeRow(`${wordsOf(limit)}: crossed`, crossed, match?.start, toleranceMs),
          timeRow(`${wordsOf(limit)}: alarm`, alarm, match?.alarm, toleranceMs),
        ].flat();
      });
  });
}

/** When a limit was crossed, and when that was an alarm. */
type Crossing = { readonly start: number; readonly alarm: number };

function nearest(ours: readonly Crossing[], time: number | undefined): Crossing | undefined {
  if (time === undefined) return ours[0];
  return ours.toSorted((a, b) => Math.abs(a.alarm - time) - Math.abs(b.alarm - time))[0];
}

function timeRow(
  what: string,
  logger: number | undefined,
  ours: number | undefined,
  toleranceMs: number,
): Comparison[] {
  if (logger === undefined) return [];
  if (ours === undefined)
    return [{ what, logger: toIso(logger), agrees: false, note: 'The rows of its table show none.' }];
  return [{ what, logger: toIso(logger), ours: toIso(ours), agrees: Math.abs(ours - logger) <= toleranceMs }];
}

function wordsOf({ side, celsius, afterMin, mode }: LoggerLimit): string {
  return `${side} ${celsius} °C for ${afterMin} min${mode === 'cumulative' ? ' in all' : ''}`;
}

/** The same limits held against the samples: what is exactly at the limit is within it. */
function oursOf({ samples, intervalMs }: LoggerFile, limit: LoggerLimit): Crossing[] {
  const [held] = limitsOf({
    id: 'logger',
    name: 'Logger',
    limits: [
      {
        side: limit.side,
        value: limit.celsius,
        inclusive: false,
        quantity: 'Temperature',
        mode: limit.mode,
        severity: 'high',
        forS: limit.afterMin * 60,
      },
    ],
  });
  const readings = samples.flatMap(({ time, celsius }): Reading[] =>
    celsius === undefined ? [] : [{ time, value: celsius, recordTime: time }],
  );
  if (limit.mode === 'consecutive') return runsOf(readings, held!);
  return talliedExcursions(pointsOf(readings, intervalMs), { limit: held!, isBounded: true });
}

/** Runs of rows beyond a limit; a row stands for the time to the next one, since it was sampled more finely. */
function runsOf(rows: readonly Reading[], limit: Limit): Crossing[] {
  const runs: Crossing[] = [];
  let start: number | undefined;
  for (const { time, value } of rows) {
    const lasted = start === undefined ? 0 : time - start;
    const alarm = (start ?? time) + (limit.forS ?? 0) * 1000;
    if (start !== undefined && lasted >= alarm - start && runs.at(-1)?.start !== start)
      runs.push({ start, alarm });
    if (!isBeyond(limit, value)) start = undefined;
    else start ??= time;
  }
  return runs;
}

/** The rows the logger has marked as out of its limits. */
function limitMarks({ samples, limits }: LoggerFile): Comparison[] {
  const marked = samples.filter(({ isOut }) => isOut).length;
  const isOut = (celsius: number): boolean =>
    limits.some((limit) => (limit.side === 'above' ? celsius > limit.celsius : celsius < limit.celsius));
  // A row without a value is marked as well.
  const ours = samples.filter(({ celsius }) => celsius === undefined || isOut(celsius)).length;
  if (limits.length === 0) return [];
  return [
    { what: 'Rows out of limits', logger: String(marked), ours: String(ours), agrees: marked === ours },
  ];
}
