import { hash } from 'node:crypto';

import type { MeasuredValue, Observation } from '#shared/domain/observation.ts';

/** Who said it, when it arrived and its flags are not part of what was observed. */
type Apart = 'deviceId' | 'siteId' | 'quality' | 'boot' | 'seq';

/** What is observed, in the order of the alphabet: no fact need be sorted. */
const fields = {
  reading: ['channel', 'kind', 'time', 'values'],
  position: ['accuracyM', 'altitudeM', 'headingDeg', 'kind', 'lat', 'lon', 'speedMps', 'time'],
  scan: [
    'antenna',
    'bizStep',
    'codes',
    'kind',
    'lat',
    'lon',
    'operator',
    'outcome',
    'parent',
    'quantity',
    'readPoint',
    'reads',
    'rssiDbm',
    'time',
    'vehicleId',
  ],
  status: ['batteryPct', 'event', 'firmware', 'kind', 'online', 'region', 'rssiDbm', 'time'],
} as const satisfies { [K in Observation['kind']]: readonly FieldOf<Extract<Observation, { kind: K }>>[] };

type FieldOf<O extends Observation> = Exclude<keyof O, Apart>;

/** Fails to compile where an observation has a field that is not listed. */
type Unlisted = {
  [K in Observation['kind']]: Exclude<FieldOf<Extract<Observation, { kind: K }>>, (typeof fields)[K][number]>;
}[Observation['kind']];
const complete: [Unlisted] extends [never] ? true : never = true;
void complete;

/** 48 bits over the observed content, whatever the order of its fields. */
export function contentOf(observation: Observation): number {
  return quickHash(textOf(observation));
}

/** The same, as facts were stored with before the quicker sum: what is there already is known by either. */
export function formerContentOf(observation: Observation): number {
  return hash('sha256', textOf(observation), 'buffer').readUIntBE(0, 6);
}

function textOf(observation: Observation): string {
  const content: unknown[] = [];
  for (const name of fields[observation.kind]) {
    const value: unknown = observation[name as keyof Observation];
    if (value !== undefined) content.push(name, plainContent(value));
  }
  return JSON.stringify(content);
}

/** Measured values without their field names: JSON would spell them in the order they were set. */
function plainContent(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((each: unknown) => (isMeasured(each) ? [each.type, each.value, each.uom] : each));
}

function isMeasured(value: unknown): value is MeasuredValue {
  return typeof value === 'object' && value !== null && 'uom' in value;
}

/**
 * Two multiplicative sums of 24 bits each. It only tells what one device said at one instant apart, so it need not
 * withstand anybody, and it is taken of every fact: a cryptographic sum costs more than storing the fact.
 */
function quickHash(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return (a >>> 8) * 0x1000000 + (b >>> 8);
}
