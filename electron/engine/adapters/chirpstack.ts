import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { chirpstackSamples } from './chirpstack-samples.ts';
import { keepDecodedPayload, type DecodedPlace } from './decoded-payload.ts';
import { clip, maxTextLength, numberProblem, ranges, readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject, numberAt, objectAt, textAt } from './object-payload.ts';
import { keepRawUplink } from './raw-uplink.ts';
import { bestGateway } from './receptions.ts';

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const [, , , deviceOfTopic = '', , event = ''] = context.levels;
  if (event === 'ack' || event === 'txack') return ignored('downlink bookkeeping');
  if (event === 'integration') return ignored('an event of an integration of the server');
  return decodeObject(payload, new MessageFacts(deviceOfTopic || context.topic), (fields) => {
    const stated = textAt(objectAt(fields, 'deviceInfo') ?? {}, 'devEui');
    const named = stated !== undefined && stated.length <= maxTextLength;
    const facts = new MessageFacts(named ? stated : deviceOfTopic || context.topic);
    if (named && deviceOfTopic !== '' && stated.toLowerCase() !== deviceOfTopic.toLowerCase())
      facts.flag('mismatch');
    keepTime(fields, facts, context);
    facts.carriedBy(bestGateway(receptionsOf(fields), (reception) => reception['gatewayId']));
    return decodeEvent(event, fields, facts, context);
  });
}

function keepTime(fields: JsonFields, facts: MessageFacts, context: DecodeContext): void {
  const times = [fields['time'], ...receptionsOf(fields).map((reception) => reception['gwTime'])];
  for (const time of times) {
    if (typeof time !== 'string') continue;
    const parsed = readTime(time, context, facts.head.deviceId);
    if (!parsed.ok || parsed.zoneAssumed) continue;
    facts.head.time = parsed.time;
    return;
  }
}

function receptionsOf(fields: JsonFields): JsonFields[] {
  const list = fields['rxInfo'];
  return Array.isArray(list) ? list.filter((item) => isFields(item)) : [];
}

function decodeEvent(
  event: string,
  fields: JsonFields,
  facts: MessageFacts,
  context: DecodeContext,
): Decoded {
  switch (event) {
    case 'up':
      return decodeUplink(fields, facts, context);
    case 'status':
      return decodeStatus(fields, facts);
    case 'join':
      facts.status({ event: 'join' });
      return facts.decoded();
    case 'log': {
      const words = ['log', textAt(fields, 'level'), textAt(fields, 'code')].filter(
        (word) => word !== undefined,
      );
      facts.status({ event: clip(words.join(' '), 64) });
      return facts.decoded();
    }
    case 'location':
      if (!keepLocation(objectAt(fields, 'location'), facts)) facts.reject('missing-field', 'no location');
      return facts.decoded();
    default:
      return facts.refuse('unrecognised', `unknown event '${clip(event, 40)}'`);
  }
}

function decodeUplink(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  const session = textAt(fields, 'devAddr');
  // A counter of 0 is left out of the JSON; it starts anew with each device address.
  const counter = fields['fCnt'] ?? (session === undefined ? undefined : 0);
  if (typeof counter === 'number' && Number.isSafeInteger(counter) && counter >= 0) {
    facts.head.seq = counter;
    if (session !== undefined && session.length <= maxTextLength) facts.head.boot = session;
  }
  const decoded = objectAt(fields, 'object');
  const { lat, lon, ...rest } =
    decoded === undefined ? rawPlace(fields, facts, context) : keepDecodedPayload(decoded, facts);
  if (lat === 0 && lon === 0) facts.flag('no-fix');
  else if (lat !== undefined && lon !== undefined) facts.position({ lat, lon, ...rest });
  keepSignal(fields, facts);
  return facts.decoded();
}

/** Bytes nobody decoded: the sensor is known by its profile, its name or its description. */
function rawPlace(fields: JsonFields, facts: MessageFacts, context: DecodeContext): DecodedPlace {
  const info = objectAt(fields, 'deviceInfo') ?? {};
  const names = [
    info['deviceProfileName'],
    info['deviceName'],
    context.modelOf(facts.head.deviceId),
    facts.head.deviceId,
  ];
  return keepRawUplink({ base64: fields['data'], fPort: fields['fPort'], names }, facts);
}

/** The best of the gateways' receptions; an uplink that says nothing else still says that the device is alive. */
function keepSignal(fields: JsonFields, facts: MessageFacts): void {
  const strengths = receptionsOf(fields)
    .map((reception) => reception['rssi'])
    .filter((rssi) => typeof rssi === 'number')
    .filter((rssi) => numberProblem('rssi', rssi, ranges.rssiDbm) === undefined);
  if (strengths.length > 0) facts.status({ rssiDbm: Math.max(...strengths) });
  else if (facts.isEmpty()) facts.status({});
}

function decodeStatus(fields: JsonFields, facts: MessageFacts): Decoded {
  const level = numberAt(fields, 'batteryLevel');
  const onBattery = fields['externalPowerSource'] !== true && fields['batteryLevelUnavailable'] !== true;
  if (level !== undefined && onBattery) facts.value('BatteryLevel', level, 'P1');
  if (facts.isEmpty()) facts.status({ event: 'status' });
  return facts.decoded();
}

function keepLocation(location: JsonFields | undefined, facts: MessageFacts): boolean {
  // A coordinate of exactly 0 is left out of the JSON.
  const lat = location?.['latitude'] ?? 0;
  const lon = location?.['longitude'] ?? 0;
  if (location === undefined || typeof lat !== 'number' || typeof lon !== 'number') return false;
  if (lat === 0 && lon === 0) return false;
  facts.position({
    lat,
    lon,
    altitudeM: numberAt(location, 'altitude'),
    accuracyM: numberAt(location, 'accuracy'),
  });
  return true;
}

export const chirpstack = defineAdapter({
  id: 'chirpstack',
  title: 'ChirpStack v4 (LoRaWAN)',
  vendor: 'ChirpStack',
  docs: 'https://www.chirpstack.io/docs/chirpstack/integrations/events.html',
  topics: ['application/+/device/+/event/+'],
  decode,
  samples: chirpstackSamples,
});
