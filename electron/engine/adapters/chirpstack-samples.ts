import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);
const deviceId = '0101010101010101';
const base = `application/17c82e96/device/${deviceId}/event`;
const head = `"time":"2026-11-22T08:30:00.000000000+00:00","deviceInfo":{"devEui":"${deviceId}"}`;

export const chirpstackSamples: readonly Sample[] = [
  {
    name: 'uplink with a codec',
    topic: `${base}/up`,
    payload: `{${head},"devAddr":"00189440","fPort":1,"data":"qg==","object":{"temperature":0,"humidity":55},"rxInfo":[{"rssi":-110},{"rssi":-36}]}`,
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        boot: '00189440',
        seq: 0,
        values: [
          { type: 'Temperature', value: 0, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 55, uom: 'P1' },
        ],
      },
      { kind: 'status', deviceId, time, boot: '00189440', seq: 0, rssiDbm: -36 },
    ],
  },
  {
    name: 'uplink without a codec',
    topic: `${base}/up`,
    payload: `{${head},"devAddr":"00189440","fCnt":2,"fPort":1,"data":"qg=="}`,
    expect: [{ kind: 'status', deviceId, time, boot: '00189440', seq: 2, quality: ['undecoded'] }],
  },
  {
    name: 'battery level',
    topic: `${base}/status`,
    payload: `{${head},"margin":10,"batteryLevel":88.3}`,
    expect: [{ kind: 'reading', deviceId, time, values: [{ type: 'BatteryLevel', value: 88.3, uom: 'P1' }] }],
  },
  {
    name: 'joining the network',
    topic: `${base}/join`,
    payload: `{${head},"devAddr":"00189440"}`,
    expect: [{ kind: 'status', deviceId, time, event: 'join' }],
  },
  { name: 'downlink sent', topic: `${base}/txack`, payload: `{${head}}`, ignores: true },
  { name: 'event of another kind', topic: `${base}/tea`, payload: `{${head}}`, rejects: 'unrecognised' },
];
