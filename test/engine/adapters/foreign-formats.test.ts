import { describe, expect, test } from 'vitest';

import type { Adapter } from '#engine/adapters/adapter.ts';
import { ownTracks } from '#engine/adapters/owntracks.ts';
import { impinjR700 } from '#engine/adapters/impinj-r700.ts';
import { ruuviGateway } from '#engine/adapters/ruuvi-gateway.ts';
import { shelly } from '#engine/adapters/shelly.ts';
import { sparkplug } from '#engine/adapters/sparkplug.ts';
import { tasmota } from '#engine/adapters/tasmota.ts';
import { teltonika } from '#engine/adapters/teltonika.ts';
import { theThingsStack } from '#engine/adapters/the-things-stack.ts';
import { traccar } from '#engine/adapters/traccar.ts';
import { zebraIotConnector } from '#engine/adapters/zebra-iot-connector.ts';
import { zigbee2mqtt } from '#engine/adapters/zigbee2mqtt.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { contextFor } from '../../support/decode-context.ts';

function decode(adapter: Adapter, topic: string, payload: unknown): Decoded {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return adapter.decode(Buffer.from(text), contextFor(topic));
}

function reasons(decoded: Decoded): string[] {
  return decoded.rejected.map(({ reason }) => reason);
}

describe('every foreign format', () => {
  test.each([
    [ownTracks, 'owntracks/a/b'],
    [theThingsStack, 'v3/a@t/devices/d/up'],
    [ruuviGateway, 'ruuvi/AA/BB'],
    [zebraIotConnector, 'ziotc'],
    [zigbee2mqtt, 'zigbee2mqtt/d'],
  ] as const)(
    '(topic %#) ignores a cleared retained message and refuses what is no object',
    (adapter, topic) => {
      expect(decode(adapter, topic, '').ignored).toBeDefined();
      expect(reasons(decode(adapter, topic, '7'))).toEqual(['not-an-object']);
      expect(reasons(decode(adapter, topic, '{'))).toEqual(['not-json']);
    },
  );
});

describe('OwnTracks', () => {
  test('a big portrait on a card is ignored, a big text elsewhere refused', () => {
    const face = 'A'.repeat(20_000);
    expect(decode(ownTracks, 'owntracks/a/b/info', { _type: 'card', face }).ignored).toBeDefined();
    expect(reasons(decode(ownTracks, 'owntracks/a/b', { _type: 'card', face }))).toEqual(['string-too-long']);
  });

  test('trackers report probes and their supply', () => {
    const payload = {
      _type: 'location',
      tst: 1_795_336_200,
      lat: 1,
      lon: 2,
      uext: 12.6,
      'temp_c-01': -18.5,
      'temp_c-02': 4,
    };
    const readings = decode(ownTracks, 'owntracks/a/b', payload).observations.filter(
      ({ kind }) => kind === 'reading',
    );
    expect(readings).toMatchObject([
      { values: [{ type: 'SupplyVoltage', value: 12.6, uom: 'VLT' }] },
      { channel: '01', values: [{ type: 'Temperature', value: -18.5, uom: 'CEL' }] },
      { channel: '02', values: [{ type: 'Temperature', value: 4, uom: 'CEL' }] },
    ]);
  });

  test('a place repeated without satellites is stale', () => {
    const payload = { _type: 'location', tst: 1_795_336_200, lat: 1, lon: 2, t: 'l' };
    expect(decode(ownTracks, 'owntracks/a/b', payload).observations).toMatchObject([
      { kind: 'position', quality: ['stale-fix'] },
    ]);
  });

  test('a message that names another topic is flagged', () => {
    const payload = { _type: 'location', tst: 1_795_336_200, lat: 1, lon: 2, topic: 'owntracks/a/c' };
    expect(decode(ownTracks, 'owntracks/a/b', payload).observations).toMatchObject([
      { deviceId: 'a/b', quality: ['mismatch'] },
    ]);
  });
});

describe('Ruuvi Gateway', () => {
  const data = '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F';
  const topic = 'ruuvi/AA:CC:EE:00:11:22/CB:B8:33:4C:88:4F';

  test.each([
    ['170.112233,59.445566', [{ lat: 59.445566, lon: 170.112233 }]],
    ['59.445566, 170.112233', [{ lat: 59.445566, lon: 170.112233 }]],
    ['60.17,24.94', []],
    ['Helsinki', []],
    ['', []],
  ])('coordinates "%s" of the gateway are used where their order is certain', (coords, places) => {
    const { observations } = decode(ruuviGateway, topic, { ts: 1_795_336_200, data, coords });
    const found = observations.flatMap((item) =>
      item.kind === 'position' ? [{ lat: item.lat, lon: item.lon }] : [],
    );
    expect(found).toEqual(places);
  });

  test('a frame of another tag than the topic says is flagged', () => {
    const { observations } = decode(ruuviGateway, 'ruuvi/AA/00:00:00:00:00:01', { ts: 1_795_336_200, data });
    expect(observations[0]?.quality).toEqual(['mismatch']);
  });

  test('decoded values are taken where there is no frame', () => {
    const { observations } = decode(ruuviGateway, topic, {
      ts: 1_795_336_200,
      temperature: 0,
      pressure: 100_000,
      measurementSequenceNumber: 7,
    });
    expect(observations).toMatchObject([
      {
        seq: 7,
        values: [
          { type: 'Temperature', value: 0, uom: 'CEL' },
          { type: 'Pressure', value: 1000, uom: 'A97' },
        ],
      },
    ]);
  });
});

describe('The Things Stack', () => {
  const ids = { end_device_ids: { device_id: 'dev1' } };
  const topic = 'v3/app@t/devices/dev1/up';

  test('a battery level of an earlier frame is a fact of its own time', () => {
    const uplink_message = {
      f_cnt: 9,
      received_at: '2026-11-22T08:30:00Z',
      decoded_payload: { temperature: 4 },
      last_battery_percentage: { f_cnt: 3, value: 90, received_at: '2026-11-22T06:00:00Z' },
    };
    expect(decode(theThingsStack, topic, { ...ids, uplink_message }).observations).toEqual([
      {
        kind: 'reading',
        deviceId: 'dev1',
        time: Date.UTC(2026, 10, 22, 8, 30),
        seq: 9,
        values: [{ type: 'Temperature', value: 4, uom: 'CEL' }],
      },
      {
        kind: 'reading',
        deviceId: 'dev1',
        time: Date.UTC(2026, 10, 22, 6),
        values: [{ type: 'BatteryLevel', value: 90, uom: 'P1' }],
      },
    ]);
  });

  test('measurements the device stored come back with their own times', () => {
    const uplink_message = {
      received_at: '2026-11-22T08:30:00Z',
      normalized_payload: [
        { air: { temperature: 5 } },
        { time: '2026-11-22T07:30:00Z', air: { temperature: 4 } },
      ],
    };
    const { observations } = decode(theThingsStack, topic, { ...ids, uplink_message });
    expect(observations.map(({ time }) => time)).toEqual([
      Date.UTC(2026, 10, 22, 8, 30),
      Date.UTC(2026, 10, 22, 7, 30),
    ]);
  });

  test('a device that is not the one of the topic is flagged', () => {
    const { observations } = decode(theThingsStack, 'v3/app@t/devices/dev2/join', {
      ...ids,
      join_accept: {},
    });
    expect(observations).toEqual([
      { kind: 'status', deviceId: 'dev1', event: 'join', quality: ['mismatch'] },
    ]);
  });
});

describe('Zebra IoT Connector', () => {
  const event = {
    data: { eventNum: 1, idHex: 'ad99160040aac99525000025' },
    timestamp: '2026-11-22T08:30:00Z',
    type: 'SIMPLE',
  };

  test('what follows the last complete event is refused by itself', () => {
    const decoded = decode(
      zebraIotConnector,
      'ziotc',
      `${JSON.stringify(event)}\n${JSON.stringify(event)}{"data":`,
    );
    expect(decoded.observations).toHaveLength(2);
    expect(decoded.rejected).toMatchObject([
      { reason: 'not-json', detail: expect.stringMatching(/^event 3: /) },
    ]);
  });

  test('an antenna that is no number is refused, the code is kept', () => {
    const data = { ...event.data, antenna: 'A', reads: 0 };
    const decoded = decode(zebraIotConnector, 'ziotc', { ...event, data });
    expect(decoded.observations).toMatchObject([{ codes: ['AD99160040AAC99525000025'], reads: 0 }]);
    expect(reasons(decoded)).toEqual(['invalid-field']);
  });

  test('events of the reader are kept by name', () => {
    const decoded = decode(zebraIotConnector, 'ziotc/m-evt', {
      eventNum: 2,
      timestamp: '2026-11-22T08:30:00Z',
      type: 'gpi',
      data: {},
    });
    expect(decoded.observations).toMatchObject([{ kind: 'status', event: 'gpi', online: true }]);
  });
});

function typesOf(payload: object): string[] {
  return decode(zigbee2mqtt, 'zigbee2mqtt/plug', payload).observations.flatMap((item) =>
    item.kind === 'reading' ? item.values.map(({ type, uom }) => `${type} ${uom}`) : [],
  );
}

describe('Zigbee2MQTT', () => {
  test.each([
    'zigbee2mqtt/lamp/set',
    'zigbee2mqtt/a/b/get',
    'zigbee2mqtt/lamp/set/brightness',
    'zigbee2mqtt/bridge/devices',
  ])('%s is not from a device', (topic) => {
    expect(decode(zigbee2mqtt, topic, 'anything').ignored).toBeDefined();
  });

  test('volts of a mains plug are its supply, of an unknown device they keep their name', () => {
    expect(typesOf({ voltage: 231, power: 12 })).toEqual(['SupplyVoltage VLT', 'power null']);
    expect(typesOf({ voltage: 231 })).toEqual(['voltage null']);
  });

  test("a radio chip's temperature is not the air's", () => {
    const { observations } = decode(zigbee2mqtt, 'zigbee2mqtt/d', { temperature: 4, device_temperature: 31 });
    expect(observations).toMatchObject([
      { values: [{ type: 'Temperature', value: 4, uom: 'CEL' }] },
      { channel: 'device_temperature', values: [{ type: 'Temperature', value: 31, uom: 'CEL' }] },
    ]);
  });
});

describe('Shelly', () => {
  test.each([
    ['dev/status/temperature:0', '{"id":0,"tC":4}', true],
    ['dev/status/temperature:0', 'text', false],
    ['dev/status/engine', '{"rpm":900}', false],
    ['dev/online', 'true', true],
    ['dev/online', '{"since":1}', false],
    ['dev/events/rpc', '{"src":"dev","method":"NotifyStatus"}', true],
    ['dev/events/rpc', '{"jsonrpc":"2.0"}', false],
  ])('%s with %s is its own: %s', (topic, payload, its) => {
    expect(shelly.match?.(Buffer.from(payload), contextFor(topic))).toBe(its);
  });

  test('a battery on external power says nothing', () => {
    const payload = { id: 0, battery: { V: 0.43, percent: 0 }, external: { present: true } };
    expect(decode(shelly, 'dev/status/devicepower:0', payload).ignored).toBeDefined();
  });
});

const position = {
  deviceId: 1,
  valid: true,
  latitude: 1,
  longitude: 2,
  deviceTime: '2026-11-22T08:30:00.000+0000',
};

function withProtocol(protocol: string) {
  const payload = { position: { ...position, protocol, attributes: { battery: 4 } } };
  return decode(traccar, 'traccar/positions', payload).observations;
}

describe('Traccar', () => {
  const position = {
    deviceId: 1,
    valid: true,
    latitude: 1,
    longitude: 2,
    deviceTime: '2026-11-22T08:30:00.000+0000',
  };

  test('the fix keeps its own time beside that of the report', () => {
    const payload = {
      position: { ...position, fixTime: '2026-11-22T08:00:00.000+0000', attributes: { temp1: 4 } },
    };
    expect(decode(traccar, 'traccar/positions', payload).observations).toMatchObject([
      { kind: 'reading', time: Date.UTC(2026, 10, 22, 8, 30) },
      { kind: 'position', time: Date.UTC(2026, 10, 22, 8, 0), quality: ['stale-fix'] },
    ]);
  });

  test('a bare battery is volts, but per cent for phones with OwnTracks', () => {
    expect(withProtocol('teltonika')).toMatchObject([{ values: [{ type: 'Voltage', value: 4 }] }, {}]);
    expect(withProtocol('owntracks')).toMatchObject([{ values: [{ type: 'BatteryLevel', value: 4 }] }, {}]);
  });
});

describe('Tasmota', () => {
  test('pressure in millimetres of mercury and temperature in Fahrenheit are converted', () => {
    const payload = {
      Time: '2026-11-22T08:30:00',
      BME280: { Temperature: 50, Pressure: 750 },
      TempUnit: 'F',
      PressureUnit: 'mmHg',
    };
    expect(decode(tasmota, 'tele/d/SENSOR', payload).observations).toMatchObject([
      {
        channel: 'BME280',
        values: [
          { value: 10, uom: 'CEL' },
          { type: 'Pressure', value: 999.917905613, uom: 'A97' },
        ],
      },
    ]);
  });

  test('devices behind a Zigbee bridge are channels by their name', () => {
    const payload = {
      ZbReceived: { '0x8F20': { Name: 'Kitchen', Temperature: 21, Battery: 98, LinkQuality: 88 } },
      TempUnit: 'C',
    };
    expect(decode(tasmota, 'tele/bridge/SENSOR', payload).observations).toMatchObject([
      {
        channel: 'Kitchen',
        values: [
          { type: 'Temperature', value: 21 },
          { type: 'BatteryLevel', value: 98 },
        ],
      },
    ]);
  });
});

describe('Teltonika', () => {
  test.each([
    ['master/fleet/teltonika/352093081452251/data', '352093081452251'],
    ['$aws/things/352093081452251/shadow/update', '352093081452251'],
    ['fleet/352093081452251', '352093081452251'],
    ['fleet/a', 'fleet/a'],
  ])('on %s is %s', (topic, deviceId) => {
    const { observations } = decode(teltonika, topic, { state: { reported: { '67': 3600 } } });
    expect(observations).toMatchObject([{ deviceId, values: [{ type: 'Voltage', value: 3.6 }] }]);
  });

  test('a probe that is not connected holds no value', () => {
    const { observations } = decode(teltonika, 'a/b/teltonika/1/data', {
      state: { reported: { '72': 3000, '73': 45 } },
    });
    expect(observations).toMatchObject([
      { channel: 'probe 2', values: [{ value: 4.5 }] },
      { kind: 'status', quality: ['sensor-invalid'] },
    ]);
  });
});

describe('Impinj', () => {
  test('a last will is words on the status topic, nothing else', () => {
    expect(decode(impinjR700, 'impinj/status', 'connection lost').observations).toMatchObject([
      { online: false },
    ]);
    expect(reasons(decode(impinjR700, 'impinj/events', 'connection lost'))).toEqual(['not-json']);
    expect(reasons(decode(impinjR700, 'impinj/status', '{"eventType":'))).toEqual(['not-json']);
  });
});

/** A metric of Sparkplug that is 4.5, with the given bytes in front. */
function metric(head: string): Buffer {
  const body = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from('200a69', 'hex'), Buffer.alloc(8)]);
  body.writeDoubleLE(4.5, body.length - 8);
  return Buffer.concat([Buffer.from([0x12, body.length]), body]);
}

describe('Sparkplug', () => {
  test('a metric that is only an alias is refused, the others are kept', () => {
    const payload = Buffer.concat([metric('\x10\x07'), metric('\x0a\x14Fridge 1/Temperature')]);
    const decoded = sparkplug.decode(payload, contextFor('spBv1.0/g/DDATA/n/d'));
    expect(decoded.observations).toMatchObject([
      { deviceId: 'g/n/d', channel: 'Fridge 1', values: [{ type: 'Temperature', value: 4.5, uom: 'CEL' }] },
    ]);
    expect(reasons(decoded)).toEqual(['undecoded']);
  });
});
