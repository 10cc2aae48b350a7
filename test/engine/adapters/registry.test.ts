import { describe, expect, test } from 'vitest';

import type { Adapter, Sample } from '#engine/adapters/adapter.ts';
import { adapters } from '#engine/adapters/index.ts';
import { adapterFor } from '#engine/adapters/routing.ts';
import type { Decoded } from '#shared/domain/observation.ts';
import { isTopicFilter } from '#shared/domain/topic-filter.ts';

import { bytesOfSample, contextFor } from '../../support/decode-context.ts';
import { faultsOf } from '../../support/decoded-faults.ts';
import { foreignCells, mutateLeaf } from '../../support/leaf-mutations.ts';
import { mutate, randomFrom } from '../../support/mutate.ts';

const mutations = 10_000;
/** Of each sample; the soak runs ten thousand. */
const leafMutations = 60;

function decodeSample(adapter: Adapter, sample: Sample): Decoded {
  return adapter.decode(
    bytesOfSample(sample),
    contextFor(sample.topic, sample.keys === undefined ? {} : { keys: sample.keys }),
  );
}

test('every format has an id of its own and valid filters', () => {
  const ids = adapters.map((adapter) => adapter.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
  expect(adapters.flatMap((adapter) => adapter.topics).filter((filter) => !isTopicFilter(filter))).toEqual(
    [],
  );
});

test('no two formats claim the same filter without telling their messages apart', () => {
  const claims = adapters.flatMap(({ id, topics, match }) =>
    topics.map((filter) => ({ id, filter, told: match !== undefined })),
  );
  const ties = claims.filter(({ id, filter, told }) =>
    claims.some((other) => other.id !== id && other.filter === filter && !(told && other.told)),
  );
  expect(ties).toEqual([]);
});

describe.each(adapters.map((adapter) => [adapter.id, adapter] as const))('%s', (_id, adapter) => {
  test('has samples that are taken and samples that are refused', () => {
    expect(adapter.samples.some((sample) => 'expect' in sample && sample.expect.length > 0)).toBe(true);
    expect(adapter.samples.some((sample) => 'rejects' in sample)).toBe(true);
  });

  test.each(adapter.samples.map((sample) => [sample.name, sample] as const))(
    'sample: %s',
    (_name, sample) => {
      const decoded = decodeSample(adapter, sample);
      expect(faultsOf(decoded)).toEqual([]);
      if ('expect' in sample) {
        expect(decoded.observations).toEqual(sample.expect);
        return;
      }
      expect(decoded.observations).toEqual([]);
      if ('rejects' in sample) expect(decoded.rejected.map(({ reason }) => reason)).toContain(sample.rejects);
      else expect(decoded).toMatchObject({ rejected: [], ignored: expect.any(String) });
    },
  );

  test('is found for each of its samples that is taken', () => {
    const taken = adapter.samples.filter((sample) => 'expect' in sample);
    const found = taken.map((sample) => adapterFor(bytesOfSample(sample), contextFor(sample.topic))?.id);
    expect(found).toEqual(taken.map(() => adapter.id));
  });

  test(`neither throws nor makes up facts from ${mutations} changed messages`, () => {
    const random = randomFrom(20_261_122);
    const faults: string[] = [];
    for (let i = 0; i < mutations; i += 1) {
      const sample = adapter.samples[i % adapter.samples.length];
      if (sample === undefined) continue;
      const payload = mutate(bytesOfSample(sample), random);
      const context = contextFor(sample.topic, sample.keys === undefined ? {} : { keys: sample.keys });
      adapter.match?.(payload, context);
      const found = faultsOf(adapter.decode(payload, context));
      if (found.length > 0)
        faults.push(`${sample.name}: ${found.join('; ')} from ${Buffer.from(payload).toString('latin1')}`);
    }
    expect(faults.slice(0, 5)).toEqual([]);
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  test('changes in one field of a message change no other fact', () => {
    const random = randomFrom(20_261_128);
    const faults: string[] = [];
    for (const sample of adapter.samples) {
      if (!('expect' in sample) || sample.payload === undefined) continue;
      const context = contextFor(sample.topic, sample.keys === undefined ? {} : { keys: sample.keys });
      const decode = (text: string): Decoded => adapter.decode(Buffer.from(text), context);
      for (let i = 0; i < leafMutations; i += 1) {
        const change = mutateLeaf(sample.payload, random);
        if (change === undefined) break;
        const mutated = decode(change.text);
        const found = [...faultsOf(mutated), ...foreignCells(change, decode)];
        if (found.length > 0) faults.push(`${sample.name}: ${found.join('; ')} from ${change.text}`);
      }
    }
    expect(faults.slice(0, 5)).toEqual([]);
  });
});
