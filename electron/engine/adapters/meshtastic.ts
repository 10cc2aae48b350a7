import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { clip, readTime } from './fields.ts';
import { meshtasticSamples } from './meshtastic-samples.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject, numberAt, objectAt, textAt } from './object-payload.ts';

/** Environment telemetry and its units. */
const quantities = new Map<string, { readonly type: string; readonly uom: string }>([
  ['temperature', { type: 'Temperature', uom: 'CEL' }],
  ['relative_humidity', { type: 'RelativeHumidity', uom: 'P1' }],
  ['barometric_pressure', { type: 'Pressure', uom: 'A97' }],
  ['lux', { type: 'Illuminance', uom: 'LUX' }],
]);

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const { levels } = context;
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  if (levels.includes('stat')) return ignored('state of a gateway');
  if (!levels.includes('json')) {
    return new MessageFacts(context.topic).refuse(
      'undecoded',
      'a packet in protobuf; switch JSON on at the gateway',
    );
  }
  return decodeObject(payload, new MessageFacts(context.topic), (fields) => decodePacket(fields, context));
}

function decodePacket(fields: JsonFields, context: DecodeContext): Decoded {
  const { from: sender } = fields;
  if (typeof sender !== 'number' || !Number.isInteger(sender)) {
    return new MessageFacts(context.topic).refuse('unrecognised', 'the packet does not say who sent it');
  }
  // Old firmware wrote node numbers with a sign.
  const facts = new MessageFacts(`!${(sender >>> 0).toString(16).padStart(8, '0')}`);
  // The node that passed it on to the broker signs it, and its topic ends with it.
  facts.carriedBy(textAt(fields, 'sender') ?? context.levels.at(-1));
  const id = numberAt(fields, 'id');
  if (id !== undefined && Number.isSafeInteger(id) && id >= 0) facts.head.seq = id;
  const inner = objectAt(fields, 'payload') ?? {};
  const type = textAt(fields, 'type') ?? '';
  const time = (type === 'position' ? numberAt(inner, 'time') : undefined) ?? numberAt(fields, 'timestamp');
  if (time !== undefined) {
    const parsed = readTime(time, context, facts.head.deviceId);
    if (!parsed.ok) return facts.refuse('invalid-time', parsed.why);
    facts.head.time = parsed.time;
  }
  return decodeContent(type, inner, facts);
}

function decodeContent(type: string, inner: JsonFields, facts: MessageFacts): Decoded {
  switch (type) {
    case 'position':
      return decodePosition(inner, facts);
    case 'telemetry':
      return decodeTelemetry(inner, facts);
    case 'nodeinfo':
    case 'detection':
      facts.status({ event: type });
      return facts.decoded();
    case '':
      return facts.refuse('unrecognised', 'the packet has no type');
    default:
      return ignored(`a message of the mesh: ${clip(type, 40)}`);
  }
}

/** Degrees times ten million; the same packet comes from every gateway that heard it. */
function decodePosition(inner: JsonFields, facts: MessageFacts): Decoded {
  const lat = numberAt(inner, 'latitude_i');
  const lon = numberAt(inner, 'longitude_i');
  if (lat === undefined || lon === undefined) return facts.refuse('no-fix', 'a position without coordinates');
  if (lat === 0 && lon === 0) return facts.refuse('no-fix', 'a position of a node that has no fix');
  facts.position({ lat: lat / 1e7, lon: lon / 1e7, altitudeM: numberAt(inner, 'altitude') });
  return facts.decoded();
}

function decodeTelemetry(inner: JsonFields, facts: MessageFacts): Decoded {
  // Only device telemetry speaks of the node's own battery.
  const ofDevice = 'battery_level' in inner;
  for (const key of Object.keys(inner)) {
    const value = numberAt(inner, key);
    const quantity = quantities.get(key);
    if (value === undefined) continue;
    if (quantity !== undefined) facts.value(quantity.type, value, quantity.uom);
    else if (key === 'voltage' && ofDevice) facts.value('Voltage', value, 'VLT');
    else if (key !== 'battery_level') facts.unstated(key, value);
    // Above 100 means that the node is plugged in.
    else if (value <= 100) facts.value('BatteryLevel', value, 'P1');
  }
  return facts.isEmpty() ? ignored('telemetry without values') : facts.decoded();
}

export const meshtastic = defineAdapter({
  id: 'meshtastic',
  title: 'Meshtastic (JSON)',
  vendor: 'Meshtastic',
  docs: 'https://meshtastic.org/docs/software/integrations/mqtt/',
  topics: ['msh/#'],
  decode,
  samples: meshtasticSamples,
});
