import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { clip, readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject } from './object-payload.ts';
import { decodeOnlineState } from './online-state.ts';
import { zigbee2mqttSamples } from './zigbee2mqtt-samples.ts';

/** Properties whose quantity and unit Zigbee2MQTT documents ("exposes"). */
const quantities = new Map<string, { readonly type: string; readonly uom: string }>([
  ['temperature', { type: 'Temperature', uom: 'CEL' }],
  ['humidity', { type: 'RelativeHumidity', uom: 'P1' }],
  ['pressure', { type: 'Pressure', uom: 'A97' }],
  ['battery', { type: 'BatteryLevel', uom: 'P1' }],
  ['illuminance', { type: 'Illuminance', uom: 'LUX' }],
  ['illuminance_lux', { type: 'Illuminance', uom: 'LUX' }],
  ['dew_point', { type: 'DewPoint', uom: 'CEL' }],
]);

/** Values beside the measured ones that are not the air or the goods: a channel of their own. */
const sideTemperatures = /^(device_temperature|(local_)?temperature_(l?\d+|external|internal|probe|sensor))$/;

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const name = context.levels.slice(1).join('/');
  if (name === 'bridge/state') return decodeOnlineState(payload, new MessageFacts('bridge'));
  if (name === 'bridge' || name.startsWith('bridge/')) return ignored('the bridge speaking of itself');
  if (/\/(set|get)(\/[^/]*)?$/.test(name)) return ignored('a command to a device');
  if (name.endsWith('/availability')) {
    return decodeOnlineState(
      payload,
      new MessageFacts(name.slice(0, -'/availability'.length) || context.topic),
    );
  }
  const facts = new MessageFacts(name === '' ? context.topic : name);
  return decodeObject(payload, facts, (fields) => decodeDevice(fields, facts, context));
}

function decodeDevice(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  readLastSeen(fields, facts, context);
  let measured = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (key !== 'last_seen' && keep(key, value, fields, facts)) measured += 1;
  }
  const { action } = fields;
  if (typeof action === 'string' && action !== '') facts.status({ event: clip(action, 64) });
  else if (measured === 0) return ignored('nothing measured: switch positions and settings only');
  return facts.decoded();
}

/** Only there when the bridge is set to send it; then it is when the device itself was last heard. */
function readLastSeen(fields: JsonFields, facts: MessageFacts, context: DecodeContext): void {
  const raw = fields['last_seen'];
  if (typeof raw !== 'string' && typeof raw !== 'number') return;
  const parsed = readTime(raw, context, facts.head.deviceId);
  if (!parsed.ok) return facts.reject('invalid-time', parsed.why);
  facts.head.time = parsed.time;
  if (parsed.zoneAssumed) facts.flag('zone-assumed');
}

/** True when the property was a value (good or impossible); null means "not measured yet". */
function keep(key: string, value: unknown, fields: JsonFields, facts: MessageFacts): boolean {
  if (typeof value === 'boolean') {
    // A contact is closed when it touches: the door is open when it does not.
    if (key === 'contact') facts.value('DoorOpen', value ? 0 : 1, null);
    else facts.unstated(key, value ? 1 : 0);
    return true;
  }
  if (typeof value !== 'number') return false;
  const quantity = quantities.get(key);
  if (key === 'voltage') keepVoltage(value, fields, facts);
  else if (key === 'illuminance' && 'illuminance_lux' in fields) facts.unstated(key, value);
  else if (quantity !== undefined) facts.value(quantity.type, value, quantity.uom);
  else if (sideTemperatures.test(key)) facts.value('Temperature', value, 'CEL', key);
  else facts.unstated(key, value);
  return true;
}

/** Battery devices report millivolts, mains devices volts; what is neither for certain keeps its name. */
function keepVoltage(value: number, fields: JsonFields, facts: MessageFacts): void {
  if ('battery' in fields || 'battery_low' in fields) facts.value('Voltage', value, '2Z');
  else if ('power' in fields || 'current' in fields || 'energy' in fields)
    facts.value('SupplyVoltage', value, 'VLT');
  else facts.unstated('voltage', value);
}

export const zigbee2mqtt = defineAdapter({
  id: 'zigbee2mqtt',
  title: 'Zigbee2MQTT',
  vendor: 'Zigbee2MQTT',
  docs: 'https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html',
  topics: ['zigbee2mqtt/#'],
  decode,
  samples: zigbee2mqttSamples,
});
