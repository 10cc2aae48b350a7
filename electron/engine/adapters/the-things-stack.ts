import { isFields, parseJson, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { keepDecodedPayload, type DecodedPlace } from './decoded-payload.ts';
import { maxTextLength, numberProblem, ranges, readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { keepNormalized } from './normalized-payload.ts';
import { objectAt } from './object-payload.ts';
import { keepRawUplink } from './raw-uplink.ts';
import { theThingsStackSamples } from './the-things-stack-samples.ts';
import { bestGateway } from './receptions.ts';

/** Events below `v3/{application}@{tenant}/devices/{device}/` that hold no fact about the device. */
const notFacts = new Map<string, string>([
  ['up/normalized', 'the same values come with the uplink itself'],
  ['service/data', 'data of a network service'],
]);

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const event = context.levels.slice(4).join('/');
  if (event.startsWith('down/')) return ignored('downlink bookkeeping');
  const why = notFacts.get(event);
  if (why !== undefined) return ignored(why);
  const [, , devices, name] = context.levels;
  const fromTopic = devices === 'devices' && isName(name) ? name : undefined;
  const parsed = parseJson(payload);
  if (parsed.ok && isFields(parsed.value)) return decodeFields(parsed.value, fromTopic, context);
  const named = new MessageFacts(fromTopic ?? context.topic);
  return parsed.ok
    ? named.refuse('not-an-object', 'not a JSON object')
    : named.refuse(parsed.reason, parsed.detail);
}

function decodeFields(fields: JsonFields, fromTopic: string | undefined, context: DecodeContext): Decoded {
  const stated = objectAt(fields, 'end_device_ids')?.['device_id'];
  const facts = new MessageFacts(isName(stated) ? stated : (fromTopic ?? context.topic));
  if (isName(stated) && fromTopic !== undefined && fromTopic !== stated) facts.flag('mismatch');
  if (fields['simulated'] === true) facts.flag('simulated');
  const uplink = objectAt(fields, 'uplink_message');
  if (uplink !== undefined) return decodeUplink(fields, uplink, facts, context);
  if (objectAt(fields, 'join_accept') !== undefined) {
    keepTime(facts, [fields['received_at']], context);
    facts.status({ event: 'join' });
    return facts.decoded();
  }
  const solved = objectAt(fields, 'location_solved');
  if (solved !== undefined) {
    keepTime(facts, [fields['received_at']], context);
    if (!keepLocation(objectAt(solved, 'location'), facts)) facts.reject('missing-field', 'no location');
    return facts.decoded();
  }
  if (Object.keys(fields).some((key) => key.startsWith('downlink_'))) return ignored('downlink bookkeeping');
  return facts.refuse('unrecognised', 'neither uplink, join nor location');
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxTextLength;
}

function decodeUplink(
  fields: JsonFields,
  uplink: JsonFields,
  facts: MessageFacts,
  context: DecodeContext,
): Decoded {
  const decoded = objectAt(uplink, 'decoded_payload');
  const receptions = receptionsOf(uplink);
  keepTime(
    facts,
    [
      fixTime(decoded),
      objectAt(uplink, 'settings')?.['time'],
      ...receptions.map((reception) => reception['time']),
      uplink['received_at'],
      fields['received_at'],
    ],
    context,
  );
  if (isZeroTime(uplink['received_at']) || isZeroTime(fields['received_at'])) facts.flag('zero-time');
  keepCounter(uplink, facts);
  const normalized = uplink['normalized_payload'];
  const stored = Array.isArray(normalized) ? keepNormalized(normalized, facts, context) : [];
  const place = decoded === undefined ? rawPlace(uplink, facts, context) : keepDecodedPayload(decoded, facts);
  keepPlace(place, objectAt(uplink, 'locations'), facts);
  const battery = keepBattery(uplink, facts, context);
  keepSignal(receptions, facts);
  facts.carriedBy(bestGateway(receptions, (reception) => objectAt(reception, 'gateway_ids')?.['gateway_id']));
  const { observations, ...rest } = facts.decoded();
  return { ...rest, observations: [...observations, ...stored, ...battery] };
}

/** Bytes nobody decoded: the sensor is known by what the network, its name or its description says it is. */
function rawPlace(uplink: JsonFields, facts: MessageFacts, context: DecodeContext): DecodedPlace {
  if (Array.isArray(uplink['normalized_payload'])) return {};
  const version = objectAt(uplink, 'version_ids');
  const { deviceId } = facts.head;
  return keepRawUplink(
    {
      base64: uplink['frm_payload'],
      fPort: uplink['f_port'],
      names: [version?.['model_id'], version?.['brand_id'], context.modelOf(deviceId), deviceId],
    },
    facts,
  );
}

function receptionsOf(uplink: JsonFields): JsonFields[] {
  const list = uplink['rx_metadata'];
  return Array.isArray(list) ? list.filter((item) => isFields(item)) : [];
}

/** Trackers put the time of the fix into their payload; numbers may be anything, texts in UTC are a time. */
function fixTime(decoded: JsonFields | undefined): unknown {
  const time = decoded?.['time'];
  return typeof time === 'string' && /^\d{4}-\d{2}-\d{2}T.*Z$/.test(time) ? time : undefined;
}

/** The first that is a time: of the device, of the gateway's reception, of the network server. */
function keepTime(facts: MessageFacts, candidates: readonly unknown[], context: DecodeContext): void {
  for (const candidate of candidates) {
    if (typeof candidate !== 'string' || isZeroTime(candidate)) continue;
    const parsed = readTime(candidate, context, facts.head.deviceId);
    if (!parsed.ok || parsed.zoneAssumed) continue;
    facts.head.time = parsed.time;
    return;
  }
}

/** What the network server writes for "no time". */
function isZeroTime(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('0001-01-01');
}

/** The frame counter starts anew with each session; a counter of 0 is left out of the JSON. */
function keepCounter(uplink: JsonFields, facts: MessageFacts): void {
  const session = uplink['session_key_id'];
  const counter = uplink['f_cnt'] ?? (isName(session) ? 0 : undefined);
  if (typeof counter !== 'number' || !Number.isSafeInteger(counter) || counter < 0) return;
  facts.head.seq = counter;
  if (isName(session)) facts.head.boot = session;
}

/** The fix in the payload, else where the network knows the device to be. */
function keepPlace(place: DecodedPlace, locations: JsonFields | undefined, facts: MessageFacts): void {
  const { lat, lon, ...rest } = place;
  if (lat !== undefined && lon !== undefined) {
    // These trackers send zeros when they see no satellites.
    if (lat === 0 && lon === 0) facts.flag('no-fix');
    else facts.position({ lat, lon, ...rest });
    return;
  }
  if (locations === undefined) return;
  const { user, ...measured } = locations;
  for (const location of Object.values(measured)) {
    if (isFields(location) && keepLocation(location, facts)) return;
  }
  // Somebody put the device on a map: a place to show it at, not a fix.
  if (isFields(user)) keepLocation(user, facts, true);
}

function keepLocation(location: JsonFields | undefined, facts: MessageFacts, registered = false): boolean {
  // A coordinate of exactly 0 is left out of the JSON, so one of the two may be missing.
  const lat = location?.['latitude'] ?? 0;
  const lon = location?.['longitude'] ?? 0;
  if (
    location === undefined ||
    typeof lat !== 'number' ||
    typeof lon !== 'number' ||
    (lat === 0 && lon === 0)
  ) {
    return false;
  }
  const [altitudeM, accuracyM] = [location['altitude'], location['accuracy']].map((value) =>
    typeof value === 'number' ? value : undefined,
  );
  facts.position({ lat, lon, altitudeM, accuracyM }, registered ? ['stale-fix'] : []);
  return true;
}

/** The best of the gateways' receptions. */
function keepSignal(receptions: readonly JsonFields[], facts: MessageFacts): void {
  const strengths = receptions
    .map((reception) => reception['rssi'])
    .filter((rssi) => typeof rssi === 'number')
    .filter((rssi) => numberProblem('rssi', rssi, ranges.rssiDbm) === undefined);
  // An uplink that says nothing else still says that the device is alive.
  if (strengths.length > 0) facts.status({ rssiDbm: Math.max(...strengths) });
  else if (facts.isEmpty()) facts.status({});
}

/** The battery level the device last told the network; when that was with another frame, it is a fact of its own. */
function keepBattery(
  uplink: JsonFields,
  facts: MessageFacts,
  context: DecodeContext,
): Decoded['observations'] {
  const battery = objectAt(uplink, 'last_battery_percentage');
  const value = battery?.['value'];
  if (battery === undefined || typeof value !== 'number') return [];
  if ((battery['f_cnt'] ?? 0) === (uplink['f_cnt'] ?? 0)) {
    facts.value('BatteryLevel', value, 'P1');
    return [];
  }
  const own = new MessageFacts(facts.head.deviceId);
  keepTime(own, [battery['received_at']], context);
  if (own.head.time !== undefined) own.value('BatteryLevel', value, 'P1');
  return own.decoded().observations;
}

export const theThingsStack = defineAdapter({
  id: 'the-things-stack',
  title: 'The Things Stack v3 (LoRaWAN)',
  vendor: 'The Things Industries',
  docs: 'https://www.thethingsindustries.com/docs/integrations/data-formats/',
  topics: ['v3/+/devices/+/#'],
  decode,
  samples: theThingsStackSamples,
});
