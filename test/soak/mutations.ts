import { existsSync } from 'node:fs';

import { adapters } from '#engine/adapters/index.ts';
import { adapterFor } from '#engine/adapters/routing.ts';
import type { Adapter, DecodeContext } from '#engine/adapters/adapter.ts';

import { bytesOfSample, contextFor } from '../support/decode-context.ts';
import { faultsOf } from '../support/decoded-faults.ts';
import { bytesOfLine, fixtureLines, mqttFixture } from '../support/fixture-lines.ts';
import { foreignCells, mutateLeaf, type Sayings } from '../support/leaf-mutations.ts';
import { mutate } from '../support/mutate.ts';
import { mustHold, type Part } from './part.ts';

const mutations = 10_000;
/** One message that takes longer to read holds everybody up. */
const slowestMs = 250;

interface Accepted {
  readonly name: string;
  readonly adapter: Adapter;
  readonly payload: Uint8Array;
  readonly context: DecodeContext;
}

/** Every documented sample and every recorded message that gives a fact, ten thousand times with something wrong in it. */
export const mutated: Part = async ({ random }) => {
  const accepted = [...samples(), ...recorded()];
  const faults: string[] = [];
  let slowest = 0;
  let leaves = 0;
  for (const each of accepted) {
    slowest = Math.max(slowest, changeBytes(each, random, faults));
    leaves += changeValues(each, random, faults);
    mustHold(faults.length === 0, faults.slice(0, 3).join('\n'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  mustHold(Reflect.get({}, 'x') === undefined, 'the prototype of all objects was changed');
  mustHold(slowest <= slowestMs, `a message took ${Math.round(slowest)} ms to read`);
  return `${accepted.length} messages, ${mutations} times each in their bytes, ${leaves} times in all in one value: no fault, the slowest took ${slowest.toFixed(1)} ms`;
};

function samples(): Accepted[] {
  return adapters.flatMap((adapter) =>
    adapter.samples
      .filter((sample) => 'expect' in sample)
      .map((sample) => ({
        name: `${adapter.id}, ${sample.name}`,
        adapter,
        payload: bytesOfSample(sample),
        context: contextFor(sample.topic, sample.keys === undefined ? {} : { keys: sample.keys }),
      })),
  );
}

function recorded(): Accepted[] {
  if (!existsSync(mqttFixture)) return [];
  return fixtureLines().flatMap((line): Accepted[] => {
    const payload = bytesOfLine(line);
    const context = contextFor(line.topic, { retained: line.retain ?? false });
    const adapter = adapterFor(payload, context);
    if (adapter === undefined || adapter.decode(payload, context).observations.length === 0) return [];
    return [{ name: line.id, adapter, payload, context }];
  });
}

/** How long the slowest took, in milliseconds. */
function changeBytes({ name, payload, context }: Accepted, random: () => number, faults: string[]): number {
  let slowest = 0;
  for (let i = 0; i < mutations; i += 1) {
    const changed = mutate(payload, random);
    const begin = performance.now();
    const decoded = adapterFor(changed, context)?.decode(changed, context);
    slowest = Math.max(slowest, performance.now() - begin);
    const found = decoded === undefined ? [] : faultsOf(decoded);
    if (found.length > 0)
      faults.push(`${name}: ${found.join('; ')} from ${Buffer.from(changed).toString('base64')}`);
  }
  return slowest;
}

/** How many there were: none where the message is not JSON. */
function changeValues(
  { name, adapter, payload, context }: Accepted,
  random: () => number,
  faults: string[],
): number {
  const text = Buffer.from(payload).toString('utf8');
  const decode = (changed: string) => adapter.decode(Buffer.from(changed), context);
  const known = new Map<string, Sayings>();
  for (let i = 0; i < mutations; i += 1) {
    const change = mutateLeaf(text, random);
    if (change === undefined) return i;
    const found = [...faultsOf(decode(change.text)), ...foreignCells(change, decode, known)];
    if (found.length > 0) faults.push(`${name}: ${found.join('; ')} from ${change.text}`);
  }
  return mutations;
}
