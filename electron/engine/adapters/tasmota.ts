import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { numberProblem, ranges, readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject, numberAt, objectAt, textAt } from './object-payload.ts';
import { decodeOnlineState } from './online-state.ts';
import { tasmotaSamples } from './tasmota-samples.ts';

/** Keys of a message that speak of the message, or of a sensor that are not measured. */
const notMeasured: ReadonlySet<string> = new Set([
  'Id',
  'RSSI',
  'mac',
  'Endpoint',
  'LinkQuality',
  'Group',
  'TotalStartTime',
]);

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const [prefix = '', ...rest] = context.levels;
  const kind = rest.pop() ?? '';
  const facts = new MessageFacts(rest.join('/') || context.topic);
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  if (kind === 'LWT') return decodeOnlineState(lowerCase(payload), facts);
  if (prefix === 'tele' && kind === 'STATE')
    return decodeObject(payload, facts, (fields) => decodeState(fields, facts, context));
  if (kind !== 'SENSOR' && kind !== 'STATUS8' && kind !== 'STATUS10')
    return ignored('a switch position or an answer to a command');
  return decodeObject(payload, facts, (fields) =>
    decodeSensors(objectAt(fields, 'StatusSNS') ?? fields, facts, context),
  );
}

/** The will says Online and Offline. */
function lowerCase(payload: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(payload.subarray(0, 64)).toString('latin1').toLowerCase(), 'latin1');
}

function decodeState(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  if (!keepTime(fields, facts, context)) return facts.decoded();
  const rssiDbm = numberAt(objectAt(fields, 'Wifi') ?? {}, 'Signal');
  const plausible = rssiDbm !== undefined && numberProblem('Signal', rssiDbm, ranges.rssiDbm) === undefined;
  facts.status(plausible ? { online: true, rssiDbm } : { online: true });
  return facts.decoded();
}

/** Local time without a zone; old firmware wrote `2018.02.01 22:52:09`. */
function keepTime(fields: JsonFields, facts: MessageFacts, context: DecodeContext): boolean {
  const raw = textAt(fields, 'Time');
  if (raw === undefined) return true;
  const text = raw.replace(/^(\d{4})\.(\d{2})\.(\d{2})\b/, '$1-$2-$3');
  const parsed = readTime(text, context, facts.head.deviceId);
  if (!parsed.ok) {
    facts.reject('invalid-time', parsed.why);
    return false;
  }
  facts.head.time = parsed.time;
  if (parsed.zoneAssumed) facts.flag('zone-assumed');
  return true;
}

interface Units {
  readonly temperature: 'CEL' | 'FAH';
  readonly pressure: { readonly uom: string; readonly factor: number } | undefined;
}

const pressureUnits = new Map<string, Units['pressure']>([
  ['hPa', { uom: 'A97', factor: 1 }],
  ['kPa', { uom: 'KPA', factor: 1 }],
  ['mmHg', { uom: 'A97', factor: 1.333_223_874_15 }],
  ['inHg', { uom: 'A97', factor: 33.863_886_66 }],
]);

function decodeSensors(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  if (!keepTime(fields, facts, context)) return facts.decoded();
  const units: Units = {
    temperature: textAt(fields, 'TempUnit') === 'F' ? 'FAH' : 'CEL',
    pressure: pressureUnits.get(textAt(fields, 'PressureUnit') ?? 'hPa'),
  };
  const measured = keepSensors(fields, units, facts);
  if (measured === 0) return ignored('nothing measured: switch positions only');
  // Celsius is the firmware's default; without the word it is an assumption.
  if (measured > 0 && textAt(fields, 'TempUnit') === undefined && facts.holds('Temperature'))
    facts.flag('unit-not-stated');
  return facts.decoded();
}

/** Sensors are objects under their own name; Zigbee devices stand one level deeper. */
function keepSensors(fields: JsonFields, units: Units, facts: MessageFacts): number {
  let measured = 0;
  for (const [name, sensor] of Object.entries(fields)) {
    if (!isFields(sensor)) continue;
    if (name === 'ZbReceived') {
      measured += keepSensors(sensor, units, facts);
      continue;
    }
    const channel = textAt(sensor, 'Id') ?? textAt(sensor, 'Name') ?? name;
    for (const [key, value] of Object.entries(sensor)) {
      if (typeof value !== 'number' || notMeasured.has(key)) continue;
      measured += 1;
      keepValue(facts, { key, value, channel, units });
    }
  }
  return measured;
}

interface SensorValue {
  readonly key: string;
  readonly value: number;
  readonly channel: string;
  readonly units: Units;
}

function keepValue(facts: MessageFacts, { key, value, channel, units }: SensorValue): void {
  switch (key) {
    case 'Temperature':
      return facts.value('Temperature', value, units.temperature, channel);
    case 'DewPoint':
      return facts.value('DewPoint', value, units.temperature, channel);
    case 'Humidity':
      return facts.value('RelativeHumidity', value, 'P1', channel);
    case 'Pressure':
      if (units.pressure === undefined) return facts.unstated('Pressure', value, channel);
      return facts.value('Pressure', value * units.pressure.factor, units.pressure.uom, channel);
    case 'Illuminance':
      return facts.value('Illuminance', value, 'LUX', channel);
    case 'Battery':
    case 'BatteryPercentage':
      return facts.value('BatteryLevel', value, 'P1', channel);
    case 'Voltage':
      return facts.value(channel === 'ENERGY' ? 'SupplyVoltage' : 'Voltage', value, 'VLT', channel);
    default:
      return facts.unstated(key, value, channel);
  }
}

export const tasmota = defineAdapter({
  id: 'tasmota',
  title: 'Tasmota',
  vendor: 'Tasmota',
  docs: 'https://tasmota.github.io/docs/MQTT/',
  topics: ['tele/+/+', 'stat/+/+'],
  decode,
  samples: tasmotaSamples,
});
