import type { Sample } from './adapter.ts';

const tag = 'CB:B8:33:4C:88:4F';
const topic = `ruuvi/C8:25:2D:00:11:22/${tag}`;
const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const ruuviSamples: readonly Sample[] = [
  {
    name: 'format 5, documented test vector',
    topic,
    payload:
      '{"gw_mac":"C8:25:2D:00:11:22","rssi":-61,"aoa":[],"gwts":1795336201,"ts":1795336200,"data":"0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F","coords":""}',
    expect: [
      {
        kind: 'reading',
        deviceId: tag,
        time,
        seq: 205,
        values: [
          { type: 'Temperature', value: 24.3, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 53.49, uom: 'P1' },
          { type: 'Pressure', value: 1000.44, uom: 'A97' },
          { type: 'Voltage', value: 2.977, uom: 'VLT' },
          { type: 'AccelerationX', value: 0.004, uom: 'K40' },
          { type: 'AccelerationY', value: -0.004, uom: 'K40' },
          { type: 'AccelerationZ', value: 1.036, uom: 'K40' },
        ],
      },
      {
        kind: 'reading',
        deviceId: tag,
        time,
        values: [{ type: 'movementCounter', value: 66, uom: null }],
        quality: ['unit-not-stated'],
      },
    ],
  },
  {
    name: 'format 3 without a time',
    topic,
    payload: '{"cnt":"7","rssi":-61,"data":"02010611FF990403291A1ECE1EFC18F94202CA0B53"}',
    expect: [
      {
        kind: 'reading',
        deviceId: tag,
        values: [
          { type: 'Temperature', value: 26.3, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 20.5, uom: 'P1' },
          { type: 'Pressure', value: 1027.66, uom: 'A97' },
          { type: 'Voltage', value: 2.899, uom: 'VLT' },
          { type: 'AccelerationX', value: -1, uom: 'K40' },
          { type: 'AccelerationY', value: -1.726, uom: 'K40' },
          { type: 'AccelerationZ', value: 0.714, uom: 'K40' },
        ],
      },
    ],
  },
  {
    name: 'sensor not available',
    topic,
    payload: '{"ts":"1795336200","data":"0201061BFF9904058000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF"}',
    expect: [{ kind: 'status', deviceId: tag, time, quality: ['numbers-as-strings', 'sensor-invalid'] }],
  },
  {
    name: 'gateway lost by the broker',
    topic: 'ruuvi/C8:25:2D:00:11:22/gw_status',
    payload: '{"state": "offline"}',
    expect: [{ kind: 'status', deviceId: 'C8:25:2D:00:11:22', online: false }],
  },
  {
    name: 'beacon of another maker',
    topic,
    payload: '{"ts":1795336200,"data":"0201061AFF4C000215AABBCCDDEEFF00112233445566778899000100010C"}',
    ignores: true,
  },
  { name: 'too short for any format', topic, payload: '{"ts":1795336200,"data":"AA"}', rejects: 'undecoded' },
  { name: 'no data', topic, payload: '{"ts":1795336200,"rssi":-61}', rejects: 'missing-field' },
];
