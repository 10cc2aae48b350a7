import { describe, expect, test } from 'vitest';

import { keepDecodedPayload } from '#engine/adapters/decoded-payload.ts';
import { MessageFacts } from '#engine/adapters/message-facts.ts';

/** What a decoder's object becomes: values as `channel/type value unit`. */
function understood(payload: Readonly<Record<string, unknown>>) {
  const facts = new MessageFacts('dev');
  const place = keepDecodedPayload(payload, facts);
  const { observations, rejected } = facts.decoded();
  const values = observations.flatMap((item) => {
    if (item.kind !== 'reading') return [];
    const channel = item.channel === undefined ? '' : `${item.channel}/`;
    return item.values.map(({ type, value, uom }) => `${channel}${type} ${value} ${uom}`);
  });
  return { values, place, refused: rejected.map(({ reason }) => reason) };
}

describe('names that decoders give', () => {
  test.each([
    ['temperature', 4.2, 'Temperature 4.2 CEL'],
    ['Temperature', 4.2, 'Temperature 4.2 CEL'],
    ['sensorTemperature', 21.5, 'Temperature 21.5 CEL'],
    ['temp_f', 41, 'Temperature 5 CEL'],
    ['temperature_3', 27.2, 'temperature_3/Temperature 27.2 CEL'],
    ['temperature1', 27.2, 'temperature1/Temperature 27.2 CEL'],
    ['TempC_DS', 27.81, 'TempC_DS/Temperature 27.81 CEL'],
    ['Hum_SHT', 88.6, 'Hum_SHT/RelativeHumidity 88.6 P1'],
    ['relative_humidity_2', 46.5, 'relative_humidity_2/RelativeHumidity 46.5 P1'],
    ['BatV', 3.062, 'Voltage 3.062 VLT'],
    ['batteryVoltage', 3600, 'Voltage 3.6 VLT'],
    ['battery_mv', 900, 'Voltage 0.9 VLT'],
    ['battery', 92, 'BatteryLevel 92 P1'],
    ['battery', 3.6, 'BatteryLevel 3.6 null'],
    ['barometric_pressure_1', 1012.9, 'barometric_pressure_1/Pressure 1012.9 A97'],
    ['pressure', 101_325, 'Pressure 1013.25 A97'],
    ['pressure', 8.5, 'Pressure 8.5 null'],
    ['light_lux', 12, 'Illuminance 12 LUX'],
    ['luminosity', 0.64, 'Illuminance 0.64 null'],
    ['dewPoint', 3, 'DewPoint 3 CEL'],
    ['DOOR_OPEN_STATUS', 1, 'DoorOpen 1 null'],
    ['temperature_threshold', 8, 'temperature_threshold 8 null'],
    ['soil_humidity', 30, 'soil_humidity 30 null'],
    ['Bat_status', 3, 'Bat_status 3 null'],
    ['constructor', 1, 'constructor 1 null'],
    ['speed', 31.7, 'speed 31.7 null'],
  ])('%s %s is %s', (name, value, wanted) => {
    expect(understood({ [name]: value })).toEqual({ values: [wanted], place: {}, refused: [] });
  });

  test('of a place are told apart from values', () => {
    expect(
      understood({ latitudeDeg: -32, longitudeDeg: 116, headingDeg: 90, speedKmph: 36, alt: 0 }),
    ).toEqual({
      values: [],
      place: { lat: -32, lon: 116, headingDeg: 90, speedMps: 10, altitudeM: 0 },
      refused: [],
    });
  });

  test('inside objects say where they stood; lists of numbers are not searched', () => {
    const payload = {
      bytes: [1, 2, 3],
      env: { temperature: 4 },
      probes: [{ temperature: 5 }],
      deep: { a: { b: { c: { temperature: 6 } } } },
    };
    expect(understood(payload).values).toEqual([
      'env.temperature/Temperature 4 CEL',
      'probes.0.temperature/Temperature 5 CEL',
    ]);
  });

  test('of impossible values refuse only these', () => {
    expect(understood({ temperature: -300, humidity: 50 })).toEqual({
      values: ['RelativeHumidity 50 P1'],
      place: {},
      refused: ['out-of-range'],
    });
  });

  test('of a probe that is not connected hold no value', () => {
    expect(understood({ TempC_DS: 327.67, TempC_SHT: 5 }).values).toEqual(['TempC_SHT/Temperature 5 CEL']);
  });

  test('with numbers written as texts are read where the name is clear', () => {
    expect(understood({ Tem: '27.2', firmware: '1.2' }).values).toEqual(['Temperature 27.2 CEL']);
  });
});
