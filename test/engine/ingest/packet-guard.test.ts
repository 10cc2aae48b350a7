import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createPacketGuard } from '#engine/ingest/packet-guard.ts';

/** A packet with a body of that many bytes. */
function packet(length: number): number[] {
  const header = [0x30];
  let rest = length;
  do {
    header.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return [...header, ...Array.from({ length }, () => 0xff)];
}

function* cut(bytes: readonly number[], sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    yield Uint8Array.from(bytes.slice(at, at + size));
    at += size;
  }
}

describe('packet guard', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 });

  it('lets packets up to the limit pass, however they are cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 10 }), sizes, (lengths, chunks) => {
        const guard = createPacketGuard(300);
        for (const chunk of cut(lengths.flatMap(packet), chunks)) expect(guard(chunk)).toBe('fine');
      }),
    );
  });

  it('tells of a larger one at its header, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }),
        fc.integer({ min: 301, max: 70_000 }),
        sizes,
        (lengths, large, chunks) => {
          const guard = createPacketGuard(300);
          const header = packet(large).slice(0, 5 - (5 - (packet(large).length - large)));
          const verdicts = [...cut([...lengths.flatMap(packet), ...header], chunks)].map((chunk) =>
            guard(chunk),
          );
          expect(verdicts).toContain('too-large');
        },
      ),
    );
  });

  it('knows the largest length MQTT can express, and one it cannot', () => {
    expect(createPacketGuard(300)(Uint8Array.from([0x30, 0xff, 0xff, 0xff, 0x7f]))).toBe('too-large');
    expect(createPacketGuard(300)(Uint8Array.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]))).toBe('malformed');
  });
});
