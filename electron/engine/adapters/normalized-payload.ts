import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Observation } from '#shared/domain/observation.ts';

import type { DecodeContext } from './adapter.ts';
import { readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';

/** The normalized payload of the LoRaWAN device repository (lib/payload.json): units are part of the schema. */
const known = new Map<string, { readonly type: string; readonly uom: string; readonly channel?: string }>([
  ['air.temperature', { type: 'Temperature', uom: 'CEL' }],
  ['air.relativeHumidity', { type: 'RelativeHumidity', uom: 'P1' }],
  ['air.pressure', { type: 'Pressure', uom: 'A97' }],
  ['air.lightIntensity', { type: 'Illuminance', uom: 'LUX' }],
  ['soil.temperature', { type: 'Temperature', uom: 'CEL', channel: 'soil' }],
  ['water.temperature.current', { type: 'Temperature', uom: 'CEL', channel: 'water' }],
  ['battery', { type: 'Voltage', uom: 'VLT' }],
]);

/**
 * Takes the values out of a normalized payload. Measurements with a time of their own were stored by the device:
 * they come back as facts of their own, without the frame's counter.
 */
export function keepNormalized(
  measurements: readonly unknown[],
  facts: MessageFacts,
  context: DecodeContext,
): readonly Observation[] {
  const stored: Observation[] = [];
  for (const measurement of measurements) {
    if (!isFields(measurement)) continue;
    const { time } = measurement;
    const parsed = typeof time === 'string' ? readTime(time, context, facts.head.deviceId) : undefined;
    if (parsed?.ok !== true) {
      collect(measurement, '', facts);
      continue;
    }
    const own = new MessageFacts(facts.head.deviceId);
    own.head.time = parsed.time;
    collect(measurement, '', own);
    stored.push(...own.decoded().observations);
  }
  return stored;
}

function collect(fields: JsonFields, path: string, facts: MessageFacts): void {
  for (const [key, value] of Object.entries(fields)) {
    const name = path === '' ? key : `${path}.${key}`;
    const quantity = known.get(name);
    if (isFields(value)) collect(value, name, facts);
    else if (typeof value !== 'number') continue;
    else if (quantity === undefined) facts.unstated(name, value);
    else facts.value(quantity.type, value, quantity.uom, quantity.channel);
  }
}
