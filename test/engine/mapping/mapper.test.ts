import { encode } from 'cborg';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { createFloodGuard } from '#engine/engine-knowledge.ts';
import type { Knowledge } from '#engine/ingest/understand.ts';
import { silentLog } from '#engine/log.ts';
import { createMapper } from '#engine/mapping/mapper.ts';
import { suggestMapping } from '#engine/mapping/suggest.ts';
import { MappingData } from '#shared/contract/mappings.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import type { Observation } from '#shared/domain/observation.ts';

import { createFakeClock } from '../../support/fake-clock.ts';
import { plainKnowledge } from '../../support/plain-knowledge.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const receivedAt = Date.UTC(2026, 10, 23, 12);
const mapper = createMapper({ clock: systemClock, sources: () => [], timeZoneOf: () => 'Europe/Paris' });
afterAll(async () => await mapper.stop());

function messageOf(payload: Uint8Array, topic = 'plant/LYON/T-9/data') {
  return { source: 'x', topic, payload, qos: 1, retained: false, dup: false, receivedAt } as const;
}

async function read(mapping: unknown, payload: unknown, topic?: string) {
  const bytes =
    payload instanceof Uint8Array
      ? payload
      : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return await mapper.tryOut(MappingData.parse(mapping), messageOf(bytes, topic));
}

function factsOf(observations: readonly Observation[]) {
  return observations.flatMap((each) =>
    each.kind === 'reading'
      ? each.values.map((value) => [each.deviceId, each.time, value.type, value.value])
      : [],
  );
}

const temperature = { kind: 'reading', type: 'Temperature', value: 't', uom: 'CEL' };

describe('a mapping', () => {
  it('names devices and sites by the topic and brings units to ours', async () => {
    const { observations } = await read(
      {
        topic: 'plant/{site}/{device}/data',
        device: '$topic.device',
        site: '$topic.site',
        time: 'when',
        facts: [
          { ...temperature, value: 'f', uom: 'FAH' },
          { kind: 'position', lat: 'p[0]', lon: 'p[1]', speed: 'kmh', speedUnit: 'kmh' },
          { kind: 'status', batteryPct: 'bat' },
          { kind: 'scan', when: '$exists(code)', codes: 'code', bizStep: '"receiving"' },
        ],
      },
      { when: '2026-11-23T11:00:00Z', f: 50, p: [45, 4], kmh: 36, bat: 0, code: ['A', 'B'] },
    );
    expect(observations).toEqual([
      {
        kind: 'reading',
        deviceId: 'T-9',
        siteId: 'LYON',
        time: Date.UTC(2026, 10, 23, 11),
        values: [{ type: 'Temperature', value: 10, uom: 'CEL' }],
      },
      {
        kind: 'position',
        deviceId: 'T-9',
        siteId: 'LYON',
        time: Date.UTC(2026, 10, 23, 11),
        lat: 45,
        lon: 4,
        speedMps: 10,
      },
      { kind: 'status', deviceId: 'T-9', siteId: 'LYON', time: Date.UTC(2026, 10, 23, 11), batteryPct: 0 },
      {
        kind: 'scan',
        deviceId: 'T-9',
        siteId: 'LYON',
        time: Date.UTC(2026, 10, 23, 11),
        codes: ['A', 'B'],
        bizStep: 'receiving',
      },
    ]);
  });

  it.each([
    ['auto', 1_780_000_000, 1_780_000_000_000],
    ['auto', 1_780_000_000_123, 1_780_000_000_123],
    ['seconds', 1_780_000_000.5, 1_780_000_000_500],
    ['milliseconds', '1780000000123', 1_780_000_000_123],
    ['auto', '2026-11-23 12:00:00', Date.UTC(2026, 10, 23, 11)],
  ])('takes a time given as %s %s', async (timeIs, t, expected) => {
    const { observations } = await read(
      { time: 'at', timeIs, device: '"D"', facts: [temperature] },
      { at: t, t: 1 },
    );
    expect(factsOf(observations)).toEqual([['D', expected, 'Temperature', 1]]);
  });

  it('never takes nothing for zero, and zero for nothing', async () => {
    const mapping = { device: '"D"', facts: [temperature] };
    for (const t of ['', ' ', 'n/a', true, [], '0x10', '1e999'])
      expect([t, (await read(mapping, { t })).observations]).toEqual([t, []]);
    expect((await read(mapping, { t: null })).ignored).toBe('no fact of the mapping applies to this message');
    expect(factsOf((await read(mapping, { t: 0 })).observations)).toEqual([
      ['D', undefined, 'Temperature', 0],
    ]);
    const text = await read(mapping, { t: '0' });
    expect(text.observations).toMatchObject([{ quality: ['numbers-as-strings'], values: [{ value: 0 }] }]);
  });

  it('lets one bad record spoil none of its batch, and calls several of one device a back-fill', async () => {
    const mapping = { records: 'rows', device: 'id', time: 'at', facts: [temperature] };
    const rows = [
      { id: 'D', at: 1_780_000_000, t: 1 },
      { id: 'D', at: 'soon', t: 2 },
      { id: 'D', at: 1_780_000_060, t: 9999 },
      { t: 3 },
      { id: 'D', at: 1_780_000_120, t: 4 },
    ];
    const { observations, rejected, backfill } = await read(mapping, { rows });
    expect(factsOf(observations).map(([, , , value]) => value)).toEqual([1, 4]);
    expect(rejected.map(({ reason, detail }) => [reason, detail.slice(0, 9)])).toEqual([
      ['invalid-time', 'record 2:'],
      ['out-of-range', 'record 3:'],
      ['missing-field', 'record 4:'],
    ]);
    expect(backfill).toBe(true);
  });

  it('reads CBOR, lines of CSV and bare numbers', async () => {
    const cbor = await read(
      { payload: 'cbor', device: 'd', facts: [temperature] },
      encode({ d: 'C', t: 4.5 }),
    );
    expect(factsOf(cbor.observations)).toEqual([['C', undefined, 'Temperature', 4.5]]);
    const csv = {
      payload: 'csv',
      csv: { delimiter: ';', columns: ['d', 'at', 't'] },
      device: 'd',
      time: 'at',
    };
    const lines = await read({ ...csv, facts: [temperature] }, '007;1780000000;-1.5\n008;1780000060;\n');
    expect(factsOf(lines.observations)).toEqual([['007', 1_780_000_000_000, 'Temperature', -1.5]]);
    const bare = { payload: 'text', topic: 'hall/{device}/temp', device: '$topic.device' };
    const number = await read({ ...bare, facts: [{ ...temperature, value: '$' }] }, ' 21.5 ', 'hall/H1/temp');
    expect(factsOf(number.observations)).toEqual([['H1', undefined, 'Temperature', 21.5]]);
  });

  it('refuses damaged bytes with a reason', async () => {
    const reasons = async (payload: string, bytes: Uint8Array | string) =>
      (await read({ payload, facts: [temperature] }, bytes)).rejected.map(({ reason }) => reason);
    expect(await reasons('json', '{')).toEqual(['not-json']);
    expect(await reasons('cbor', Buffer.alloc(60_000, 0x81))).toEqual(['undecoded']);
    expect(await reasons('csv', '"a')).toEqual(['undecoded']);
    expect(await reasons('text', Buffer.from([0xff, 0xfe]))).toEqual(['undecoded']);
    expect(await reasons('text', Buffer.alloc(0))).toEqual(['empty-payload']);
  });
});

describe('whatever comes', () => {
  const words = fc.constantFrom(
    '$',
    't',
    'rows',
    '$.*',
    '**',
    '$$',
    '$payload',
    '$topic.device',
    '"x"',
    '1',
    '0',
    '-1',
    '1e308',
  );
  const expression = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      words,
      fc
        .tuple(tie('any'), fc.constantFrom('+', '*', '/', '&', '=', '.', ' in ', '~>', '..'), tie('any'))
        .map(([a, operator, b]) => `(${a}${operator}${b})`),
      fc
        .tuple(
          fc.constantFrom('$sum', '$string', '$number', '$count', '$keys', '$power', '$pad', '$map'),
          tie('any'),
        )
        .map(([name, a]) => `${name}(${a}, ${a})`),
      fc.string({ minLength: 1, maxLength: 12 }),
    ),
  })).any;

  it('an evaluation never throws and never gives a value that cannot be', async () => {
    await fc.assert(
      fc.asyncProperty(expression, expression, fc.jsonValue({ maxDepth: 3 }), async (value, time, data) => {
        const understood = await mapper.tryOut(
          {
            payload: 'json',
            timeIs: 'auto',
            time,
            facts: [
              { kind: 'reading', type: 'Temperature', value, uom: 'CEL' },
              { kind: 'position', lat: value, lon: value, speedUnit: 'mps' },
              { kind: 'status', batteryPct: value },
            ],
          },
          messageOf(Buffer.from(JSON.stringify(data))),
        );
        for (const each of understood.observations) expectPossible(each);
      }),
      { numRuns: 150, seed: 20_261_128 },
    );
  });

  it('a first mapping is one that is understood', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ maxLength: 40 }),
        async (bytes, topic) => {
          expect(MappingData.safeParse(suggestMapping(topic, bytes)).success).toBe(true);
        },
      ),
      { numRuns: 300, seed: 20_261_128 },
    );
    const message = { deviceId: 'X1', ts: 1_780_000_000, temperature: 4.2, battery: 88, lat: 45, lon: 4 };
    const mapping = suggestMapping('acme/fleet/X1/up', Buffer.from(JSON.stringify(message)));
    const { observations } = await read(mapping, message, 'acme/fleet/X1/up');
    expect(observations.map(({ kind, deviceId, time }) => [kind, deviceId, time])).toEqual([
      ['reading', 'X1', 1_780_000_000_000],
      ['position', 'X1', 1_780_000_000_000],
    ]);
  });
});

function expectPossible(each: Observation): void {
  if (each.kind === 'position')
    expect([Math.abs(each.lat) <= 90, Math.abs(each.lon) <= 180]).toEqual([true, true]);
  if (each.kind === 'status') expect(each.batteryPct ?? 0).toBeLessThanOrEqual(100);
  if (each.kind !== 'reading') return;
  for (const { type, value } of each.values) {
    const quantity = quantityOf(type);
    expect(quantity === undefined || (value >= quantity.min && value <= quantity.max)).toBe(true);
  }
}

describe('the rate limit of a mapped topic', () => {
  const mapping = MappingData.parse({ device: '"D"', time: 'when', facts: [temperature] });
  const mapped = createMapper({
    clock: systemClock,
    sources: () => [{ sourceId: 's', topicFilter: 'plant/#', format: 'auto', mapping }],
    timeZoneOf: () => 'UTC',
  });
  afterAll(async () => await mapped.stop());

  async function say(topic: string, when: string): Promise<void> {
    await mapped.mapped(messageOf(Buffer.from(JSON.stringify({ when, t: 1 })), topic));
  }

  it('goes by how old what was read of it last is, since a message itself is read later', async () => {
    expect(mapped.tellsOfThePast('elsewhere')).toBeUndefined();
    expect(mapped.tellsOfThePast('plant/a')).toBe(true);
    await say('plant/a', '2026-11-23T11:59:00Z');
    await say('plant/b', '2026-11-22T12:00:00Z');
    expect([mapped.tellsOfThePast('plant/a'), mapped.tellsOfThePast('plant/b')]).toEqual([false, true]);
  });

  it('lets a backlog in beyond the burst, and no flood', async () => {
    await say('plant/now', '2026-11-23T11:59:00Z');
    await say('plant/night', '2026-11-23T03:00:00Z');
    const folder = temporaryFolder();
    const clock = createFakeClock(receivedAt);
    const known: Knowledge = { ...plainKnowledge(clock), adapterFor: () => undefined };
    const store = openTestStore(folder.path);
    store.transaction(() => store.rateLimit.put({ perSecond: 10, burst: 100 }));
    const guard = createFloodGuard({ clock, log: silentLog }, store, known, mapped);
    const admitted = (topic: string): number =>
      Array.from({ length: 500 }, () => guard.admission(messageOf(Buffer.from('{}'), topic))).filter(
        (admission) => admission !== 'limited',
      ).length;
    expect([admitted('plant/now'), admitted('plant/night')]).toEqual([100, 500]);
    store.close();
    folder.remove();
  });
});
