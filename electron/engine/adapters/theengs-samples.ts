import type { Sample } from './adapter.ts';

const topic = 'home/TheengsGateway/BTtoMQTT/A4C138D5D498';
const deviceId = 'A4:C1:38:D5:D4:98';

export const theengsSamples: readonly Sample[] = [
  {
    name: 'thermometer below zero',
    topic,
    payload:
      '{"id":"A4:C1:38:D5:D4:98","rssi":-70,"brand":"Xiaomi","model_id":"LYWSD03MMC","tempc":-4.5,"tempf":23.9,"hum":62,"batt":81,"volt":2.939}',
    expect: [
      {
        kind: 'reading',
        deviceId,
        values: [
          { type: 'Temperature', value: -4.5, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 62, uom: 'P1' },
          { type: 'BatteryLevel', value: 81, uom: 'P1' },
          { type: 'Voltage', value: 2.939, uom: 'VLT' },
        ],
      },
    ],
  },
  {
    name: 'humidity that cannot be',
    topic,
    payload: '{"id":"A4:C1:38:D5:D4:98","tempc":24.1,"hum":104.7}',
    expect: [
      { kind: 'reading', deviceId, values: [{ type: 'Temperature', value: 24.1, uom: 'CEL' }] },
      { kind: 'status', deviceId, quality: ['out-of-range'] },
    ],
  },
  {
    name: 'gateway lost by the broker',
    topic: 'home/OMG_ESP32_BLE/LWT',
    payload: 'offline',
    expect: [{ kind: 'status', deviceId: 'OMG_ESP32_BLE', online: false }],
  },
  {
    name: 'beacon of a phone',
    topic,
    payload: '{"id":"A4:C1:38:D5:D4:98","rssi":-70,"txpower":4}',
    ignores: true,
  },
  {
    name: 'impossible temperature',
    topic,
    payload: '{"id":"A4:C1:38:D5:D4:98","tempc":-300}',
    rejects: 'out-of-range',
  },
];
