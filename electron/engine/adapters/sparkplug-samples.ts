import type { Sample } from './adapter.ts';

/** The payloads are those the specification prints in its chapter on payloads. */
const time = 1_486_144_502_122;
const deviceId = 'Sparkplug B Devices/Raspberry Pi';
const topic = (kind: string): string => `spBv1.0/Sparkplug B Devices/${kind}/Raspberry Pi`;

export const sparkplugSamples: readonly Sample[] = [
  {
    name: 'data of a node',
    topic: topic('NDATA'),
    payloadBase64: 'COry9aigKxIeCg5TdXBwbHkgVm9sdGFnZRjq8vWooCsgCWXNzERBGAI=',
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        seq: 2,
        values: [{ type: 'SupplyVoltage', value: 12.3, uom: 'VLT' }],
      },
    ],
  },
  {
    name: 'data of a device',
    topic: `${topic('DDATA')}/Pibrella`,
    payloadBase64: 'COry9aigKxIVCghJbnB1dHMvQRjq8vWooCsgC3ABEhUKCElucHV0cy9DGOry9aigKyALcAEYAA==',
    expect: [
      {
        kind: 'reading',
        deviceId: `${deviceId}/Pibrella`,
        time,
        seq: 0,
        values: [
          { type: 'Inputs/A', value: 1, uom: null },
          { type: 'Inputs/C', value: 1, uom: null },
        ],
        quality: ['unit-not-stated'],
      },
    ],
  },
  {
    name: 'death of a node',
    topic: topic('NDEATH'),
    payloadBase64: 'COry9aigKxISCgViZFNlcRjq8vWooCsgCFgA',
    expect: [{ kind: 'status', deviceId, time, online: false }],
  },
  {
    name: 'state of a host',
    topic: 'spBv1.0/STATE/console',
    payload: '{"online":true,"timestamp":1668114759262}',
    ignores: true,
  },
  {
    name: 'cut short',
    topic: topic('NDATA'),
    payloadBase64: 'COry9aigKxIeCg5TdXBwbHkgVm9sdGFnZRjq8vWooCs=',
    rejects: 'undecoded',
  },
];
