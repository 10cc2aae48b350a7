import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { maxTextLength } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject, textAt } from './object-payload.ts';
import { decodeOnlineState } from './online-state.ts';
import { theengsSamples } from './theengs-samples.ts';

/** Properties the decoder documents with their units. */
const quantities = new Map<
  string,
  { readonly type: string; readonly uom: string; readonly channel?: string }
>([
  ['tempc', { type: 'Temperature', uom: 'CEL' }],
  ['tempc1', { type: 'Temperature', uom: 'CEL', channel: 'tempc1' }],
  ['tempc2', { type: 'Temperature', uom: 'CEL', channel: 'tempc2' }],
  ['tempc3', { type: 'Temperature', uom: 'CEL', channel: 'tempc3' }],
  ['tempc4', { type: 'Temperature', uom: 'CEL', channel: 'tempc4' }],
  ['hum', { type: 'RelativeHumidity', uom: 'P1' }],
  ['batt', { type: 'BatteryLevel', uom: 'P1' }],
  ['volt', { type: 'Voltage', uom: 'VLT' }],
  ['dp', { type: 'DewPoint', uom: 'CEL' }],
  ['tempc2_dp', { type: 'DewPoint', uom: 'CEL' }],
  ['pres', { type: 'Pressure', uom: 'A97' }],
  ['lux', { type: 'Illuminance', uom: 'LUX' }],
]);

/** About the radio, the packet or the decoder; Fahrenheit only repeats Celsius. */
const notMeasured = /^(rssi|packet|txpower|distance|mac_type|adv_type|tempf.*|servicedatauuid|.*_id)$/;

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const [, gateway = ''] = context.levels;
  if (context.levels[2] === 'LWT')
    return decodeOnlineState(payload, new MessageFacts(gateway || context.topic));
  return decodeObject(payload, new MessageFacts(context.topic), (fields) => decodeBeacon(fields, context));
}

function decodeBeacon(fields: JsonFields, context: DecodeContext): Decoded {
  const id = textAt(fields, 'id');
  const facts = new MessageFacts(
    id !== undefined && id.length <= maxTextLength ? id : context.levels.at(-1) || context.topic,
  );
  facts.carriedBy(context.levels[1]);
  let measured = 0;
  for (const [key, value] of Object.entries(fields)) {
    const quantity = quantities.get(key);
    if (typeof value === 'boolean' && key === 'open') {
      facts.value('DoorOpen', value ? 1 : 0, null);
    } else if (typeof value !== 'number' || notMeasured.test(key)) {
      continue;
    } else if (quantity === undefined) {
      facts.unstated(key, value);
    } else {
      facts.value(quantity.type, value, quantity.uom, quantity.channel);
    }
    measured += 1;
  }
  return measured === 0 ? ignored('a beacon that measures nothing') : facts.decoded();
}

export const theengs = defineAdapter({
  id: 'theengs',
  title: 'Theengs Gateway and OpenMQTTGateway (Bluetooth)',
  vendor: 'Theengs',
  docs: 'https://gateway.theengs.io/use/use.html',
  topics: ['home/+/BTtoMQTT/+', 'home/+/LWT'],
  decode,
  samples: theengsSamples,
});
