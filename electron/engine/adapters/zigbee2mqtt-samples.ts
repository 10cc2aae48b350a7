import type { Sample } from './adapter.ts';

const topic = 'zigbee2mqtt/cold room/shelf 3';
const deviceId = 'cold room/shelf 3';

export const zigbee2mqttSamples: readonly Sample[] = [
  {
    name: 'climate sensor on a battery',
    topic,
    payload:
      '{"battery":97,"humidity":80.2,"linkquality":105,"pressure":1002.5,"temperature":0,"voltage":2985}',
    expect: [
      {
        kind: 'reading',
        deviceId,
        values: [
          { type: 'BatteryLevel', value: 97, uom: 'P1' },
          { type: 'RelativeHumidity', value: 80.2, uom: 'P1' },
          { type: 'Pressure', value: 1002.5, uom: 'A97' },
          { type: 'Temperature', value: 0, uom: 'CEL' },
          { type: 'Voltage', value: 2.985, uom: 'VLT' },
        ],
      },
      {
        kind: 'reading',
        deviceId,
        values: [{ type: 'linkquality', value: 105, uom: null }],
        quality: ['unit-not-stated'],
      },
    ],
  },
  {
    name: 'door with the time it was heard',
    topic: 'zigbee2mqtt/dock-door',
    payload: '{"contact":false,"battery":null,"last_seen":"2026-11-22T09:30:00+01:00"}',
    expect: [
      {
        kind: 'reading',
        deviceId: 'dock-door',
        time: Date.UTC(2026, 10, 22, 8, 30, 0),
        values: [{ type: 'DoorOpen', value: 1, uom: null }],
      },
    ],
  },
  {
    name: 'device lost',
    topic: `${topic}/availability`,
    payload: '{"state":"offline"}',
    expect: [{ kind: 'status', deviceId, online: false }],
  },
  {
    name: 'button',
    topic: 'zigbee2mqtt/call-button',
    payload: '{"action":"single"}',
    expect: [{ kind: 'status', deviceId: 'call-button', event: 'single' }],
  },
  {
    name: 'list of devices',
    topic: 'zigbee2mqtt/bridge/devices',
    payload: '[{"ieee_address":"0x00158d0001234567"}]',
    ignores: true,
  },
  { name: 'switch', topic: 'zigbee2mqtt/lamp', payload: '{"state":"ON"}', ignores: true },
  { name: 'bare number', topic, payload: '4.2', rejects: 'not-an-object' },
  { name: 'impossible temperature', topic, payload: '{"temperature":-300}', rejects: 'out-of-range' },
];
