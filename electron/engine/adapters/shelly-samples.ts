import type { Sample } from './adapter.ts';

const deviceId = 'shellyplusht-b8d61a8b17cc';
const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const shellySamples: readonly Sample[] = [
  {
    name: 'thermometer after waking up',
    topic: `${deviceId}/events/rpc`,
    payload:
      '{"src":"shellyplusht-b8d61a8b17cc","dst":"x","method":"NotifyFullStatus","params":{"ts":1795336200,"devicepower:0":{"id":0,"battery":{"V":5.6,"percent":80},"external":{"present":false}},"humidity:0":{"id":0,"rh":60},"temperature:0":{"id":0,"tC":0,"tF":32},"temperature:100":{"id":100,"tC":-18}}}',
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        values: [
          { type: 'BatteryLevel', value: 80, uom: 'P1' },
          { type: 'Voltage', value: 5.6, uom: 'VLT' },
          { type: 'RelativeHumidity', value: 60, uom: 'P1' },
          { type: 'Temperature', value: 0, uom: 'CEL' },
        ],
      },
      {
        kind: 'reading',
        deviceId,
        time,
        channel: 'temperature:100',
        values: [{ type: 'Temperature', value: -18, uom: 'CEL' }],
      },
    ],
  },
  {
    name: 'lost by the broker',
    topic: `${deviceId}/online`,
    payload: 'false',
    expect: [{ kind: 'status', deviceId, online: false }],
  },
  { name: 'switch', topic: `${deviceId}/status/switch:0`, payload: '{"id":0,"output":true}', ignores: true },
  { name: 'not JSON', topic: `${deviceId}/status/temperature:0`, payload: '{"tC":', rejects: 'not-json' },
  { name: 'neither true nor false', topic: `${deviceId}/online`, payload: 'maybe', rejects: 'invalid-field' },
];
