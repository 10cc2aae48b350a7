import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';

import { PacketReader } from '#engine/ingest/packet-reader.ts';

interface Seen {
  readonly kind: 'publish' | 'other' | 'leave' | 'fault';
  readonly what: unknown;
}

function rig(version: 4 | 5, over: { hold?: boolean; maxPacketBytes?: number } = {}) {
  const seen: Seen[] = [];
  const releases: (() => void)[] = [];
  let idle = 0;
  const reader = new PacketReader({
    version,
    maxPacketBytes: over.maxPacketBytes ?? 100_000,
    sink: {
      publish(packet, release) {
        seen.push({ kind: 'publish', what: { ...packet, payload: packet.payload.toString('hex') } });
        if (over.hold === true) releases.push(release);
        else release();
      },
      other: (bytes) => void seen.push({ kind: 'other', what: bytes.toString('hex') }),
      leave: (bytes) => void seen.push({ kind: 'leave', what: bytes.toString('hex') }),
      idle: () => (idle += 1),
      fault: (problem) => void seen.push({ kind: 'fault', what: problem }),
    },
  });
  return { reader, seen, releases, idle: () => idle };
}

const publishes = fc.record({
  topic: fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).filter((topic) => !/[+#\0]/u.test(topic)),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  qos: fc.constantFrom(0 as const, 1 as const),
  retain: fc.boolean(),
  dup: fc.boolean(),
  messageId: fc.integer({ min: 1, max: 65_535 }),
  properties: fc.option(
    fc.record({ contentType: fc.string({ maxLength: 200 }), messageExpiryInterval: fc.nat() }),
    { nil: undefined },
  ),
});
const others = fc.constantFrom(
  Buffer.from([0xd0, 0]),
  Buffer.from([0x40, 2, 0, 7]),
  Buffer.from([0x20, 3, 1, 0, 0]),
);

/** Written with what others write MQTT with. */
function written(packet: { dup: boolean; qos: 0 | 1 } & Record<string, unknown>, version: 4 | 5): Buffer {
  const { properties, ...rest } = packet;
  return generate(
    {
      cmd: 'publish',
      ...rest,
      dup: packet.qos === 1 && packet.dup,
      ...(version === 5 && properties !== undefined ? { properties } : {}),
    } as never,
    { protocolVersion: version },
  );
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe.each([4, 5] as const)('reading what a broker of version %i sends', (version) => {
  it('finds every message and gives on everything else, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(publishes, others), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (packets, places) => {
          const bytes = Buffer.concat(
            packets.map((each) => (Buffer.isBuffer(each) ? each : written(each, version))),
          );
          const expected = packets.map((each) =>
            Buffer.isBuffer(each)
              ? { kind: 'other', what: each.toString('hex') }
              : {
                  kind: 'publish',
                  what: {
                    topic: each.topic,
                    payload: each.payload.toString('hex'),
                    qos: each.qos,
                    retain: each.retain,
                    dup: each.qos === 1 && each.dup,
                    messageId: each.qos === 1 ? each.messageId : undefined,
                  },
                },
          );
          const { reader, seen } = rig(version);
          for (const chunk of cut(bytes, places)) reader.feed(chunk);
          expect(seen).toEqual(expected);
        },
      ),
    );
  });

  it('never throws and says nothing after a fault, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), (chunks) => {
        const { reader, seen } = rig(version);
        for (const chunk of chunks) reader.feed(Buffer.from(chunk));
        const end = seen.findIndex(({ kind }) => kind === 'fault' || kind === 'leave');
        expect(end === -1 || end === seen.length - 1).toBe(true);
      }),
    );
  });

  it('waits with the rest until a message is released, and tells how much waits', () => {
    const { reader, seen, releases, idle } = rig(version, { hold: true });
    const one = written({ topic: 'a', payload: 'x', qos: 1, dup: false, messageId: 1 }, version);
    reader.feed(Buffer.concat([one, one]));
    reader.feed(one);
    expect([seen.length, reader.heldBytes(), idle()]).toEqual([1, 2 * one.length, 0]);
    releases.shift()?.();
    releases.shift()?.();
    expect([seen.length, reader.heldBytes(), idle()]).toEqual([3, 0, 0]);
    releases.shift()?.();
    expect([seen.length, idle()]).toEqual([3, 1]);
  });

  it('leaves everything from the first message of QoS 2 on to another', () => {
    const { reader, seen } = rig(version);
    const rest = Buffer.from([0x34, 5, 0, 1, 97, 0, 3, 0xd0, 0]);
    reader.feed(Buffer.concat([Buffer.from([0xd0, 0]), rest]));
    reader.feed(Buffer.from([0xd0, 0]));
    expect(seen).toEqual([
      { kind: 'other', what: 'd000' },
      { kind: 'leave', what: rest.toString('hex') },
    ]);
  });

  it('refuses what is larger than it may be before the bytes are there', () => {
    const { reader, seen } = rig(version, { maxPacketBytes: 1_000 });
    reader.feed(Buffer.from([0x30, 0xff, 0x7f]));
    expect(seen).toEqual([{ kind: 'fault', what: 'The broker sent a larger packet than it was allowed.' }]);
  });
});
