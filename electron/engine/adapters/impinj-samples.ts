import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);
const deviceId = 'impinj-01-23-45';

export const impinjSamples: readonly Sample[] = [
  {
    name: 'pallet with an SSCC-96 tag, base64 only',
    topic: 'impinj/events',
    payload:
      '{"timestamp":"2026-11-22T08:30:00.000Z","hostname":"impinj-01-23-45","eventType":"tagInventory","tagInventoryEvent":{"epc":"MXQle/RJlgLSAAAA","antennaPort":1,"peakRssiCdbm":-5450}}',
    expect: [{ kind: 'scan', deviceId, time, codes: ['(00)106141412345678908'], antenna: 1, rssiDbm: -54.5 }],
  },
  {
    name: 'gate opened',
    topic: 'impinj/events',
    payload:
      '{"timestamp":"2026-11-22T08:30:00Z","hostname":"impinj-01-23-45","eventType":"gpiTransition","gpiTransitionEvent":{"gpi":1,"transition":"high-to-low"}}',
    expect: [{ kind: 'status', deviceId, time, online: true, event: 'gpiTransition' }],
  },
  {
    name: 'last will',
    topic: 'impinj/status',
    payload: 'connection lost',
    expect: [{ kind: 'status', deviceId: 'impinj/status', online: false }],
  },
  {
    name: 'tag without a code',
    topic: 'impinj/events',
    payload:
      '{"timestamp":"2026-11-22T08:30:00Z","eventType":"tagInventory","tagInventoryEvent":{"antennaPort":1}}',
    rejects: 'invalid-field',
  },
  { name: 'cut short', topic: 'impinj/status', payload: '{"eventType":"tagInv', rejects: 'not-json' },
];
