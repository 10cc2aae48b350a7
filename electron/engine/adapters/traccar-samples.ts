import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const traccarSamples: readonly Sample[] = [
  {
    name: 'refrigerated truck',
    topic: 'traccar/positions',
    payload:
      '{"position":{"deviceId":11,"protocol":"teltonika","deviceTime":"2026-11-22T08:30:00.000+0000","fixTime":"2026-11-22T08:30:00.000+0000","valid":true,"latitude":52,"longitude":5,"altitude":0,"speed":10,"course":0,"accuracy":0,"attributes":{"temp1":-18.5,"power":27.1,"battery":4.1,"door":true,"motion":true}},"device":{"id":11,"uniqueId":"352093081452251"}}',
    expect: [
      {
        kind: 'reading',
        deviceId: '352093081452251',
        time,
        channel: 'temp1',
        values: [{ type: 'Temperature', value: -18.5, uom: 'CEL' }],
      },
      {
        kind: 'reading',
        deviceId: '352093081452251',
        time,
        values: [
          { type: 'SupplyVoltage', value: 27.1, uom: 'VLT' },
          { type: 'Voltage', value: 4.1, uom: 'VLT' },
          { type: 'DoorOpen', value: 1, uom: null },
        ],
      },
      {
        kind: 'position',
        deviceId: '352093081452251',
        time,
        lat: 52,
        lon: 5,
        speedMps: 5.14444444444,
        headingDeg: 0,
        altitudeM: 0,
      },
    ],
  },
  {
    name: 'device lost',
    topic: 'traccar/events',
    payload:
      '{"event":{"deviceId":7,"type":"deviceOffline","eventTime":"2026-11-22T08:30:00.000+0000"},"device":{"id":7}}',
    expect: [{ kind: 'status', deviceId: '7', time, event: 'deviceOffline', online: false }],
  },
  {
    name: 'phone app without speed and heading',
    topic: 'traccar/client/48241179',
    payload:
      '{"location":{"timestamp":"2026-11-22T08:30:00Z","coords":{"latitude":37.42,"longitude":-122.08,"accuracy":5,"speed":-1,"heading":-1,"altitude":0},"battery":{"level":0.5}},"device_id":"48241179"}',
    expect: [
      {
        kind: 'reading',
        deviceId: '48241179',
        time,
        values: [{ type: 'BatteryLevel', value: 50, uom: 'P1' }],
        quality: ['sentinel-minus-one'],
      },
      {
        kind: 'position',
        deviceId: '48241179',
        time,
        lat: 37.42,
        lon: -122.08,
        accuracyM: 5,
        altitudeM: 0,
        quality: ['sentinel-minus-one'],
      },
    ],
  },
  {
    name: 'event without a type',
    topic: 'traccar/events',
    payload: '{"event":{"deviceId":7}}',
    rejects: 'missing-field',
  },
  { name: 'nothing known', topic: 'traccar/positions', payload: '{"deviceId":7}', rejects: 'unrecognised' },
];
