import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, nothing, type DecodeContext } from './adapter.ts';
import { numberOfText, readTime } from './fields.ts';
import { mergeDecoded, MessageFacts } from './message-facts.ts';
import { decodeObject } from './object-payload.ts';
import { decodeOnlineState } from './online-state.ts';
import { readAdvertisement, type RuuviFrame } from './ruuvi-frames.ts';
import { ruuviSamples } from './ruuvi-samples.ts';

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const [gateway = '', leaf = ''] = context.levels.slice(-2);
  if (leaf === 'gw_status') {
    return decodeOnlineState(payload, new MessageFacts(gateway === '' ? context.topic : gateway));
  }
  const facts = new MessageFacts(context.levels.length > 1 && leaf !== '' ? leaf : context.topic);
  facts.carriedBy(gateway);
  return decodeObject(payload, facts, (fields) => decodeTag(fields, facts, context));
}

function decodeTag(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  if (!readMoment(fields, facts, context)) return facts.decoded();
  const { data } = fields;
  if (typeof data !== 'string' || data === '') return decodePlain(fields, facts);
  const advertisement = readAdvertisement(data);
  if (advertisement.kind === 'other-maker') return ignored('an advertisement of another maker');
  if (advertisement.kind === 'undecodable') return facts.refuse('undecoded', advertisement.why);
  keepFrame(advertisement.frame, facts);
  return mergeDecoded([facts.decoded(), gatewayPlace(fields, facts, context)]);
}

/** `ts` is when the gateway heard the tag, `gwts` when it passed the message on. */
function readMoment(fields: JsonFields, facts: MessageFacts, context: DecodeContext): boolean {
  const raw = fields['ts'] ?? fields['gwts'];
  if (raw === undefined || raw === null) return true;
  const number = typeof raw === 'string' ? numberOfText(raw) : undefined;
  if (number !== undefined) facts.flag('numbers-as-strings');
  const parsed = readTime(number ?? raw, context, facts.head.deviceId);
  if (parsed.ok) facts.head.time = parsed.time;
  else facts.reject('invalid-time', parsed.why);
  return parsed.ok;
}

/**
 * `coords` is what somebody typed in as the gateway's place, longitude first in Ruuvi's own examples. Where both
 * orders would be on Earth nothing tells them apart, and the place is left out.
 */
function gatewayPlace({ coords }: JsonFields, { head }: MessageFacts, context: DecodeContext): Decoded {
  const gateway = context.levels.at(-2) ?? '';
  const [first, second, ...more] = typeof coords === 'string' ? coords.split(',').map(numberOfText) : [];
  if (first === undefined || second === undefined || more.length > 0 || gateway === '') return nothing;
  const facts = new MessageFacts(gateway);
  if (head.time !== undefined) facts.head.time = head.time;
  const lonFirst = Math.abs(first) > 90;
  if (lonFirst === Math.abs(second) > 90) return nothing;
  facts.position(lonFirst ? { lat: second, lon: first } : { lat: first, lon: second }, ['stale-fix']);
  return { ...facts.decoded(), rejected: [] };
}

function keepFrame(frame: RuuviFrame, facts: MessageFacts): void {
  const { mac, sequence } = frame;
  if (typeof mac === 'string' && !facts.head.deviceId.toUpperCase().endsWith(mac)) facts.flag('mismatch');
  if (typeof sequence === 'number') facts.head.seq = sequence;
  if (frame.temperatureC === null) facts.trouble('sensor-invalid');
  keep(facts, 'Temperature', frame.temperatureC, 'CEL');
  keep(facts, 'RelativeHumidity', frame.humidityPct, 'P1');
  keep(facts, 'Pressure', frame.pressurePa, 'PAL');
  keep(facts, 'Voltage', frame.voltageV, 'VLT');
  keep(facts, 'Illuminance', frame.illuminanceLux, 'LUX');
  const [x, y, z] = frame.accelerationG ?? [];
  keep(facts, 'AccelerationX', x, 'K40');
  keep(facts, 'AccelerationY', y, 'K40');
  keep(facts, 'AccelerationZ', z, 'K40');
  for (const name of ['movementCounter', 'pm25', 'co2', 'voc', 'nox'] as const) {
    const value = frame[name];
    if (typeof value === 'number') facts.unstated(name, value);
  }
}

function keep(facts: MessageFacts, type: string, value: number | null | undefined, uom: string): void {
  if (typeof value === 'number') facts.value(type, value, uom);
}

const plainFields = [
  { key: 'temperature', type: 'Temperature', uom: 'CEL' },
  { key: 'humidity', type: 'RelativeHumidity', uom: 'P1' },
  { key: 'pressure', type: 'Pressure', uom: 'PAL' },
  { key: 'voltage', type: 'Voltage', uom: 'VLT' },
] as const;

/** A gateway may be set to send decoded values without the advertisement they came from. */
function decodePlain(fields: JsonFields, facts: MessageFacts): Decoded {
  const sequence = fields['measurementSequenceNumber'];
  if (typeof sequence === 'number' && Number.isSafeInteger(sequence) && sequence >= 0)
    facts.head.seq = sequence;
  let seen = false;
  for (const { key, type, uom } of plainFields) {
    const value = fields[key];
    if (typeof value !== 'number') continue;
    seen = true;
    facts.value(type, value, uom);
  }
  if (!seen) facts.reject('missing-field', 'neither data nor decoded values');
  return facts.decoded();
}

export const ruuviGateway = defineAdapter({
  id: 'ruuvi-gateway',
  title: 'Ruuvi Gateway (RuuviTag and Ruuvi Air, formats 3, 5 and 6)',
  vendor: 'Ruuvi',
  docs: 'https://docs.ruuvi.com/gw-data-formats/mqtt-time-stamped-data-from-bluetooth-sensors',
  topics: ['ruuvi/+/+'],
  decode,
  samples: ruuviSamples,
});
