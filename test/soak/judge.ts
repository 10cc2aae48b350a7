/**
 * How right the alerts are: the simulator with each fault alone, with none and with all, self-judged. Prints a table for each
 * run; `--only` (a fault, or some with + between them), `--seeds`, `--hours` and `--without` make it shorter.
 */
import { parseArgs } from 'node:util';

import type { AlertRow } from '#shared/contract/types.ts';

import { faultIds, type FaultId } from '../../electron/simulator/faults/fault.ts';
import { evaluate, isOf, type Score, type Truth } from '../../electron/station/evaluate.ts';
import { judgeRun } from '../support/judge.ts';
import { unfounded } from '../support/judge-targets.ts';

/** False alerts shown of each kind. */
const mostShown = 8;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '11,12,13' },
    hours: { type: 'string', default: '60' },
    orders: { type: 'string', default: '400' },
    without: { type: 'string', multiple: true },
    whole: { type: 'boolean', default: false },
    /** Lists what was raised and is not true, and what is true and was not raised. */
    misses: { type: 'boolean', default: false },
  },
});

for (const name of values.only ?? ['none', ...faultIds, 'all']) {
  const chosen = faultsOf(name);
  for (const seed of values.seeds.split(',').map(Number)) {
    const began = performance.now();
    const { truth, alerts, orders, messages } = judgeRun({
      seed,
      hours: Number(values.hours),
      faults: chosen,
      ordersPerDay: Number(values.orders),
      thinned: !values.whole,
      without: (values.without ?? []) as readonly ('position' | 'reading' | 'status')[],
    });
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stdout.write(`\n${name}, seed ${seed}: ${orders} orders, ${messages} messages, ${seconds} s\n`);
    for (const [kind, score] of Object.entries(evaluate(truth, alerts)))
      process.stdout.write(`  ${kind.padEnd(24)}${textOf(score)}\n`);
    for (const { kind, subject, startTime } of unfounded(truth, alerts))
      process.stdout.write(`    unfounded ${kind} ${subject.id} ${startTime}\n`);
    if (values.misses) showMisses(truth, alerts);
  }
}

function showMisses(truth: readonly Truth[], alerts: readonly AlertRow[]): void {
  const told = new Map<string, number>();
  for (const alert of alerts) {
    const count = told.get(alert.kind) ?? 0;
    if (count === mostShown || truth.some((each) => isOf(alert, each))) continue;
    told.set(alert.kind, count + 1);
    process.stdout.write(
      `    false  ${alert.kind} ${alert.startTime} ${alert.endTime ?? '…'} ${alert.subject.id} ${alert.message}\n`,
    );
  }
  for (const each of truth)
    if (each.detail.optional !== true && !alerts.some((alert) => isOf(alert, each)))
      process.stdout.write(`    missed ${JSON.stringify(each)}\n`);
}

function faultsOf(name: string): readonly FaultId[] {
  if (name === 'all') return faultIds;
  const names = name === 'none' ? [] : name.split('+');
  const strangers = names.filter((each) => !faultIds.some((id) => id === each));
  if (strangers.length > 0) throw new Error(`There is no fault ${strangers.join(', ')}.`);
  return faultIds.filter((id) => names.includes(id));
}

function textOf({ truth, raised, precision, recall, medianLeadMinutes }: Score): string {
  const share = (value: number | null): string =>
    (value === null ? '-' : `${(value * 100).toFixed(1)} %`).padStart(8);
  const lead = medianLeadMinutes === null ? '-' : `${medianLeadMinutes.toFixed(1)} min`;
  return `${String(truth).padStart(6)} true ${String(raised).padStart(6)} raised  precision ${share(precision)}  recall ${share(recall)}  lead ${lead}`;
}
