import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const zebraSamples: readonly Sample[] = [
  {
    name: 'pallet with an SSCC-96 tag',
    topic: 'ziotc',
    payload:
      '{"data":{"antenna":2,"channel":866.3,"eventNum":41,"format":"epc","idHex":"3174257bf4499602d2000000","peakRssi":-54,"reads":7},"timestamp":"2026-11-22T09:30:00.000+0100","type":"CUSTOM"}',
    expect: [
      {
        kind: 'scan',
        deviceId: 'ziotc',
        time,
        seq: 41,
        codes: ['(00)106141412345678908'],
        antenna: 2,
        rssiDbm: -54,
        reads: 7,
      },
    ],
  },
  {
    name: 'array from a reader that names itself, one event lost, one code unreadable',
    topic: 'site/dock01/tevents',
    payload:
      '[{"data":{"MAC":"C4:7D:CC:00:00:01","eventNum":7,"idHex":"ad99160040aac99525000025"},"timestamp":"2026-11-22T08:30:00Z","type":"SIMPLE"},{"data":{"MAC":"C4:7D:CC:00:00:01","eventNum":9,"idHex":"ad99_2"},"timestamp":"2026-11-22T08:30:00Z","type":"SIMPLE"}]',
    expect: [
      {
        kind: 'scan',
        deviceId: 'C4:7D:CC:00:00:01',
        time,
        seq: 7,
        codes: ['AD99160040AAC99525000025'],
        quality: ['sequence-gap'],
      },
    ],
  },
  {
    name: 'heartbeat',
    topic: 'ziotc/management-event',
    payload:
      '{"component":"RG","data":{"radio_control":{}},"eventNum":372,"timestamp":"2026-11-22T08:30:00.000+0000","type":"heartbeat"}',
    expect: [{ kind: 'status', deviceId: 'ziotc/management-event', time, seq: 372, online: true }],
  },
  {
    name: 'answer to a command',
    topic: 'ziotc/management-response',
    payload: '{"command":"get_version","response":"success","timestamp":"2026-11-22T08:30:00Z","type":"x"}',
    ignores: true,
  },
  {
    name: 'code that is not hexadecimal',
    topic: 'ziotc',
    payload: '{"data":{"eventNum":1,"idHex":"tag-17"},"timestamp":"2026-11-22T08:30:00Z","type":"SIMPLE"}',
    rejects: 'invalid-field',
  },
  {
    name: 'time that is none',
    topic: 'ziotc',
    payload: '{"data":{"idHex":"ad99160040aac99525000025"},"timestamp":"soon","type":"SIMPLE"}',
    rejects: 'invalid-time',
  },
];
