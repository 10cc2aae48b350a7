import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { rebirthCommand } from '#engine/adapters/sparkplug-command.ts';
import { readSparkplugPayload } from '#engine/adapters/sparkplug-payload.ts';
import { sparkplug } from '#engine/adapters/sparkplug.ts';
import { createNodeSessions, type NodeSessions } from '#engine/ingest/node-sessions.ts';
import { understand } from '#engine/ingest/understand.ts';
import type { Store } from '#engine/store/store.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const node = 'G/Press';
let now: number;
let clock: FakeClock;
let asked: string[];
let sessions: NodeSessions;
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  clock = createFakeClock();
  now = clock.now();
  asked = [];
  sessions = begin();
});

afterEach(() => {
  store.close();
  folder.remove();
});

function begin(): NodeSessions {
  return createNodeSessions({ clock, births: store.births.all(), askForBirth: (name) => asked.push(name) });
}

interface Metric {
  readonly name?: string;
  readonly alias?: number;
  readonly value: number;
}

/** A payload in the wire format, written apart from the reader. */
function payloadOf(seq: number, metrics: readonly Metric[]): Buffer {
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
  const metric = ({ name, alias, value }: Metric): number[] => [
    ...(name === undefined ? [] : [0x0a, ...varint(name.length), ...Buffer.from(name)]),
    ...(alias === undefined ? [] : [0x10, ...varint(alias)]),
    0x20,
    10,
    0x69,
    ...Buffer.from(new Float64Array([value]).buffer),
  ];
  const body = metrics.flatMap((each) => {
    const bytes = metric(each);
    return [0x12, ...varint(bytes.length), ...bytes];
  });
  return Buffer.from([0x08, ...varint(now), ...body, 0x18, ...varint(seq)]);
}

function hear(
  kind: string,
  seq: number,
  metrics: readonly Metric[] = [],
  more: { device?: string; dup?: boolean } = {},
) {
  const device = more.device === undefined ? '' : `/${more.device}`;
  const understood = understand(
    {
      source: 'test',
      topic: `spBv1.0/G/${kind}/Press${device}`,
      payload: payloadOf(seq, metrics),
      qos: 1,
      retained: false,
      dup: more.dup ?? false,
      receivedAt: now,
    },
    {
      adapterFor: () => sparkplug,
      siteOf: () => undefined,
      timeZoneOf: () => 'UTC',
      keyOf: () => undefined,
      modelOf: () => undefined,
      sessions,
      onFault() {},
    },
  );
  if (understood.news?.event === 'birth') {
    const { news } = understood;
    store.transaction(() => store.births.put(news));
  }
  return understood;
}

function flagsOf(understood: ReturnType<typeof hear>): string[] {
  return understood.observations.flatMap(({ quality = [] }) => quality);
}

describe('a node that numbers its messages', () => {
  const birth: Metric[] = [{ name: 'Oil temperature', alias: 7, value: 40 }];

  it('names its values once; later only their numbers come', () => {
    hear('NBIRTH', 0, birth);
    const { observations, rejected } = hear('NDATA', 1, [{ alias: 7, value: 41.5 }]);
    expect(rejected).toEqual([]);
    expect(observations).toMatchObject([{ kind: 'reading', values: [{ value: 41.5 }] }]);
  });

  it('keeps the names over a restart', () => {
    hear('NBIRTH', 0, birth);
    sessions = begin();
    expect(hear('NDATA', 9, [{ alias: 7, value: 41.5 }]).observations).toMatchObject([
      { values: [{ value: 41.5 }] },
    ]);
    expect(asked).toEqual([]);
  });

  it('forgets the names of its devices when it is born again', () => {
    hear('NBIRTH', 0);
    hear('DBIRTH', 1, birth, { device: 'Pump' });
    expect(hear('DDATA', 2, [{ alias: 7, value: 1 }], { device: 'Pump' }).rejected).toEqual([]);
    hear('NBIRTH', 0);
    expect(hear('DDATA', 1, [{ alias: 7, value: 1 }], { device: 'Pump' }).rejected).toHaveLength(1);
    sessions = begin();
    expect(hear('DDATA', 2, [{ alias: 7, value: 1 }], { device: 'Pump' }).rejected).toHaveLength(1);
  });

  it('is asked for its birth when a number is missing, and the message after the gap says so', () => {
    hear('NBIRTH', 254, birth);
    expect(flagsOf(hear('NDATA', 255, birth))).not.toContain('sequence-gap');
    expect(flagsOf(hear('NDATA', 0, birth))).not.toContain('sequence-gap');
    expect(flagsOf(hear('NDATA', 2, birth))).toContain('sequence-gap');
    expect(asked).toEqual([node]);
  });

  it('counts through the messages of its devices', () => {
    hear('NBIRTH', 0);
    hear('DBIRTH', 1, birth, { device: 'Pump' });
    expect(flagsOf(hear('NDATA', 2, birth))).not.toContain('sequence-gap');
    expect(asked).toEqual([]);
  });

  it('is not asked again and again', () => {
    hear('NDATA', 3, [{ alias: 7, value: 1 }]);
    hear('NDATA', 4, [{ alias: 7, value: 1 }]);
    expect(asked).toEqual([node]);
    clock.advance(60_000);
    hear('NDATA', 5, [{ alias: 7, value: 1 }]);
    expect(asked).toEqual([node, node]);
  });

  it('loses nothing by a redelivery', () => {
    hear('NBIRTH', 0, birth);
    hear('NDATA', 1, birth);
    hear('NDATA', 2, birth);
    hear('NDATA', 1, birth, { dup: true });
    hear('NDATA', 2, birth, { dup: true });
    expect(flagsOf(hear('NDATA', 3, birth))).not.toContain('sequence-gap');
    expect(asked).toEqual([]);
  });

  it('begins anew after its death', () => {
    hear('NBIRTH', 0, birth);
    hear('NDEATH', 0);
    hear('NBIRTH', 0, birth);
    expect(flagsOf(hear('NDATA', 1, birth))).toEqual(flagsOf(hear('NDATA', 2, birth)));
    expect(asked).toEqual([]);
  });
});

it('the command that asks for a birth is one its own reader understands', () => {
  const { topic, payload } = rebirthCommand(node, now);
  expect(topic).toBe('spBv1.0/G/NCMD/Press');
  expect(readSparkplugPayload(payload)).toMatchObject({
    time: now,
    metrics: [{ name: 'Node Control/Rebirth', value: true }],
  });
});
