/**
 * How right the alerts are: the simulator with each fault alone, with none and with all, self-judged. Prints a table for each
 * run; `--only`, `--seeds`, `--hours` and `--without` make it shorter.
 */
import { parseArgs } from 'node:util';

import { faultIds, type FaultId } from '../../electron/simulator/faults/fault.ts';
import { evaluate, type Score } from '../../electron/station/evaluate.ts';
import { judgeRun } from '../support/judge.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '11,12,13' },
    hours: { type: 'string', default: '60' },
    orders: { type: 'string', default: '400' },
    without: { type: 'string', multiple: true },
    whole: { type: 'boolean', default: false },
    show: { type: 'string' },
  },
});

const runs: readonly (readonly [string, readonly FaultId[]])[] = [
  ['none', []],
  ...faultIds.map((id) => [id, [id]] as const),
  ['all', faultIds],
];

for (const [name, chosen] of runs) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
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
    for (const alert of alerts.filter(({ kind }) => kind === values.show).slice(0, 12))
      process.stdout.write(
        `    ${alert.startTime} ${alert.endTime ?? '…'} ${alert.subject.id} ${alert.message}\n`,
      );
  }
}

function textOf({ truth, raised, precision, recall, medianLeadMinutes }: Score): string {
  const share = (value: number | null): string =>
    (value === null ? '-' : `${(value * 100).toFixed(1)} %`).padStart(8);
  const lead = medianLeadMinutes === null ? '-' : `${medianLeadMinutes.toFixed(1)} min`;
  return `${String(truth).padStart(6)} true ${String(raised).padStart(6)} raised  precision ${share(precision)}  recall ${share(recall)}  lead ${lead}`;
}
