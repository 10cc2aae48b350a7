import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { backtest, type Backtest } from '#engine/tracking/learner/backtest.ts';

import { Failure } from './failure.ts';

export interface BacktestFlags {
  readonly history: string;
  readonly test: string;
  readonly from: string;
  readonly to?: string;
  readonly promised?: string;
  readonly targetMinutes?: string;
}

/** Runs the ETA learner over past orders as it would have run then. Fails where a file or a column is missing. */
export function runBacktest({ history, test, from, to, promised, targetMinutes }: BacktestFlags): Backtest {
  if (to === undefined && targetMinutes === undefined)
    throw new Failure(2, 'either --to or --target-minutes is needed.');
  return backtest(textOf(history), textOf(test), { from, to, promised, targetMinutes });
}

function textOf(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch {
    throw new Failure(1, `${file} cannot be read.`);
  }
}

const hours = (value: number): string => `${value.toFixed(2)} h`;

/** The figures for people: the learner's beside the best simple guess and the promise. */
export function backtestText({ result, baseline, leftOut }: Backtest): string {
  const gain = (1 - result.mae / result.baselineMae) * 100;
  return [
    `${result.n} predicted, ${result.skipped} skipped`,
    `mean absolute error ${hours(result.mae)}; best simple guess (${baseline}) ${hours(result.baselineMae)}: ${gain.toFixed(1)} % less`,
    ...(result.promisedMae === undefined ? [] : [`the promise was off by ${hours(result.promisedMae)}`]),
    `median error ${hours(result.medianAbsoluteError)}, P90 ${hours(result.p90AbsoluteError)}, bias ${hours(result.bias)} (positive: later than said)`,
    `the 80 % interval held ${(result.coverage80 * 100).toFixed(1)} %, pinball loss ${hours(result.pinball)}`,
    ...leftOut.map(({ column, because }) => `column ${column} is not used: ${because}`),
  ].join('\n');
}
