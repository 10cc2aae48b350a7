import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { readAdvertisement, readRuuviFrame, type RuuviFrame } from '#engine/adapters/ruuvi-frames.ts';

const folder = process.env['WAYMARK_FIXTURES'] ?? join(import.meta.dirname, '../../../../shared/fixtures');
const file = join(folder, 'ruuvi/vectors.json');

interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly expect: Readonly<Record<string, number | string | null>>;
}

/** A frame in the words of the published vectors. */
function wordsOf(frame: RuuviFrame): Record<string, unknown> {
  const [accelX, accelY, accelZ] = frame.accelerationG ?? [];
  return {
    dataFormat: frame.format,
    temperature: frame.temperatureC,
    humidity: frame.humidityPct,
    pressure: frame.pressurePa,
    voltage: frame.voltageV,
    accelX,
    accelY,
    accelZ,
    movementCounter: frame.movementCounter,
    measurementSequenceNumber: frame.sequence,
    luminosity: frame.illuminanceLux,
    pm25: frame.pm25,
    co2: frame.co2,
    voc: frame.voc,
    nox: frame.nox,
    id: frame.mac,
  };
}

if (existsSync(file)) {
  describe('published vectors of Ruuvi frames', () => {
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
    test.each(vectors)('$name', ({ hex, expect: wanted }) => {
      const frame = readRuuviFrame(Buffer.from(hex, 'hex'));
      if (frame === undefined) throw new Error('the frame was not read');
      const words = wordsOf(frame);
      // The power of the radio says nothing about goods and is not read.
      const { txPower: _txPower, ...claims } = wanted;
      for (const [name, value] of Object.entries(claims)) {
        if (typeof value === 'number') expect(words[name], name).toBeCloseTo(value, 6);
        else expect(words[name], name).toBe(value);
      }
    });
  });
} else {
  test.skip(`published vectors of Ruuvi frames: no file ${file} (set WAYMARK_FIXTURES)`, () => undefined);
}

describe('Ruuvi advertisements', () => {
  test('format 6 says "not available" where it is', () => {
    const frame = readRuuviFrame(Buffer.from('068000ffffffffffffffffffffffffffffffffff', 'hex'));
    expect(frame).toEqual({
      format: 6,
      temperatureC: null,
      humidityPct: null,
      pressurePa: null,
      pm25: null,
      co2: null,
      voc: null,
      nox: null,
      illuminanceLux: null,
      sequence: 255,
      mac: null,
    });
  });

  test.each([
    ['an odd number of digits', '020', 'undecodable'],
    ['no digits', 'zz', 'undecodable'],
    ['nothing', '', 'undecodable'],
    ['a structure that is cut short', '0201061BFF99040512FC', 'undecodable'],
    ['a format that does not exist', '05FF99047700', 'undecodable'],
    ['an iBeacon', '0201061AFF4C000215AABBCCDDEEFF00112233445566778899000100010C', 'other-maker'],
  ])('%s is %s', (_what, hex, kind) => {
    expect(readAdvertisement(hex).kind).toBe(kind);
  });
});
