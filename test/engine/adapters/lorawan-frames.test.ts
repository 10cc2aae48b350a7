import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { chirpstack } from '#engine/adapters/chirpstack.ts';
import { decodeLorawanFrame } from '#engine/adapters/lorawan-frames.ts';
import { theThingsStack } from '#engine/adapters/the-things-stack.ts';

import { contextFor } from '../../support/decode-context.ts';

const folder = process.env['WAYMARK_FIXTURES'] ?? join(import.meta.dirname, '../../../../shared/fixtures');
const file = join(folder, 'the-things-stack/lorawan-codecs.json');

interface Frame {
  readonly device: string;
  readonly fPort: number;
  readonly hex: string;
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly expectError?: string;
}

const lht65 = 'y/YLDQN2AQrdf/8=';

function uplink(payload: object) {
  const topic = 'v3/app@tenant/devices/probe-1/up';
  return {
    topic,
    bytes: Buffer.from(JSON.stringify({ end_device_ids: { device_id: 'probe-1' }, uplink_message: payload })),
  };
}

if (existsSync(file)) {
  describe('frames of single sensors', () => {
    test.each(JSON.parse(readFileSync(file, 'utf8')) as Frame[])('$device, port $fPort', (frame) => {
      const decoded = decodeLorawanFrame({
        bytes: Buffer.from(frame.hex, 'hex'),
        fPort: frame.fPort,
        names: [frame.device],
      });
      if (frame.expectError !== undefined) expect(decoded).toBeUndefined();
      else expect(decoded).toEqual({ model: frame.device, fields: frame.expect, guessed: false });
    });
  });
} else {
  test.skip(`frames of single sensors: no file ${file} (set WAYMARK_FIXTURES)`, () => undefined);
}

describe('an uplink whose network server decoded nothing', () => {
  test('is decoded where the network names the sensor', () => {
    const { topic, bytes } = uplink({
      version_ids: { brand_id: 'dragino', model_id: 'lht65' },
      f_port: 2,
      frm_payload: lht65,
    });
    const { observations } = theThingsStack.decode(bytes, contextFor(topic));
    const values = observations.flatMap((each) => (each.kind === 'reading' ? each.values : []));
    expect(values).toContainEqual({ type: 'RelativeHumidity', value: 88.6, uom: 'P1' });
    expect(values).toContainEqual({ type: 'Temperature', value: 28.29, uom: 'CEL' });
    expect(values).toContainEqual({ type: 'Temperature', value: 27.81, uom: 'CEL' });
    expect(observations.flatMap(({ quality = [] }) => quality)).not.toContain('undecoded');
  });

  test('is decoded where the device is described as that sensor', () => {
    const topic = 'application/a/device/0102030405060708/event/up';
    const bytes = Buffer.from(
      JSON.stringify({ deviceInfo: { devEui: '0102030405060708' }, fPort: 8, data: 'A2cBEAVnAP8=' }),
    );
    const models = { '0102030405060708': 'Cayenne LPP' };
    const read = (context = contextFor(topic, { models })) => chirpstack.decode(bytes, context).observations;
    expect(read().flatMap((each) => (each.kind === 'reading' ? each.values : []))).toEqual([
      { type: 'Temperature', value: 27.2, uom: 'CEL' },
      { type: 'Temperature', value: 25.5, uom: 'CEL' },
    ]);
    expect(read(contextFor(topic)).map(({ quality }) => quality)).toEqual([['undecoded']]);
  });

  test('is ambiguous where only the shape of the frame tells the sensor', () => {
    const { topic, bytes } = uplink({ f_port: 2, frm_payload: lht65 });
    const { observations } = theThingsStack.decode(bytes, contextFor(topic));
    const readings = observations.filter(({ kind }) => kind === 'reading');
    expect(readings.length).toBeGreaterThan(0);
    expect(readings.every(({ quality = [] }) => quality.includes('ambiguous'))).toBe(true);
  });

  test.each([
    [
      'a port its sensor does not use',
      { f_port: 42, frm_payload: lht65, version_ids: { model_id: 'lht65' } },
    ],
    ['a frame cut short', { f_port: 2, frm_payload: 'y/YLDQN2AQ==', version_ids: { model_id: 'lht65' } }],
    ['text', { f_port: 15, frm_payload: 'VGVtcGVyYXR1cmUgPSAwLjA=' }],
  ])('%s stays undecoded', (_what, payload) => {
    const { topic, bytes } = uplink(payload);
    const { observations } = theThingsStack.decode(bytes, contextFor(topic));
    expect(observations.map(({ kind, quality }) => [kind, quality])).toEqual([['status', ['undecoded']]]);
  });

  test('a failed fix is no position', () => {
    const { topic, bytes } = uplink({
      version_ids: { model_id: 'oyster' },
      f_port: 1,
      frm_payload: Buffer.from('0030edec003224450200de', 'hex').toString('base64'),
    });
    const { observations } = theThingsStack.decode(bytes, contextFor(topic));
    expect(observations.some(({ kind }) => kind === 'position')).toBe(false);
    expect(observations.every(({ quality = [] }) => quality.includes('no-fix'))).toBe(true);
  });
});
