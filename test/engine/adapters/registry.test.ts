import { describe, expect, test } from 'vitest';

import type { Adapter, Sample } from '#engine/adapters/adapter.ts';
import { adapters } from '#engine/adapters/index.ts';
import { adapterFor } from '#engine/adapters/routing.ts';
import {
  observationKinds,
  rejectReasons,
  type Decoded,
  type Observation,
  type ReadingObservation,
} from '#shared/domain/observation.ts';
import { qualityFlags } from '#shared/domain/quality.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import { isTopicFilter } from '#shared/domain/topic-filter.ts';

import { bytesOfSample, contextFor } from '../../support/decode-context.ts';
import { foreignCells, mutateLeaf } from '../../support/leaf-mutations.ts';
import { mutate, randomFrom } from '../../support/mutate.ts';

const mutations = 10_000;
/** Of each sample; the soak runs ten thousand. */
const leafMutations = Number(process.env['WAYMARK_LEAF_MUTATIONS'] ?? 60);

/** Everything that no stored fact may be, whatever a device sends. */
function faultsOf(decoded: Decoded): string[] {
  const { observations, rejected, ignored } = decoded;
  const silent = observations.length === 0 && rejected.length === 0 && ignored === undefined;
  return [
    ...(silent ? ['dropped without a word'] : []),
    ...observations.flatMap(faultsOfObservation),
    ...rejected.flatMap(({ reason, detail }) =>
      rejectReasons.includes(reason) && detail.length > 0 && detail.length < 500
        ? []
        : [`bad refusal ${reason}: ${detail}`],
    ),
  ];
}

function faultsOfObservation(observation: Observation): string[] {
  const { kind, deviceId, time, seq, quality = [] } = observation;
  const checks: [boolean, string][] = [
    [observationKinds.includes(kind), 'kind'],
    [deviceId.length > 0 && deviceId.length <= 256 && deviceId.isWellFormed(), 'deviceId'],
    [time === undefined || (Number.isInteger(time) && Math.abs(time) <= 8.64e15), 'time'],
    [seq === undefined || (Number.isSafeInteger(seq) && seq >= 0), 'seq'],
    [quality.every((flag) => qualityFlags.includes(flag)), 'quality'],
    [new Set(quality).size === quality.length, 'repeated flag'],
    [numbersAreFinite(observation), 'a number that is not finite'],
  ];
  return [
    ...checks.filter(([holds]) => !holds).map(([, what]) => `${kind}: ${what}`),
    ...faultsOfContent(observation),
  ];
}

function numbersAreFinite(observation: Observation): boolean {
  return Object.values(observation).every((value) => typeof value !== 'number' || Number.isFinite(value));
}

function faultsOfContent(observation: Observation): string[] {
  const { kind } = observation;
  if (kind === 'reading') return faultsOfReading(observation);
  if (kind === 'position') {
    const { lat, lon, speedMps = 0, headingDeg = 0, accuracyM = 0 } = observation;
    const sane = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && speedMps >= 0 && accuracyM >= 0;
    return sane && headingDeg >= 0 && headingDeg < 360 ? [] : [`position ${JSON.stringify(observation)}`];
  }
  if (kind === 'scan') {
    const { codes } = observation;
    return codes.length > 0 && codes.every(({ length }) => length > 0 && length <= 256) ? [] : ['codes'];
  }
  const { batteryPct = 0 } = observation;
  return batteryPct >= 0 && batteryPct <= 100 ? [] : ['battery'];
}

function faultsOfReading({ values }: ReadingObservation): string[] {
  const faults = values.filter(({ type, value, uom }) => {
    const quantity = quantityOf(type);
    const inRange =
      uom === null || quantity === undefined || (value >= quantity.min && value <= quantity.max);
    return !inRange || !Number.isFinite(value) || type.length === 0 || type.length > 64;
  });
  return values.length > 0 ? faults.map((fault) => JSON.stringify(fault)) : ['an empty reading'];
}

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
