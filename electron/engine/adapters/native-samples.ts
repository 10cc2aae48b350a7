import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);
const at = { deviceId: 'dev-7', siteId: 'hub-1' } as const;

/** One sample per kind and per kind of trouble. */
export const nativeSamples: readonly Sample[] = [
  {
    name: 'scan onto a pallet',
    topic: 'waymark/v1/hub-1/dev-7/scan',
    payload:
      '{"time":"2026-11-22T08:30:00Z","codes":["(00)106141412345678908"," WM-1001 "],"bizStep":"urn:epcglobal:cbv:bizstep:packing","parent":"CAGE-4","readPoint":"belt-2","quantity":2,"boot":17,"seq":0}',
    expect: [
      {
        kind: 'scan',
        ...at,
        time,
        boot: '17',
        seq: 0,
        codes: ['(00)106141412345678908', 'WM-1001'],
        bizStep: 'packing',
        parent: 'CAGE-4',
        readPoint: 'belt-2',
        quantity: 2,
      },
    ],
  },
  {
    name: 'position due north at standstill',
    topic: 'waymark/v1/hub-1/dev-7/position',
    payload:
      '{"time":1795336200,"lat":52.52,"lon":13.405,"speedMps":0,"headingDeg":360,"accuracyM":4.5,"altitudeM":-3}',
    expect: [
      {
        kind: 'position',
        ...at,
        time,
        lat: 52.52,
        lon: 13.405,
        speedMps: 0,
        headingDeg: 0,
        accuracyM: 4.5,
        altitudeM: -3,
      },
    ],
  },
  {
    name: 'reading in Fahrenheit',
    topic: 'waymark/v1/hub-1/dev-7/reading',
    payload:
      '{"time":1795336200000,"type":"Temperature","value":32,"uom":"FAH","channel":"A","boot":"b","seq":9}',
    expect: [
      {
        kind: 'reading',
        ...at,
        time,
        boot: 'b',
        seq: 9,
        channel: 'A',
        values: [{ type: 'Temperature', value: 0, uom: 'CEL' }],
      },
    ],
  },
  {
    name: 'reading in shorthand, without a time',
    topic: 'waymark/v1/hub-1/dev-7/reading',
    payload: '{"temperatureC":0,"humidityPct":61.5,"doorOpen":false,"shockG":1.2}',
    expect: [
      {
        kind: 'reading',
        ...at,
        values: [
          { type: 'Temperature', value: 0, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 61.5, uom: 'P1' },
          { type: 'Acceleration', value: 1.2, uom: 'K40' },
          { type: 'DoorOpen', value: 0, uom: null },
        ],
      },
    ],
  },
  {
    name: 'heartbeat',
    topic: 'waymark/v1/hub-1/dev-7/status',
    payload:
      '{"time":"2026-11-22T09:30:00+01:00","online":true,"batteryPct":0,"rssiDbm":-71,"firmware":"1.4.2"}',
    expect: [{ kind: 'status', ...at, time, online: true, batteryPct: 0, rssiDbm: -71, firmware: '1.4.2' }],
  },
  { name: 'retained message cleared', topic: 'waymark/v1/hub-1/dev-7/status', payload: '', ignores: true },
  { name: 'empty batch', topic: 'waymark/v1/hub-1/dev-7/reading', payload: '[]', ignores: true },
  {
    name: 'number sent as text',
    topic: 'waymark/v1/hub-1/dev-7/reading',
    payload: '{"type":"Temperature","value":"4.2","uom":"CEL"}',
    rejects: 'invalid-field',
  },
  {
    name: 'unit of something else',
    topic: 'waymark/v1/hub-1/dev-7/reading',
    payload: '{"type":"Temperature","value":4.2,"uom":"P1"}',
    rejects: 'unknown-unit',
  },
  {
    name: 'colder than absolute zero',
    topic: 'waymark/v1/hub-1/dev-7/reading',
    payload: '{"temperatureC":-274}',
    rejects: 'out-of-range',
  },
  {
    name: 'nothing measured',
    topic: 'waymark/v1/hub-1/dev-7/reading',
    payload: '{"time":1795336200}',
    rejects: 'missing-field',
  },
  {
    name: 'time that is none',
    topic: 'waymark/v1/hub-1/dev-7/position',
    payload: '{"time":"yesterday","lat":1,"lon":2}',
    rejects: 'invalid-time',
  },
  {
    name: 'device level missing',
    topic: 'waymark/v1/hub-1//scan',
    payload: '{"codes":["A"],"bizStep":"loading"}',
    rejects: 'invalid-topic',
  },
  { name: 'not JSON', topic: 'waymark/v1/hub-1/dev-7/scan', payload: 'WM-1001', rejects: 'not-json' },
];
