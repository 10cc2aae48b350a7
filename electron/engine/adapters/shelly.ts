import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject, numberAt, objectAt, peek } from './object-payload.ts';
import { shellySamples } from './shelly-samples.ts';

/** Components a device reports the status of. */
const components: ReadonlySet<string> = new Set(
  (
    'temperature humidity illuminance devicepower voltmeter switch input light cover smoke flood rgb rgbw cct pm1 em em1 ' +
    'emdata em1data sys wifi eth ble cloud mqtt ws ui ht_ui plugs_ui plus_ht_ui matter script bthome bthomedevice bthomesensor ' +
    'modbus knx zigbee boolean number text enum button group'
  ).split(' '),
);

/** The topics are common words, so the content must look the part. */
function match(payload: Uint8Array, { levels }: DecodeContext): boolean {
  const [, kind = '', component = ''] = levels;
  const text = peek(payload).trim();
  if (levels.length === 2 && kind === 'online') return text === 'true' || text === 'false' || text === '';
  if (levels.length !== 3) return false;
  if (kind === 'events' && component === 'rpc') return text.includes('"method"') && text.includes('"src"');
  const known = kind === 'status' && components.has(component.split(':')[0] ?? '');
  return known && (text === '' || text.startsWith('{'));
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const [device = '', kind = '', component = ''] = context.levels;
  const facts = new MessageFacts(device || context.topic);
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  if (kind === 'online') return decodeOnline(payload, facts);
  return decodeObject(payload, facts, (fields) => {
    if (kind === 'events') return decodeNotice(fields, facts, context);
    return keepComponent(component, fields, facts)
      ? facts.decoded()
      : ignored('settings or a switch position');
  });
}

function decodeOnline(payload: Uint8Array, facts: MessageFacts): Decoded {
  const text = peek(payload, 64).trim();
  if (text !== 'true' && text !== 'false') return facts.refuse('invalid-field', 'neither true nor false');
  facts.status({ online: text === 'true' });
  return facts.decoded();
}

/** NotifyStatus tells what changed, NotifyFullStatus everything after waking up. */
function decodeNotice(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  const { method } = fields;
  const params = objectAt(fields, 'params');
  if ((method !== 'NotifyStatus' && method !== 'NotifyFullStatus') || params === undefined) {
    return ignored('an event or an answer to a command');
  }
  if (params['ts'] !== undefined && params['ts'] !== null) {
    const time = readTime(params['ts'], context, facts.head.deviceId);
    if (!time.ok) return facts.refuse('invalid-time', time.why);
    facts.head.time = time.time;
  }
  let measured = false;
  for (const [component, value] of Object.entries(params)) {
    if (isFields(value) && keepComponent(component, value, facts)) measured = true;
  }
  return measured ? facts.decoded() : ignored('settings or a switch position');
}

/** True when the component measures something. The first of a kind needs no channel. */
function keepComponent(name: string, fields: JsonFields, facts: MessageFacts): boolean {
  const [kind = '', id = '0'] = name.split(':');
  const channel = id === '0' ? '' : name;
  switch (kind) {
    case 'temperature':
      return keep(facts, { type: 'Temperature', value: numberAt(fields, 'tC'), uom: 'CEL', channel });
    case 'humidity':
      return keep(facts, { type: 'RelativeHumidity', value: numberAt(fields, 'rh'), uom: 'P1', channel });
    case 'illuminance':
      return keep(facts, { type: 'Illuminance', value: numberAt(fields, 'lux'), uom: 'LUX', channel });
    case 'devicepower':
      return keepBattery(fields, facts, channel);
    default:
      return false;
  }
}

interface Value {
  readonly type: string;
  readonly value: number | undefined;
  readonly uom: string;
  readonly channel: string;
}

function keep(facts: MessageFacts, { type, value, uom, channel }: Value): boolean {
  if (value === undefined) return false;
  facts.value(type, value, uom, channel);
  return true;
}

/** On external power the battery reads as empty, which says nothing about it. */
function keepBattery(fields: JsonFields, facts: MessageFacts, channel: string): boolean {
  const battery = objectAt(fields, 'battery');
  if (battery === undefined || objectAt(fields, 'external')?.['present'] === true) return false;
  const level = keep(facts, {
    type: 'BatteryLevel',
    value: numberAt(battery, 'percent'),
    uom: 'P1',
    channel,
  });
  return keep(facts, { type: 'Voltage', value: numberAt(battery, 'V'), uom: 'VLT', channel }) || level;
}

export const shelly = defineAdapter({
  id: 'shelly',
  title: 'Shelly (second generation and later)',
  vendor: 'Shelly',
  docs: 'https://shelly-api-docs.shelly.cloud/gen2/ComponentsAndServices/Mqtt',
  topics: ['+/events/rpc', '+/status/+', '+/online'],
  match,
  decode,
  samples: shellySamples,
});
