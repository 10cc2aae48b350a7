import { describe, expect, it } from 'vitest';

import { DevicePut } from '#shared/contract/devices.ts';
import { VehiclePut } from '#shared/contract/fleet.ts';
import { Site } from '#shared/contract/sites.ts';

import { rawV2 } from '../../../electron/simulator/formats/ruuvi-gateway.ts';
import {
  gln,
  gs1CheckDigit,
  gtin,
  luhnCheckDigit,
  orderNumber,
  parcelSscc,
  sscc,
  ssccToEpcHex,
} from '../../../electron/simulator/identifiers.ts';
import { registryEntries } from '../../../electron/simulator/registry.ts';
import { coolChambers, devices, sensors } from '../../../electron/simulator/world/devices.ts';
import { fleet } from '../../../electron/simulator/world/fleet.ts';

describe('identifiers', () => {
  it('have the check digits of the standards', () => {
    expect(gs1CheckDigit('10614141234567890')).toBe('8');
    expect(gs1CheckDigit('00012345000000002')).toBe('7');
    expect(luhnCheckDigit('7992739871')).toBe('3');
    for (const code of [sscc(3, 42), gln(101), gtin(1000), parcelSscc(20_780, -5, 9999)]) {
      expect(code).toBe(code.slice(0, -1) + gs1CheckDigit(code.slice(0, -1)));
    }
    expect([sscc(3, 42), gln(101), gtin(1000)].map((code) => code.length)).toEqual([18, 13, 14]);
  });

  it('differ between working days that are moved differently', () => {
    expect(orderNumber(20_780, 0, 1)).not.toBe(orderNumber(20_780, -9, 1));
    expect(parcelSscc(20_780, 0, 1)).not.toBe(parcelSscc(20_780, -14, 1));
  });

  it('writes an SSCC as the 96 bits of its RFID tag', () => {
    // Header 31, filter 2, partition 5, prefix 0614141 and serial 1234567890 in their bits, 24 zeros.
    const bits = BigInt(`0x${ssccToEpcHex('106141412345678908')}`);
    expect([bits >> 88n, (bits >> 85n) & 7n, (bits >> 82n) & 7n]).toEqual([0x31n, 2n, 5n]);
    expect([(bits >> 58n) & 0xffffffn, (bits >> 24n) & 0x3ffffffffn, bits & 0xffffffn]).toEqual([
      614141n,
      1234567890n,
      0n,
    ]);
  });
});

describe('the Ruuvi frame', () => {
  it('holds temperature, humidity, battery, counter and address where data format 5 has them', () => {
    const frame = Buffer.from(
      rawV2({ temperatureC: -4.25, humidityPct: 81.5 }, 'F2:1F:00:11:22:33', 40, 70_000),
      'hex',
    );
    expect(frame.length).toBe(24);
    expect(frame.readUInt8(0)).toBe(5);
    expect(frame.readInt16BE(1) * 0.005).toBeCloseTo(-4.25, 6);
    expect(frame.readUInt16BE(3) * 0.0025).toBeCloseTo(81.5, 6);
    expect((frame.readUInt16BE(13) >> 5) + 1600).toBe(2940);
    expect(frame.readUInt16BE(16)).toBe(70_000 % 65_535);
    expect(frame.subarray(18).toString('hex')).toBe('f21f00112233');
  });
});

describe('the network', () => {
  it('has two warehouses, three centres, 40 vehicles and 60 sensors', () => {
    const entries = registryEntries(0);
    const kinds = entries
      .filter((entry) => entry.collection === 'sites')
      .map((entry) => JSON.stringify(entry.body['kind']));
    expect(kinds.sort()).toEqual([
      '"distribution-centre"',
      '"distribution-centre"',
      '"distribution-centre"',
      '"warehouse"',
      '"warehouse"',
    ]);
    expect(fleet).toHaveLength(40);
    expect(sensors).toHaveLength(60);
    expect(new Set(devices.map((device) => device.deviceId)).size).toBe(devices.length);
    expect(new Set(coolChambers.map((chamber) => chamber.chamberId)).size).toBe(7 + 23);
  });

  it('introduces itself in the words of the HTTP API', () => {
    const schemas = { sites: Site, vehicles: VehiclePut, devices: DevicePut };
    for (const { collection, id, body } of registryEntries(0)) {
      if (!(collection in schemas)) continue;
      const parsed = schemas[collection as keyof typeof schemas].safeParse(body);
      expect({ id, error: parsed.error?.message }).toEqual({ id, error: undefined });
    }
    const associated = registryEntries(0).filter((entry) => entry.collection === 'associations');
    expect(new Set(associated.map((entry) => entry.id)).size).toBe(40 + 60);
  });
});
