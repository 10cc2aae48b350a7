import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);

export const ownTracksSamples: readonly Sample[] = [
  {
    name: 'van on the motorway',
    topic: 'owntracks/anna/van12',
    payload:
      '{"_type":"location","tid":"12","tst":1795336200,"lat":50.1109,"lon":8.6821,"vel":90,"cog":360,"acc":8,"alt":112,"batt":77,"t":"u"}',
    expect: [
      {
        kind: 'reading',
        deviceId: 'anna/van12',
        time,
        values: [{ type: 'BatteryLevel', value: 77, uom: 'P1' }],
      },
      {
        kind: 'position',
        deviceId: 'anna/van12',
        time,
        lat: 50.1109,
        lon: 8.6821,
        speedMps: 25,
        headingDeg: 0,
        accuracyM: 8,
        altitudeM: 112,
      },
    ],
  },
  {
    name: 'what is not known is sent as -1',
    topic: 'owntracks/anna/van12',
    payload:
      '{"_type":"location","tst":1795336200,"lat":50.1109,"lon":8.6821,"vel":-1,"cog":-1,"batt":-1,"alt":-1}',
    expect: [
      {
        kind: 'position',
        deviceId: 'anna/van12',
        time,
        lat: 50.1109,
        lon: 8.6821,
        altitudeM: -1,
        quality: ['sentinel-minus-one'],
      },
    ],
  },
  {
    name: 'entering a region',
    topic: 'owntracks/anna/van12/event',
    payload:
      '{"_type":"transition","event":"enter","desc":"Hub 1","tst":1795336200,"wtst":1610104395,"lat":50.11,"lon":8.68,"acc":0}',
    expect: [
      { kind: 'position', deviceId: 'anna/van12', time, lat: 50.11, lon: 8.68, accuracyM: 0 },
      { kind: 'status', deviceId: 'anna/van12', time, event: 'enter', region: 'Hub 1' },
    ],
  },
  {
    name: 'lost by the broker',
    topic: 'owntracks/anna/van12',
    payload: '{"_type":"lwt","tst":1795336200}',
    expect: [{ kind: 'status', deviceId: 'anna/van12', online: false }],
  },
  {
    name: 'definition of a region',
    topic: 'owntracks/anna/van12/waypoint',
    payload: '{"_type":"waypoint","desc":"Hub 1","lat":50.11,"lon":8.68,"rad":"50","tst":"1385997757"}',
    ignores: true,
  },
  {
    name: 'encrypted, no key',
    topic: 'owntracks/anna/van12',
    payload: '{"_type":"encrypted","data":"qm1A83I6TVFRmH5343xy"}',
    rejects: 'encrypted',
  },
  {
    name: 'encrypted, wrong key',
    topic: 'owntracks/anna/van12',
    payload: '{"_type":"encrypted","data":"qm1A83I6TVFRmH5343xy"}',
    keys: { 'anna/van12': 'not the passphrase' },
    rejects: 'encrypted',
  },
  {
    name: 'location without a place',
    topic: 'owntracks/anna/van12',
    payload: '{"_type":"location","tst":1795336200}',
    rejects: 'missing-field',
  },
  {
    name: 'off the map',
    topic: 'owntracks/anna/van12',
    payload: '{"_type":"location","tst":1795336200,"lat":95,"lon":8.68}',
    rejects: 'out-of-range',
  },
  { name: 'not JSON', topic: 'owntracks/anna/van12', payload: 'X1234,50.1,8.6', rejects: 'not-json' },
];
