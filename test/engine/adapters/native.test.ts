import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { native } from '#engine/adapters/native.ts';
import { bizSteps, scanOutcomes } from '#shared/domain/cbv.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { contextFor, type ContextOptions } from '../../support/decode-context.ts';

const at = { deviceId: 'dev-7', siteId: 'hub-1' };

function decode(kind: string, payload: unknown, options?: ContextOptions): Decoded {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return native.decode(Buffer.from(text), contextFor(`waymark/v1/hub-1/dev-7/${kind}`, options));
}

function reasons(decoded: Decoded): string[] {
  return decoded.rejected.map(({ reason }) => reason);
}

describe('a reading', () => {
  test.each([
    ['Fahrenheit', 'Temperature', 41, 'FAH', 5, 'CEL'],
    ['Kelvin', 'Temperature', 273.15, 'KEL', 0, 'CEL'],
    ['kilopascal', 'Pressure', 101.325, 'KPA', 1013.25, 'A97'],
    ['millivolt', 'Voltage', 3600, '2Z', 3.6, 'VLT'],
    ['a quantity nobody described', 'Salinity', 35, 'GL', 35, 'GL'],
  ])('in %s is stored in the canonical unit', (_what, type, value, uom, canonical, unit) => {
    expect(decode('reading', { type, value, uom })).toEqual({
      observations: [{ kind: 'reading', ...at, values: [{ type, value: canonical, uom: unit }] }],
      rejected: [],
    });
  });

  test('without a unit keeps its value and says so', () => {
    expect(decode('reading', { type: 'Temperature', value: 40 }).observations).toEqual([
      {
        kind: 'reading',
        ...at,
        values: [{ type: 'Temperature', value: 40, uom: null }],
        quality: ['unit-not-stated'],
      },
    ]);
  });

  test('of a door needs no unit', () => {
    expect(decode('reading', { type: 'DoorOpen', value: 1 }).observations).toEqual([
      { kind: 'reading', ...at, values: [{ type: 'DoorOpen', value: 1, uom: null }] },
    ]);
  });

  test('keeps its good values when one of them is impossible', () => {
    const decoded = decode('reading', { temperatureC: 0, humidityPct: 300, batteryPct: '80', doorOpen: 1 });
    expect(decoded.observations).toEqual([
      { kind: 'reading', ...at, values: [{ type: 'Temperature', value: 0, uom: 'CEL' }] },
    ]);
    expect(reasons(decoded)).toEqual(['out-of-range', 'invalid-field', 'invalid-field']);
  });

  test.each([
    ['', 'invalid-field'],
    [[7], 'invalid-field'],
    [true, 'invalid-field'],
    [null, 'missing-field'],
    ['4,2', 'invalid-field'],
  ])('with the value %j has none', (value, reason) => {
    const decoded = decode('reading', { type: 'Temperature', value, uom: 'CEL' });
    expect(decoded.observations).toEqual([]);
    expect(reasons(decoded)).toEqual([reason]);
  });

  test('with a number that overflows has none', () => {
    expect(reasons(decode('reading', '{"temperatureC":1e999}'))).toEqual(['invalid-field']);
  });
});

describe('a position', () => {
  test('at 0,0 with all zeros is a position', () => {
    expect(
      decode('position', { time: 0, lat: 0, lon: 0, speedMps: 0, headingDeg: 0, accuracyM: 0, seq: 0 }),
    ).toEqual({
      observations: [
        {
          kind: 'position',
          ...at,
          time: 0,
          lat: 0,
          lon: 0,
          speedMps: 0,
          headingDeg: 0,
          accuracyM: 0,
          seq: 0,
        },
      ],
      rejected: [],
    });
  });

  test('keeps its place when its speed or heading is impossible', () => {
    const decoded = decode('position', { lat: 1, lon: 2, speedMps: -1, headingDeg: 361 });
    expect(decoded.observations).toEqual([{ kind: 'position', ...at, lat: 1, lon: 2 }]);
    expect(reasons(decoded)).toEqual(['out-of-range', 'out-of-range']);
  });

  test.each([
    [{ lat: 90.1, lon: 0 }, 'out-of-range'],
    [{ lat: 0, lon: -180.1 }, 'out-of-range'],
    [{ lat: null, lon: null }, 'missing-field'],
    [{ lat: '52.5', lon: 13.4 }, 'invalid-field'],
  ])('%j is refused', (payload, reason) => {
    const decoded = decode('position', payload);
    expect(decoded.observations).toEqual([]);
    expect(reasons(decoded)).toContain(reason);
  });
});

describe('a scan', () => {
  test.each(['loading', 'urn:epcglobal:cbv:bizstep:loading', 'https://ref.gs1.org/cbv/BizStep-loading'])(
    'knows the step %s',
    (bizStep) => {
      expect(decode('scan', { codes: ['A'], bizStep }).observations).toEqual([
        { kind: 'scan', ...at, codes: ['A'], bizStep: 'loading' },
      ]);
    },
  );

  test('may carry no step', () => {
    expect(decode('scan', { codes: ['A'] }).observations).toEqual([{ kind: 'scan', ...at, codes: ['A'] }]);
  });

  test.each([
    ['an unknown step', { bizStep: 'teleporting' }],
    ['an unknown outcome', { outcome: 'lost' }],
    ['a parent that is no text', { parent: 7 }],
    ['a quantity that is no number', { quantity: '2' }],
    ['a negative quantity', { quantity: -1 }],
    ['a negative sequence number', { seq: -1 }],
    ['a broken sequence number', { seq: 1.5 }],
    ['a sequence number beyond exact numbers', { seq: 2 ** 53 }],
    ['no codes', { codes: undefined }],
    ['an empty list of codes', { codes: [] }],
    ['a single code that is no list', { codes: 'A' }],
    ['only unusable codes', { codes: ['', ' ', 7, 'x'.repeat(257)] }],
    ['501 codes', { codes: [...Array(501).keys()].map(String) }],
  ])('with %s is refused whole', (_what, change) => {
    const decoded = decode('scan', { codes: ['A'], ...change });
    expect(decoded.observations).toEqual([]);
    expect(decoded.rejected.length).toBeGreaterThan(0);
  });

  test('keeps its good codes, each once, and refuses the others', () => {
    const decoded = decode('scan', { codes: [' A ', 'A', '', 17, 'B'] });
    expect(decoded.observations).toEqual([{ kind: 'scan', ...at, codes: ['A', 'B'] }]);
    expect(reasons(decoded)).toEqual(['invalid-field', 'invalid-field']);
  });

  test('keeps its codes when its place is unusable', () => {
    const decoded = decode('scan', { codes: ['A'], lat: 52, lon: 999 });
    expect(decoded.observations).toEqual([{ kind: 'scan', ...at, codes: ['A'] }]);
    expect(reasons(decoded)).toEqual(['out-of-range']);
  });
});

describe('a status', () => {
  test('with nothing but a time is a heartbeat', () => {
    expect(decode('status', { time: 1_795_336_200 }).observations).toEqual([
      { kind: 'status', ...at, time: Date.UTC(2026, 10, 22, 8, 30) },
    ]);
  });

  test('of which nothing is usable is no heartbeat', () => {
    const decoded = decode('status', { online: 'yes', batteryPct: 101 });
    expect(decoded.observations).toEqual([]);
    expect(reasons(decoded)).toEqual(['invalid-field', 'out-of-range']);
  });
});

describe('the time of a device', () => {
  test.each([
    ['seconds', 1_795_336_200],
    ['milliseconds', 1_795_336_200_000],
    ['seconds as text', '1795336200'],
    ['UTC', '2026-11-22T08:30:00Z'],
    ['an offset', '2026-11-22T09:30:00+01:00'],
    ['an offset without a colon', '2026-11-22T09:30:00.000+0100'],
  ])('may be in %s', (_what, time) => {
    expect(decode('status', { time }).observations).toEqual([
      { kind: 'status', ...at, time: Date.UTC(2026, 10, 22, 8, 30) },
    ]);
  });

  test('without a zone is in the zone of its site, and says so', () => {
    expect(
      decode('status', { time: '2026-11-22T09:30:00' }, { timeZone: 'Europe/Berlin' }).observations,
    ).toEqual([{ kind: 'status', ...at, time: Date.UTC(2026, 10, 22, 8, 30), quality: ['zone-assumed'] }]);
  });

  test.each([['soon'], ['2026-02-30T00:00:00Z'], [true], [{}], [['2026']]])('%j is none', (time) => {
    expect(reasons(decode('status', { time }))).toEqual(['invalid-time']);
  });

  test('that is null is left out', () => {
    expect(decode('status', { time: null }).observations).toEqual([{ kind: 'status', ...at }]);
  });
});

describe('identity', () => {
  test('a payload that names another device or site is kept and flagged', () => {
    for (const claim of [
      { deviceId: 'dev-8' },
      { siteId: 'hub-2' },
      { deviceId: 'dev-8', siteId: 'hub-2' },
    ]) {
      expect(decode('status', claim).observations).toEqual([
        { kind: 'status', ...at, quality: ['mismatch'] },
      ]);
    }
    expect(decode('status', at).observations).toEqual([{ kind: 'status', ...at }]);
  });

  test('boot may be a text or a number', () => {
    expect(decode('status', { boot: 7 }).observations).toEqual([{ kind: 'status', ...at, boot: '7' }]);
    expect(decode('status', { boot: ' b7 ' }).observations).toEqual([{ kind: 'status', ...at, boot: 'b7' }]);
    expect(reasons(decode('status', { boot: {} }))).toEqual(['invalid-field']);
  });

  test.each([
    'waymark/v1/hub-1/dev-7/verdict',
    'waymark/v1//dev-7/scan',
    'waymark/v1/hub-1//scan',
    'waymark/v1/hub-1/../dev-7/scan',
    'waymark/v2/hub-1/dev-7/scan',
    'waymark/v1/hub-1/dev-7/constructor',
    `waymark/v1/hub-1/${'x'.repeat(257)}/scan`,
  ])('%s names no device', (topic) => {
    const decoded = native.decode(Buffer.from('{"codes":["A"]}'), contextFor(topic));
    expect(reasons(decoded)).toEqual(['invalid-topic']);
  });
});

describe('a batch', () => {
  test('judges each item alone', () => {
    const decoded = decode(
      'reading',
      '[{"temperatureC":1},{"temperatureC":1e999},7,{"temperatureC":2,"seq":1}]',
    );
    expect(decoded).toMatchObject({
      backfill: true,
      observations: [
        { values: [{ type: 'Temperature', value: 1, uom: 'CEL' }] },
        { values: [{ type: 'Temperature', value: 2, uom: 'CEL' }], seq: 1 },
      ],
      rejected: [
        { reason: 'invalid-field', detail: 'item 2: temperatureC must be a number', deviceId: 'dev-7' },
        { reason: 'not-an-object', detail: 'item 3: not a JSON object', deviceId: 'dev-7' },
      ],
    });
  });

  test('of 500 is taken, of 501 refused', () => {
    const items = [...Array(501).keys()].map((seq) => ({ seq }));
    expect(decode('status', items.slice(1)).observations).toHaveLength(500);
    expect(reasons(decode('status', items))).toEqual(['batch-too-large']);
  });
});

function optional<T>(value: fc.Arbitrary<T>) {
  return fc.option(value, { nil: undefined });
}

function number(min: number, max: number) {
  return fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
}

describe('any message', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9()-]{1,40}$/);
  const head = {
    time: optional(fc.integer({ min: 1_262_304_000_000, max: 4_000_000_000_000 })),
    boot: optional(word),
    seq: optional(fc.maxSafeNat()),
  };
  const messages = fc.oneof(
    fc.record({
      kind: fc.constant('scan' as const),
      ...head,
      codes: fc.uniqueArray(word, { minLength: 1, maxLength: 20 }),
      bizStep: optional(fc.constantFrom(...bizSteps)),
      outcome: optional(fc.constantFrom(...scanOutcomes)),
      parent: optional(word),
      readPoint: optional(word),
      vehicleId: optional(word),
      operator: optional(word),
      quantity: optional(fc.nat()),
    }),
    fc.record({
      kind: fc.constant('position' as const),
      ...head,
      lat: number(-90, 90),
      lon: number(-180, 180),
      speedMps: optional(number(0, 300)),
      headingDeg: optional(number(0, 359.999)),
      accuracyM: optional(number(0, 10_000)),
      altitudeM: optional(number(-400, 9000)),
    }),
    fc.record({
      kind: fc.constant('status' as const),
      ...head,
      online: optional(fc.boolean()),
      batteryPct: optional(number(0, 100)),
      rssiDbm: optional(number(-140, 0)),
      firmware: optional(word),
    }),
  );

  test('that is valid comes out as it went in', () => {
    fc.assert(
      fc.property(messages, ({ kind, ...fields }) => {
        const sent = JSON.parse(JSON.stringify(fields)) as Record<string, unknown>;
        const decoded = decode(kind, sent);
        expect(decoded).toEqual({ observations: [{ kind, ...at, ...sent }], rejected: [] });
      }),
      { numRuns: 1500 },
    );
  });

  test('that is valid comes out of a batch as it does alone', () => {
    fc.assert(
      fc.property(fc.array(messages, { minLength: 1, maxLength: 8 }), (list) => {
        const items = list
          .filter(({ kind }) => kind === list[0]?.kind)
          .map(({ kind: _kind, ...fields }) => fields);
        const kind = list[0]?.kind ?? 'status';
        const alone = items.flatMap((item) => decode(kind, item).observations);
        expect(decode(kind, items).observations).toEqual(alone);
      }),
      { numRuns: 300 },
    );
  });

  test('that is junk neither throws nor is dropped without a word', () => {
    const junk = fc.oneof(
      fc.json({ maxDepth: 5 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.constantFrom('scan', 'position', 'reading', 'status'), junk, (kind, payload) => {
        const decoded = native.decode(payload, contextFor(`waymark/v1/hub-1/dev-7/${kind}`));
        const answers = decoded.observations.length + decoded.rejected.length;
        expect(answers > 0 || decoded.ignored !== undefined).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
