import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);
const deviceId = 'eui-a84041000181c061';
const topic = `v3/cold-chain@ttn/devices/${deviceId}/up`;
const ids = `"end_device_ids":{"device_id":"${deviceId}","application_ids":{"application_id":"cold-chain"}}`;
const heard =
  '"rx_metadata":[{"rssi":-101,"snr":8.5},{"rssi":-78}],"settings":{"time":"2026-11-22T08:30:00.000000Z"}';

export const theThingsStackSamples: readonly Sample[] = [
  {
    name: 'fridge sensor with an external probe',
    topic,
    payload: `{${ids},"received_at":"2026-11-22T08:30:00.2Z","uplink_message":{"session_key_id":"AYt1CUoFjSPmZ+","f_port":2,"f_cnt":12,"frm_payload":"y/YLDQN2AQrdf/8=","decoded_payload":{"BatV":3.062,"Bat_status":3,"Ext_sensor":"Temperature Sensor","Hum_SHT":88.6,"TempC_DS":4.81,"TempC_SHT":5.2},${heard}}}`,
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        boot: 'AYt1CUoFjSPmZ+',
        seq: 12,
        values: [{ type: 'Voltage', value: 3.062, uom: 'VLT' }],
      },
      {
        kind: 'reading',
        deviceId,
        time,
        values: [{ type: 'Bat_status', value: 3, uom: null }],
        quality: ['unit-not-stated'],
      },
      probe('Hum_SHT', 'RelativeHumidity', 88.6, 'P1'),
      probe('TempC_DS', 'Temperature', 4.81, 'CEL'),
      probe('TempC_SHT', 'Temperature', 5.2, 'CEL'),
      { kind: 'status', deviceId, time, boot: 'AYt1CUoFjSPmZ+', seq: 12, rssiDbm: -78 },
    ],
  },
  {
    name: 'tracker without satellites',
    topic,
    payload: `{${ids},"received_at":"2026-11-22T08:30:00Z","uplink_message":{"f_port":2,"f_cnt":1,"decoded_payload":{"ALARM_status":"FALSE","Latitude":0,"Longitude":0,"Tem":0}}}`,
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        seq: 1,
        values: [{ type: 'Temperature', value: 0, uom: 'CEL' }],
        quality: ['numbers-as-strings', 'no-fix'],
      },
    ],
  },
  {
    name: 'normalized by the device repository',
    topic,
    payload: `{${ids},"received_at":"2026-11-22T08:30:00Z","uplink_message":{"f_port":1,"f_cnt":3,"decoded_payload":{"temperature":-18.5},"normalized_payload":[{"air":{"temperature":-18.5,"relativeHumidity":40}}]}}`,
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        seq: 3,
        values: [
          { type: 'Temperature', value: -18.5, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 40, uom: 'P1' },
        ],
      },
    ],
  },
  {
    name: 'no payload decoder',
    topic,
    payload: `{${ids},"received_at":"2026-11-22T08:30:00Z","uplink_message":{"f_port":15,"f_cnt":4,"frm_payload":"VGVt"}}`,
    expect: [{ kind: 'status', deviceId, time, seq: 4, quality: ['undecoded'] }],
  },
  {
    name: 'place solved by the network',
    topic: `v3/cold-chain@ttn/devices/${deviceId}/location/solved`,
    payload: `{${ids},"location_solved":{"service":"x","location":{"latitude":10,"longitude":20,"altitude":30,"accuracy":90}}}`,
    expect: [{ kind: 'position', deviceId, lat: 10, lon: 20, altitudeM: 30, accuracyM: 90 }],
  },
  {
    name: 'joining the network',
    topic: `v3/cold-chain@ttn/devices/${deviceId}/join`,
    payload: `{${ids},"received_at":"2026-11-22T08:30:00Z","join_accept":{"session_key_id":"AXBSH1Pk6Z0G"}}`,
    expect: [{ kind: 'status', deviceId, time, event: 'join' }],
  },
  {
    name: 'downlink queued',
    topic: `v3/cold-chain@ttn/devices/${deviceId}/down/queued`,
    payload: `{${ids},"downlink_queued":{"f_port":15}}`,
    ignores: true,
  },
  { name: 'event of another kind', topic, payload: `{${ids}}`, rejects: 'unrecognised' },
  { name: 'not JSON', topic, payload: `{${ids}`, rejects: 'not-json' },
];

function probe(channel: string, type: string, value: number, uom: string) {
  return {
    kind: 'reading',
    deviceId,
    time,
    boot: 'AYt1CUoFjSPmZ+',
    seq: 12,
    channel,
    values: [{ type, value, uom }],
  } as const;
}
