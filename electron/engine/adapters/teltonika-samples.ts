import type { Sample } from './adapter.ts';

const deviceId = '352093081452251';
const topic = `master/fleet/teltonika/${deviceId}/data`;
const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const teltonikaSamples: readonly Sample[] = [
  {
    name: 'driving, numbers as texts',
    topic,
    payload:
      '{"state":{"reported":{"66":11921,"67":3466,"72":65351,"239":1,"latlng":"51.4462183,5.4541616","ts":1795336200000,"alt":"-3","ang":"350","sat":"7","sp":"36"}}}',
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        values: [
          { type: 'SupplyVoltage', value: 11.921, uom: 'VLT' },
          { type: 'Voltage', value: 3.466, uom: 'VLT' },
        ],
        quality: ['numbers-as-strings'],
      },
      {
        kind: 'reading',
        deviceId,
        time,
        values: [{ type: 'ignition', value: 1, uom: null }],
        quality: ['numbers-as-strings', 'unit-not-stated'],
      },
      {
        kind: 'reading',
        deviceId,
        time,
        channel: 'probe 1',
        values: [{ type: 'Temperature', value: -18.5, uom: 'CEL' }],
        quality: ['numbers-as-strings'],
      },
      {
        kind: 'position',
        deviceId,
        time,
        lat: 51.4462183,
        lon: 5.4541616,
        speedMps: 10,
        headingDeg: 350,
        altitudeM: -3,
        quality: ['numbers-as-strings'],
      },
    ],
  },
  {
    name: 'Codec 8, the documented example',
    topic,
    payloadBase64: 'AAAAAAAAADYIAQAAAWtA2OowAQAAAAAAAAAAAAAAAAAAAAEFAhUDAQEBQl4PAfEAAGAaAU4AAAAAAAAAAAEAAMfP',
    expect: [
      {
        kind: 'reading',
        deviceId,
        time: Date.UTC(2019, 5, 10, 10, 4, 46),
        values: [{ type: 'SupplyVoltage', value: 24.079, uom: 'VLT' }],
        quality: ['no-fix'],
      },
      {
        kind: 'reading',
        deviceId,
        time: Date.UTC(2019, 5, 10, 10, 4, 46),
        values: [{ type: 'gsmSignal', value: 3, uom: null }],
        quality: ['no-fix', 'unit-not-stated'],
      },
    ],
  },
  {
    name: 'Codec 8, checksum zeroed',
    topic,
    payloadBase64: 'AAAAAAAAADYIAQAAAWtA2OowAQAAAAAAAAAAAAAAAAAAAAEFAhUDAQEBQl4PAfEAAGAaAU4AAAAAAAAAAAEAAAAA',
    rejects: 'checksum',
  },
  { name: 'shadow without a report', topic, payload: '{"state":{"desired":{}}}', rejects: 'unrecognised' },
  { name: 'not JSON', topic, payload: '{"state":{"reported":{"latlng":', rejects: 'not-json' },
];
