import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';
import { knotsToMps } from '#shared/domain/units.ts';

import { defineAdapter, type DecodeContext } from './adapter.ts';
import { clip, maxTextLength, readTime } from './fields.ts';
import { mergeDecoded, MessageFacts } from './message-facts.ts';
import { decodeObject, numberAt, objectAt, peek, textAt } from './object-payload.ts';
import { traccarSamples } from './traccar-samples.ts';

/** A fix this much older than the report it came with is a repetition of an old one. */
const staleAfterMs = 120_000;

function match(payload: Uint8Array): boolean {
  const text = peek(payload, 65_536);
  if (text.includes('"device_id"')) return text.includes('"location"') && text.includes('"coords"');
  return text.includes('"deviceId"') && (text.includes('"position"') || text.includes('"event"'));
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const facts = new MessageFacts(context.topic);
  return decodeObject(payload, facts, (fields) => {
    const event = objectAt(fields, 'event');
    const position = objectAt(fields, 'position');
    const location = objectAt(fields, 'location');
    if (location !== undefined) return decodeClient(fields, location, context);
    if (event === undefined && position === undefined) {
      return facts.refuse('unrecognised', 'neither position, event nor location');
    }
    const deviceId = deviceOf(fields, position ?? event ?? {}) ?? context.topic;
    return mergeDecoded([
      ...(event === undefined ? [] : [decodeEvent(fields, event, new MessageFacts(deviceId), context)]),
      ...(position === undefined ? [] : decodePosition(position, deviceId, context)),
    ]);
  });
}

/** The tracker's own identifier, else the server's number of the device. */
function deviceOf(fields: JsonFields, part: JsonFields): string | undefined {
  const device = objectAt(fields, 'device') ?? {};
  const unique = textAt(device, 'uniqueId');
  if (unique !== undefined && unique.length <= maxTextLength) return unique;
  const number = numberAt(device, 'id') ?? numberAt(part, 'deviceId');
  return number === undefined ? undefined : String(number);
}

function decodeEvent(
  fields: JsonFields,
  event: JsonFields,
  facts: MessageFacts,
  context: DecodeContext,
): Decoded {
  const type = textAt(event, 'type');
  if (type === undefined) return facts.refuse('missing-field', 'the event has no type');
  keepTime(facts, event['eventTime'] ?? event['serverTime'], context);
  const region = textAt(objectAt(fields, 'geofence') ?? {}, 'name');
  facts.status({
    event: clip(type, 64),
    ...(region === undefined ? {} : { region: clip(region, maxTextLength) }),
  });
  if (type === 'deviceOnline') facts.status({ online: true });
  if (type === 'deviceOffline') facts.status({ online: false });
  return facts.decoded();
}

/** The fix has its own time; the attributes are of the report. */
function decodePosition(position: JsonFields, deviceId: string, context: DecodeContext): Decoded[] {
  const report = new MessageFacts(deviceId);
  const fix = new MessageFacts(deviceId);
  keepTime(report, position['deviceTime'] ?? position['serverTime'], context);
  keepTime(fix, position['fixTime'] ?? position['deviceTime'], context);
  const reported = report.head.time ?? 0;
  const stale = position['outdated'] === true || reported - (fix.head.time ?? reported) > staleAfterMs;
  const valid = position['valid'] !== false;
  if (valid) keepFix(position, fix, stale);
  else report.flag('no-fix');
  if (stale && !valid) report.flag('stale-fix');
  keepAttributes(objectAt(position, 'attributes') ?? {}, textAt(position, 'protocol'), report);
  if (!valid && report.isEmpty()) report.status({});
  return [report.decoded(), fix.decoded()];
}

function keepTime(facts: MessageFacts, raw: unknown, context: DecodeContext): void {
  if (raw === undefined || raw === null) return;
  const parsed = readTime(raw, context, facts.head.deviceId);
  if (!parsed.ok) return facts.reject('invalid-time', parsed.why);
  facts.head.time = parsed.time;
  if (parsed.zoneAssumed) facts.flag('zone-assumed');
}

function keepFix(position: JsonFields, facts: MessageFacts, stale: boolean): void {
  const lat = numberAt(position, 'latitude');
  const lon = numberAt(position, 'longitude');
  if (lat === undefined || lon === undefined)
    return facts.reject('missing-field', 'no latitude and longitude');
  const speed = numberAt(position, 'speed');
  const accuracyM = numberAt(position, 'accuracy');
  const fix = {
    lat,
    lon,
    speedMps: speed === undefined ? undefined : knotsToMps(speed),
    headingDeg: numberAt(position, 'course'),
    // The server writes 0 where the tracker gives no accuracy.
    accuracyM: accuracyM === 0 ? undefined : accuracyM,
    altitudeM: numberAt(position, 'altitude'),
  };
  facts.position(fix, stale ? ['stale-fix'] : []);
}

/** Attributes with a unit the server documents; a bare "battery" is volts but for phones with OwnTracks. */
function keepAttributes(attributes: JsonFields, protocol: string | undefined, facts: MessageFacts): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'door' && typeof value === 'boolean') facts.value('DoorOpen', value ? 1 : 0, null);
    if (typeof value !== 'number') continue;
    if (key === 'batteryLevel') facts.value('BatteryLevel', value, 'P1');
    else if (key === 'battery') {
      if (protocol === 'owntracks') facts.value('BatteryLevel', value, 'P1');
      else facts.value('Voltage', value, 'VLT');
    } else if (key === 'power') facts.value('SupplyVoltage', value, 'VLT');
    else if (key === 'humidity') facts.value('RelativeHumidity', value, 'P1');
    else if (/^(temp\d+|deviceTemp)$/.test(key)) facts.value('Temperature', value, 'CEL', key);
    else if (key === 'temperature') facts.value('Temperature', value, 'CEL');
    else facts.unstated(key, value);
  }
}

/** What the phone app sends to the server: metres per second, a fraction of the battery, -1 for not known. */
function decodeClient(fields: JsonFields, location: JsonFields, context: DecodeContext): Decoded {
  const id = textAt(fields, 'device_id') ?? numberAt(fields, 'device_id');
  const facts = new MessageFacts(id === undefined ? context.topic : String(id));
  keepTime(facts, location['timestamp'], context);
  if (location['mock'] === true) facts.flag('mock-location');
  const level = known(objectAt(location, 'battery') ?? {}, 'level', facts);
  if (level !== undefined) facts.value('BatteryLevel', level * 100, 'P1');
  const coords = objectAt(location, 'coords') ?? {};
  const lat = numberAt(coords, 'latitude');
  const lon = numberAt(coords, 'longitude');
  if (lat === undefined || lon === undefined) {
    facts.reject('missing-field', 'no latitude and longitude');
    return facts.decoded();
  }
  facts.position({
    lat,
    lon,
    speedMps: known(coords, 'speed', facts),
    headingDeg: known(coords, 'heading', facts),
    accuracyM: known(coords, 'accuracy', facts),
    altitudeM: numberAt(coords, 'altitude'),
  });
  return facts.decoded();
}

function known(fields: JsonFields, key: string, facts: MessageFacts): number | undefined {
  const value = numberAt(fields, key);
  if (value !== -1) return value;
  facts.flag('sentinel-minus-one');
  return undefined;
}

export const traccar = defineAdapter({
  id: 'traccar',
  title: 'Traccar server (forwarding) and Traccar Client',
  vendor: 'Traccar',
  docs: 'https://www.traccar.org/forward/',
  topics: ['traccar/#'],
  match,
  decode,
  samples: traccarSamples,
});
