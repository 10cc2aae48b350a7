import type { Sample } from './adapter.ts';

const time = Date.UTC(2026, 10, 22, 8, 30, 0);
const deviceId = 'coldroom';

export const tasmotaSamples: readonly Sample[] = [
  {
    name: 'two probes',
    topic: 'tele/coldroom/SENSOR',
    payload:
      '{"Time":"2026-11-22T08:30:00","DS18B20-1":{"Id":"00000566CC39","Temperature":0},"SHT3X":{"Temperature":4.1,"Humidity":80,"DewPoint":1},"TempUnit":"C"}',
    expect: [
      {
        kind: 'reading',
        deviceId,
        time,
        channel: '00000566CC39',
        values: [{ type: 'Temperature', value: 0, uom: 'CEL' }],
        quality: ['zone-assumed'],
      },
      {
        kind: 'reading',
        deviceId,
        time,
        channel: 'SHT3X',
        values: [
          { type: 'Temperature', value: 4.1, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 80, uom: 'P1' },
          { type: 'DewPoint', value: 1, uom: 'CEL' },
        ],
        quality: ['zone-assumed'],
      },
    ],
  },
  {
    name: 'lost by the broker',
    topic: 'tele/coldroom/LWT',
    payload: 'Offline',
    expect: [{ kind: 'status', deviceId, online: false }],
  },
  {
    name: 'state of the radio',
    topic: 'tele/coldroom/STATE',
    payload: '{"Time":"2026-11-22T08:30:00","Uptime":"0T00:10:00","Wifi":{"RSSI":70,"Signal":-65}}',
    expect: [{ kind: 'status', deviceId, time, online: true, rssiDbm: -65, quality: ['zone-assumed'] }],
  },
  { name: 'switch', topic: 'stat/coldroom/POWER', payload: 'ON', ignores: true },
  {
    name: 'switch in a sensor message',
    topic: 'tele/coldroom/SENSOR',
    payload: '{"Switch1":"ON"}',
    ignores: true,
  },
  {
    name: 'cut short',
    topic: 'tele/coldroom/SENSOR',
    payload: '{"DS18B20":{"Temperature":1',
    rejects: 'not-json',
  },
  {
    name: 'time that is none',
    topic: 'tele/coldroom/SENSOR',
    payload: '{"Time":"1970-13-01T00:00:00","DS18B20":{"Temperature":1}}',
    rejects: 'invalid-time',
  },
];
