import type { AlertRow } from '#shared/contract/types.ts';

import { delayKinds, mismatchKinds } from '../support/judge-targets.ts';
import { playPlain } from '../support/plain/run.ts';
import { plainWorlds } from '../support/plain/worlds.ts';
import { mustHold, type Part } from './part.ts';

const delaysPer1000 = 5;
/** Shown of each operation. */
const mostShown = 5;

/** Operations unlike the simulated one in which nothing goes wrong: no contradiction is seen, and hardly a delay. */
export const plain: Part = async ({ seed }) => {
  const wrong: string[] = [];
  let total = 0;
  for (const world of plainWorlds) {
    const { alerts, withdrawn, orders, states } = playPlain(world, seed);
    total += orders;
    const mismatches = alerts.filter(isMismatch);
    const delays = alerts.filter(isDelay);
    const passing = withdrawn.filter((alert) => isMismatch(alert) || isDelay(alert));
    const line = `${world.name}: ${mismatches.length} mismatches, ${delays.length} delays, ${passing.length} taken back, of ${orders} orders (${textOf(states)})`;
    process.stdout.write(`  ${line}\n`);
    for (const { kind, subject, startTime, message } of [...mismatches, ...delays].slice(0, mostShown))
      process.stdout.write(`    ${kind} ${subject.id} ${startTime} ${message}\n`);
    if (mismatches.length > 0 || delays.length * 1000 > delaysPer1000 * orders) wrong.push(line);
  }
  mustHold(wrong.length === 0, wrong.join('; '));
  return await Promise.resolve(`${total} orders in ${plainWorlds.length} operations`);
};

function isMismatch({ kind }: AlertRow): boolean {
  return mismatchKinds.has(kind);
}

function isDelay({ kind }: AlertRow): boolean {
  return delayKinds.has(kind);
}

function textOf(states: Readonly<Record<string, number>>): string {
  return Object.entries(states)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
}
