import type { AlertRow } from '#shared/contract/types.ts';

import { faultIds, type FaultId } from '../../electron/simulator/faults/fault.ts';
import { evaluate, type Score } from '../../electron/station/evaluate.ts';
import { judgeRun, type JudgedRun } from '../support/judge.ts';
import { shortfalls, unfounded } from '../support/judge-targets.ts';
import { mustHold, type Part } from './part.ts';

/** Readings cost the most and say nothing about orders: what is not about sensors is judged without them. */
const ofSensors: ReadonlySet<FaultId> = new Set([
  'door-open',
  'dead-sensor',
  'overcooling',
  'bad-probe',
  'drifting-sensor',
]);

type Judged = Omit<JudgedRun, 'seed'>;

function runOf(faults: readonly FaultId[], isLong: boolean): Judged {
  const hours = isLong ? 60 : 24;
  if (faults.length > 0 && faults.every((id) => ofSensors.has(id)))
    return { hours: 24, faults, ordersPerDay: 10, thinned: true };
  const ordersPerDay = isLong ? 200 : 60;
  return faults.length === faultIds.length || faults.length === 0
    ? { hours, faults, ordersPerDay, thinned: true }
    : { hours, faults, ordersPerDay, thinned: true, without: ['reading'] };
}

/** Alerts against what really happened: nothing wrong, each fault by itself, everything at once. */
function judgedPart(faults: readonly FaultId[], seeds: readonly number[]): Part {
  return async ({ seconds, seed }) => {
    const told: string[] = [];
    for (const each of seeds) {
      const run = runOf(faults, seconds > 300);
      const { truth, alerts, orders } = judgeRun({ ...run, seed: seed + each });
      const heard = alerts.filter((alert) => !isUnheard(alert, run));
      const missed = shortfalls(truth, heard, orders);
      mustHold(missed.length === 0, `seed ${seed + each}: ${missed.join('; ')}`);
      told.push(`${orders} orders, ${summary(evaluate(truth, heard))}`);
    }
    return told.join(' | ');
  };
}

/** What is left out of a run was never heard in it. */
function isUnheard({ kind, message }: AlertRow, { without = [] }: Judged): boolean {
  return without.length > 0 && kind === 'device-silent' && message.startsWith('Nothing was ever heard');
}

function summary(scores: Record<string, Score>): string {
  const found = Object.values(scores);
  const sum = (name: 'truth' | 'raised'): number => found.reduce((total, score) => total + score[name], 0);
  return `${sum('truth')} true, ${sum('raised')} raised in ${found.length} kinds`;
}

/** A world small enough for one after the other, and whole enough for every kind: orders of two days, one of them to its end. */
function smallWorld(id: FaultId | undefined): Judged {
  const faults = id === undefined ? [] : [id];
  return id !== undefined && ofSensors.has(id)
    ? { hours: 24, faults, ordersPerDay: 10, thinned: true }
    : { hours: 32, faults, ordersPerDay: 50, thinned: true, without: ['reading'] };
}

/** Each fault alone in a small world, and none: a table of what was true and raised, and nothing of what did not happen. */
const judgedEach: Part = async ({ seed }) => {
  const lines: string[] = [];
  const wrong: string[] = [];
  for (const id of [undefined, ...faultIds]) {
    const run = smallWorld(id);
    const { truth, alerts, orders } = judgeRun({ ...run, seed });
    const heard = alerts.filter((alert) => !isUnheard(alert, run));
    const name = id ?? 'none';
    lines.push(`${name}: ${orders} orders`, ...tableOf(evaluate(truth, heard)));
    for (const { kind, subject, startTime } of unfounded(truth, heard))
      wrong.push(`${name}: ${kind} of ${subject.id} at ${startTime}`);
    process.stdout.write(`${lines.splice(0).join('\n')}\n`);
  }
  mustHold(wrong.length === 0, `${wrong.length} alerts of what did not happen: ${wrong.join('; ')}`);
  return await Promise.resolve(
    `${faultIds.length + 1} runs, no alert of a kind that nothing was the cause of`,
  );
};

function tableOf(scores: Record<string, Score>): string[] {
  const share = (value: number | null): string => (value === null ? '-' : `${(value * 100).toFixed(1)} %`);
  return Object.entries(scores).map(
    ([kind, { truth, raised, precision, recall }]) =>
      `  ${kind.padEnd(24)}${String(truth).padStart(5)} true ${String(raised).padStart(5)} raised` +
      `  precision ${share(precision).padStart(7)}  recall ${share(recall).padStart(7)}`,
  );
}

/** A part for no fault, for each fault alone, and for all of them on three seeds. */
export const judgedParts: readonly { readonly name: string; readonly part: Part }[] = [
  { name: 'judge each', part: judgedEach },
  { name: 'judge none', part: judgedPart([], [0]) },
  ...faultIds.map((id) => ({ name: `judge ${id}`, part: judgedPart([id], [0]) })),
  { name: 'judge all', part: judgedPart(faultIds, [0, 1, 2]) },
];
