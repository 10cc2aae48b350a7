import type {
  MeasuredValue,
  PositionObservation,
  ReadingObservation,
  StatusObservation,
} from '#shared/domain/observation.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import { toCanonical } from '#shared/domain/units.ts';

import { maxTypeLength, numberProblem, ranges, wrapHeading, type Mutable } from './fields.ts';
import {
  flag,
  isThere,
  optionalNumber,
  optionalText,
  readHead,
  reject,
  requiredNumber,
  textOrNumber,
  type NativeHead,
  type NativeItem,
} from './native-item.ts';

const unlimited = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

const shorthand = [
  { key: 'temperatureC', type: 'Temperature' },
  { key: 'humidityPct', type: 'RelativeHumidity' },
  { key: 'batteryPct', type: 'BatteryLevel' },
  { key: 'pressureHpa', type: 'Pressure' },
  { key: 'lightLux', type: 'Illuminance' },
  { key: 'shockG', type: 'Acceleration' },
].map(({ key, type }) => {
  const quantity = quantityOf(type);
  return { key, type, uom: quantity?.uom ?? null, range: quantity ?? unlimited };
});

export function decodePosition(item: NativeItem): void {
  const head = readHead(item);
  if (head === undefined) return;
  const lat = requiredNumber(item, 'lat', { min: -90, max: 90 });
  const lon = requiredNumber(item, 'lon', { min: -180, max: 180 });
  if (lat === undefined || lon === undefined) return;
  const position: Mutable<PositionObservation> = { kind: 'position', ...head, lat, lon };
  const speedMps = optionalNumber(item, 'speedMps', ranges.speedMps);
  if (speedMps !== undefined) position.speedMps = speedMps;
  const headingDeg = optionalNumber(item, 'headingDeg', ranges.headingDeg);
  if (headingDeg !== undefined) position.headingDeg = wrapHeading(headingDeg);
  const accuracyM = optionalNumber(item, 'accuracyM', ranges.accuracyM);
  if (accuracyM !== undefined) position.accuracyM = accuracyM;
  const altitudeM = optionalNumber(item, 'altitudeM', ranges.altitudeM);
  if (altitudeM !== undefined) position.altitudeM = altitudeM;
  item.observations.push(position);
}

export function decodeStatus(item: NativeItem): void {
  const head = readHead(item);
  if (head === undefined) return;
  const before = item.rejected.length;
  const status: Mutable<StatusObservation> = { kind: 'status', ...head };
  const { online } = item.fields;
  if (typeof online === 'boolean') status.online = online;
  else if (isThere(online)) reject(item, 'invalid-field', 'online must be true or false');
  const batteryPct = optionalNumber(item, 'batteryPct', ranges.batteryPct);
  if (batteryPct !== undefined) status.batteryPct = batteryPct;
  const rssiDbm = optionalNumber(item, 'rssiDbm', ranges.rssiDbm);
  if (rssiDbm !== undefined) status.rssiDbm = rssiDbm;
  const firmware = optionalText(item, 'firmware');
  if (firmware.ok && firmware.text !== undefined) status.firmware = firmware.text;
  // A status of which nothing could be used is not turned into a heartbeat.
  if (item.rejected.length > before && !saysAnything(status)) return;
  item.observations.push(status);
}

function saysAnything(status: StatusObservation): boolean {
  const { online, batteryPct, rssiDbm, firmware } = status;
  return [online, batteryPct, rssiDbm, firmware].some((value) => value !== undefined);
}

export function decodeReading(item: NativeItem): void {
  const head = readHead(item);
  if (head === undefined) return;
  const channel = readChannel(item);
  if (!channel.ok) return;
  const before = item.rejected.length;
  const values = [...typedValue(item, head), ...shorthandValues(item)];
  if (values.length === 0) {
    if (item.rejected.length === before) reject(item, 'missing-field', 'the reading holds no measured value');
    return;
  }
  const reading: Mutable<ReadingObservation> = { kind: 'reading', ...head, values };
  if (channel.text !== undefined) reading.channel = channel.text;
  item.observations.push(reading);
}

type Channel = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false };

function readChannel(item: NativeItem): Channel {
  const { channel } = item.fields;
  if (!isThere(channel)) return { ok: true, text: undefined };
  const text = textOrNumber(channel);
  if (text !== undefined) return { ok: true, text: text === '' ? undefined : text };
  reject(item, 'invalid-field', 'channel must be a text or a number');
  return { ok: false };
}

function typedValue(item: NativeItem, head: NativeHead): MeasuredValue[] {
  const { fields } = item;
  if (!isThere(fields['type']) && !isThere(fields['value'])) return [];
  const type = optionalText(item, 'type', maxTypeLength);
  if (!type.ok) return [];
  if (type.text === undefined) return nothing(item, 'missing-field', 'the value has no type');
  if (!isThere(fields['value'])) return nothing(item, 'missing-field', `the ${type.text} has no value`);
  const uom = optionalText(item, 'uom', maxTypeLength);
  const value = optionalNumber(item, 'value', unlimited);
  if (!uom.ok || value === undefined) return [];
  return uom.text === undefined
    ? unstated(item, head, type.text, value)
    : stated(item, type.text, value, uom.text);
}

function nothing(item: NativeItem, reason: 'missing-field' | 'unknown-unit', detail: string): [] {
  reject(item, reason, detail);
  return [];
}

function unstated(item: NativeItem, head: NativeHead, type: string, value: number): MeasuredValue[] {
  const quantity = quantityOf(type);
  // A quantity without a unit (a door) lacks nothing.
  if (quantity?.uom === null) return checked(item, type, value, null);
  flag(head, 'unit-not-stated');
  return [{ type, value, uom: null }];
}

function stated(item: NativeItem, type: string, value: number, uom: string): MeasuredValue[] {
  const canonical = toCanonical(type, value, uom);
  if (canonical === undefined) return nothing(item, 'unknown-unit', `'${uom}' is not a unit of ${type}`);
  return checked(item, type, canonical.value, canonical.uom);
}

function checked(item: NativeItem, type: string, value: number, uom: string | null): MeasuredValue[] {
  const problem = numberProblem(type, value, quantityOf(type) ?? unlimited);
  if (problem === undefined) return [{ type, value, uom }];
  reject(item, problem.reason, problem.detail);
  return [];
}

function shorthandValues(item: NativeItem): MeasuredValue[] {
  const values: MeasuredValue[] = [];
  for (const { key, type, uom, range } of shorthand) {
    const value = optionalNumber(item, key, range);
    if (value !== undefined) values.push({ type, value, uom });
  }
  const { doorOpen } = item.fields;
  if (typeof doorOpen === 'boolean') values.push({ type: 'DoorOpen', value: doorOpen ? 1 : 0, uom: null });
  else if (isThere(doorOpen)) reject(item, 'invalid-field', 'doorOpen must be true or false');
  return values;
}
