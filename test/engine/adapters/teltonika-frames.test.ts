import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { readAvlPacket } from '#engine/adapters/teltonika-frames.ts';

const folder = process.env['WAYMARK_FIXTURES'] ?? join(import.meta.dirname, '../../../../shared/fixtures');
const file = join(folder, 'teltonika/frames.json');

interface Frame {
  readonly name: string;
  readonly hex: string;
  readonly expectError?: string;
  readonly expect?: {
    readonly records: readonly {
      readonly at: string;
      readonly lat: number;
      readonly lon: number;
      readonly altM: number;
      readonly courseDeg: number;
      readonly satellites: number;
      readonly speedKmh: number;
      readonly io: Readonly<Record<string, number | string>>;
    }[];
  };
}

if (existsSync(file)) {
  describe('recorded packets', () => {
    test.each(JSON.parse(readFileSync(file, 'utf8')) as Frame[])(
      '$name',
      ({ hex, expect: wanted, expectError }) => {
        const packet = readAvlPacket(Buffer.from(hex, 'hex'));
        if (expectError !== undefined) {
          expect(packet).toMatchObject({ ok: false, reason: 'checksum' });
          return;
        }
        if (!packet.ok) throw new Error(packet.detail);
        const records = packet.records.map(
          ({ time, io, lat, lon, altitudeM, headingDeg, satellites, speedKmh }) => ({
            time,
            lat,
            lon,
            altitudeM,
            headingDeg,
            satellites,
            speedKmh,
            io: Object.fromEntries(io),
          }),
        );
        expect(records).toEqual(
          wanted?.records.map(({ at, lat, lon, altM, courseDeg, satellites, speedKmh, io }) => ({
            time: Date.parse(at),
            lat,
            lon,
            altitudeM: altM,
            headingDeg: courseDeg,
            satellites,
            speedKmh,
            io,
          })),
        );
      },
    );
  });
} else {
  test.skip(`recorded packets: no file ${file} (set WAYMARK_FIXTURES)`, () => undefined);
}

test('a packet cut short anywhere is refused', () => {
  const hex =
    '000000000000003608010000016B40D8EA30010000000000000000000000000000000105021503010101425E0F01F10000601A014E0000000000000000010000C7CF';
  const whole = Buffer.from(hex, 'hex');
  expect(readAvlPacket(whole).ok).toBe(true);
  for (let length = 0; length < whole.length; length += 1) {
    expect(readAvlPacket(whole.subarray(0, length)).ok, `${length} bytes`).toBe(false);
  }
});
