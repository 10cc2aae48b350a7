import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';
import { kmhToMps } from '#shared/domain/units.ts';

import { defineAdapter, type DecodeContext } from './adapter.ts';
import { maxTextLength, readTime } from './fields.ts';
import { flespiSamples } from './flespi-samples.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject, numberAt, textAt } from './object-payload.ts';

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const named = new MessageFacts(context.levels.at(-1) || context.topic);
  return decodeObject(payload, named, (fields) => {
    const ident = textAt(fields, 'ident');
    const facts = ident !== undefined && ident.length <= maxTextLength ? new MessageFacts(ident) : named;
    const { timestamp } = fields;
    if (timestamp !== undefined && timestamp !== null) {
      const parsed = readTime(timestamp, context, facts.head.deviceId);
      if (!parsed.ok) return facts.refuse('invalid-time', parsed.why);
      facts.head.time = parsed.time;
    }
    keepFix(fields, facts);
    for (const key of Object.keys(fields)) keepParameter(key, fields, facts);
    if (facts.isEmpty()) facts.status({});
    return facts.decoded();
  });
}

/** Speeds are km/h by flespi's list of parameters. */
function keepFix(fields: JsonFields, facts: MessageFacts): void {
  const lat = numberAt(fields, 'position.latitude');
  const lon = numberAt(fields, 'position.longitude');
  if (fields['position.valid'] === false) return facts.flag('no-fix');
  if (lat === undefined || lon === undefined) return;
  const speedKmh = numberAt(fields, 'position.speed');
  facts.position({
    lat,
    lon,
    speedMps: speedKmh === undefined ? undefined : kmhToMps(speedKmh),
    headingDeg: numberAt(fields, 'position.direction'),
    altitudeM: numberAt(fields, 'position.altitude'),
  });
}

/** Keys are flat and dotted; `#n` names one of several, and the whole key is then the channel. */
function keepParameter(key: string, fields: JsonFields, facts: MessageFacts): void {
  const value = numberAt(fields, key);
  if (value === undefined || key === 'timestamp' || key.startsWith('position.')) return;
  const [name = ''] = key.split('#');
  // Refrigeration units are passed on as they report: in Celsius or in Fahrenheit.
  if (name === 'refrigerator.sensor.temperature') facts.unstated('Temperature', value, key);
  else if (name.endsWith('sensor.temperature')) facts.value('Temperature', value, 'CEL', key);
  else if (name.endsWith('sensor.humidity')) facts.value('RelativeHumidity', value, 'P1', key);
  else if (key === 'battery.level') facts.value('BatteryLevel', value, 'P1');
  else if (key === 'battery.voltage') facts.value('Voltage', value, 'VLT');
  else if (key === 'external.powersource.voltage') facts.value('SupplyVoltage', value, 'VLT');
  else facts.unstated(key, value);
}

export const flespi = defineAdapter({
  id: 'flespi',
  title: 'flespi telematics messages',
  vendor: 'flespi',
  docs: 'https://flespi.com/kb/messages-basic-information-units',
  topics: ['flespi/message/gw/devices/+'],
  decode,
  samples: flespiSamples,
});
