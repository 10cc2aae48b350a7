import { describe, expect, it } from 'vitest';

import type { Adapter } from '#engine/adapters/adapter.ts';
import { carrierMilestones } from '#engine/adapters/carrier-milestones.ts';
import { native } from '#engine/adapters/native.ts';
import { ownTracks } from '#engine/adapters/owntracks.ts';
import { ruuviGateway } from '#engine/adapters/ruuvi-gateway.ts';
import { theThingsStack } from '#engine/adapters/the-things-stack.ts';
import { zebraIotConnector } from '#engine/adapters/zebra-iot-connector.ts';
import { zigbee2mqtt } from '#engine/adapters/zigbee2mqtt.ts';
import { bizSteps, scanOutcomes } from '#shared/domain/cbv.ts';
import { distanceM } from '#shared/domain/geo.ts';

import { faultIds } from '../../../electron/simulator/faults/fault.ts';
import { gs1CheckDigit } from '../../../electron/simulator/identifiers.ts';
import { contextFor } from '../../support/decode-context.ts';
import type { MessageItem } from './collect.ts';
import { messagesOf, nativeFacts } from './collect.ts';

const adapterOf: Readonly<Record<string, Adapter>> = {
  waymark: native,
  owntracks: ownTracks,
  ruuvi: ruuviGateway,
  v3: theThingsStack,
  zigbee2mqtt,
  ziotc: zebraIotConnector,
};

function adapterFor(item: MessageItem): Adapter {
  const { topic } = item.message;
  const adapter = topic.startsWith('waymark/carriers/')
    ? carrierMilestones
    : adapterOf[topic.split('/')[0] ?? ''];
  if (adapter === undefined) throw new Error(`no format for ${topic}`);
  return adapter;
}

const day = messagesOf({ hours: 12, faults: faultIds, backfillHours: 1, ordersPerDay: 400 });

describe('what the simulated devices publish', () => {
  it('is understood in every format, by the device it is from', () => {
    const formats = new Set<string>();
    const misunderstood = day.filter((item, index) => {
      const adapter = adapterFor(item);
      formats.add(adapter.id);
      if (index % 3 !== 0 && adapter !== zebraIotConnector) return false;
      const decoded = adapter.decode(Buffer.from(item.message.payload), contextFor(item.message.topic));
      const heard = new Set(decoded.observations.map((observation) => observation.deviceId));
      return decoded.rejected.length > 0 || item.said.some(({ deviceId }) => !heard.has(deviceId));
    });
    expect(misunderstood).toEqual([]);
    expect(formats.size).toBe(7);
  });

  it('says times, values and places as the books have them', () => {
    for (const item of day.filter((_, index) => index % 7 === 0)) {
      const { observations } = adapterFor(item).decode(
        Buffer.from(item.message.payload),
        contextFor(item.message.topic),
      );
      for (const [index, said] of item.said.entries()) {
        const heard =
          item.said.length === 1 ? observations : observations.filter((entry) => entry.time === said.saidMs);
        const times = heard.flatMap((entry) => entry.time ?? []);
        // Phones and Ruuvi gateways count in seconds; Zigbee2MQTT's moment may be taken or left.
        if (times.length > 0)
          expect(Math.min(...times.map((time) => Math.abs(time - said.saidMs)))).toBeLessThan(1000);
        else expect(item.message.topic).toMatch(/^zigbee2mqtt/);
        const { fix } = said;
        if (fix === undefined || index > 0) continue;
        const place = heard.find((entry) => entry.kind === 'position');
        expect(place).toMatchObject({ lat: fix.lat, lon: fix.lon });
      }
    }
  });

  it('uses only the keys and words of the native format', () => {
    const keys = {
      scan: [
        'time',
        'codes',
        'bizStep',
        'readPoint',
        'vehicleId',
        'parent',
        'outcome',
        'quantity',
        'lat',
        'lon',
        'operator',
        'boot',
        'seq',
      ],
      position: ['time', 'lat', 'lon', 'speedMps', 'headingDeg', 'accuracyM', 'altitudeM', 'boot', 'seq'],
      reading: [
        'time',
        'type',
        'value',
        'uom',
        'channel',
        'temperatureC',
        'humidityPct',
        'batteryPct',
        'doorOpen',
        'boot',
        'seq',
      ],
      status: ['time', 'online', 'batteryPct', 'rssiDbm', 'firmware'],
    };
    const offences = new Set<string>();
    for (const item of day.filter(({ message }) => message.topic.startsWith('waymark/v1/'))) {
      const [, version, , deviceId, kind, ...rest] = item.message.topic.split('/');
      if (version !== 'v1' || rest.length > 0 || deviceId !== item.said[0]?.deviceId)
        offences.add(item.message.topic);
      const allowed = keys[kind as keyof typeof keys];
      for (const fact of nativeFacts(item)) {
        for (const key of Object.keys(fact)) if (!allowed.includes(key)) offences.add(`${kind}.${key}`);
        if (Number.isNaN(Date.parse(String(fact['time']))))
          offences.add(`${kind}.time ${String(fact['time'])}`);
        if (kind !== 'scan') continue;
        if (!(bizSteps as readonly unknown[]).includes(fact['bizStep']))
          offences.add(JSON.stringify(fact['bizStep']));
        const { outcome } = fact;
        if (outcome !== undefined && !(scanOutcomes as readonly unknown[]).includes(outcome))
          offences.add(JSON.stringify(outcome));
      }
    }
    expect([...offences]).toEqual([]);
  });

  it('carries parcel codes with right check digits, also through the portal', () => {
    const codes = new Set<string>();
    for (const item of day) {
      if (!item.said.some((said) => said.kind === 'scan')) continue;
      const { observations } = adapterFor(item).decode(
        Buffer.from(item.message.payload),
        contextFor(item.message.topic),
      );
      const heard = observations.flatMap((entry) => (entry.kind === 'scan' ? entry.codes : []));
      const meant = item.said.flatMap((said) => (said.scans ?? []).flatMap((scan) => scan.codes));
      expect([...heard].sort()).toEqual([...meant].sort());
      // What a clerk keyed in wrongly is nobody's label.
      const labels = item.said.flatMap(({ scans = [] }) => scans.filter(({ parcels }) => parcels.length > 0));
      for (const code of labels.flatMap((scan) => scan.codes)) codes.add(code.slice('(00)'.length));
    }
    expect(codes.size).toBeGreaterThan(1000);
    for (const code of codes) expect(code).toBe(code.slice(0, 17) + gs1CheckDigit(code.slice(0, 17)));
  });

  it('moves vehicles at plausible speeds, except where a fix jumps', () => {
    const last = new Map<string, { lat: number; lon: number; trueMs: number }>();
    let moved = 0;
    let fastest = 0;
    for (const { fix, trueMs } of day.flatMap((item) => item.said)) {
      if (fix?.good !== true) continue;
      const before = last.get(fix.vehicleId);
      last.set(fix.vehicleId, { ...fix, trueMs });
      if (before === undefined) continue;
      const kmh = (distanceM(before, fix) / (trueMs - before.trueMs)) * 3600;
      fastest = Math.max(fastest, kmh);
      if (kmh > 20) moved++;
    }
    expect(fastest).toBeLessThan(130);
    expect(last.size).toBe(40);
    expect(moved).toBeGreaterThan(5000);
  });

  it('reports positions every 10 to 60 s and readings every 30 to 60 s', () => {
    const quiet = messagesOf({ hours: 2 });
    const times = new Map<string, number[]>();
    for (const { deviceId, kind, trueMs } of quiet.flatMap((item) => item.said)) {
      if (kind !== 'position' && kind !== 'reading') continue;
      times.set(deviceId, [...(times.get(deviceId) ?? []), trueMs]);
    }
    expect(times.size).toBe(100);
    for (const [, list] of times) {
      const gaps = list.slice(1).map((time, index) => (time - (list[index] ?? 0)) / 1000);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(9);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(67);
    }
  });
});
