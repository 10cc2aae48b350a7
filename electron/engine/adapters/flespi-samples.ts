import type { Sample } from './adapter.ts';

const topic = 'flespi/message/gw/devices/605630';
const deviceId = '352093081452251';
const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const flespiSamples: readonly Sample[] = [
  {
    name: 'truck with a refrigeration unit',
    topic,
    payload:
      '{"ident":"352093081452251","timestamp":1795336200,"position.latitude":53.9,"position.longitude":27.4,"position.speed":36,"position.direction":360,"position.altitude":0,"battery.voltage":4.1,"refrigerator.sensor.temperature#1":41,"ble.sensor.temperature#2":4.5}',
    expect: [
      { kind: 'reading', deviceId, time, values: [{ type: 'Voltage', value: 4.1, uom: 'VLT' }] },
      {
        kind: 'reading',
        deviceId,
        time,
        channel: 'refrigerator.sensor.temperature#1',
        values: [{ type: 'Temperature', value: 41, uom: null }],
        quality: ['unit-not-stated'],
      },
      {
        kind: 'reading',
        deviceId,
        time,
        channel: 'ble.sensor.temperature#2',
        values: [{ type: 'Temperature', value: 4.5, uom: 'CEL' }],
      },
      {
        kind: 'position',
        deviceId,
        time,
        lat: 53.9,
        lon: 27.4,
        speedMps: 10,
        headingDeg: 0,
        altitudeM: 0,
      },
    ],
  },
  {
    name: 'no fix',
    topic,
    payload:
      '{"ident":"352093081452251","timestamp":1795336200,"position.valid":false,"position.latitude":10.1,"position.longitude":20.8}',
    expect: [{ kind: 'status', deviceId, time, quality: ['no-fix'] }],
  },
  {
    name: 'time that is none',
    topic,
    payload: '{"ident":"352093081452251","timestamp":"soon"}',
    rejects: 'invalid-time',
  },
  { name: 'not JSON', topic, payload: 'ident=352093081452251', rejects: 'not-json' },
];
