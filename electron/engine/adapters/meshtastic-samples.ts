import type { Sample } from './adapter.ts';

const topic = 'msh/EU_868/2/json/LongFast/!7efeee00';
const deviceId = '!11223344';
const time = Date.UTC(2026, 10, 22, 8, 30, 0);
const head = '"from":287454020,"id":39321,"sender":"!7efeee00","timestamp":1795336200';

export const meshtasticSamples: readonly Sample[] = [
  {
    name: 'position heard by a gateway',
    topic,
    payload: `{${head},"rssi":-85,"payload":{"altitude":0,"latitude_i":374208000,"longitude_i":-1221981000},"type":"position"}`,
    expect: [{ kind: 'position', deviceId, time, seq: 39_321, lat: 37.4208, lon: -122.1981, altitudeM: 0 }],
  },
  {
    name: 'telemetry of a node on external power',
    topic,
    payload: `{${head},"payload":{"battery_level":101,"voltage":4.2,"channel_utilization":0},"type":"telemetry"}`,
    expect: [
      { kind: 'reading', deviceId, time, seq: 39_321, values: [{ type: 'Voltage', value: 4.2, uom: 'VLT' }] },
      {
        kind: 'reading',
        deviceId,
        time,
        values: [{ type: 'channel_utilization', value: 0, uom: null }],
        quality: ['unit-not-stated'],
      },
    ],
  },
  { name: 'text', topic, payload: `{${head},"payload":{"text":"hello"},"type":"text"}`, ignores: true },
  {
    name: 'position without a fix',
    topic,
    payload: `{${head},"payload":{"time":1795336200},"type":"position"}`,
    rejects: 'no-fix',
  },
  {
    name: 'protobuf',
    topic: 'msh/EU_868/2/e/LongFast/!7efeee00',
    payloadBase64: 'Ci0NRDMiERWId2ZV',
    rejects: 'undecoded',
  },
];
