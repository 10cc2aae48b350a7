import { jsonLimits, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';
import { kmhToMps } from '#shared/domain/units.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { clip, numberOfText, readTime } from './fields.ts';
import { MessageFacts } from './message-facts.ts';
import { decodeObject } from './object-payload.ts';
import { ownTracksSamples } from './owntracks-samples.ts';
import { openSecretbox } from './secretbox.ts';

/** Message types that say nothing about where goods or devices are. */
const notFacts = new Map<string, string>([
  ['waypoint', 'definition of a region, not a position'],
  ['waypoints', 'list of region definitions'],
  ['cmd', 'a command to the phone'],
  ['steps', 'a step counter'],
  ['card', 'a display name and picture'],
  ['configuration', 'settings of the phone'],
  ['dump', 'settings of the phone'],
  ['beacon', 'a beacon the phone heard'],
  ['request', 'a request of the phone'],
  ['status', 'settings and permissions of the phone'],
]);

/** A portrait on a card is longer than any other text. */
const cardLimits = { ...jsonLimits, maxStringBytes: jsonLimits.maxBytes };

function deviceOf(context: DecodeContext): string {
  const [root, user, device] = context.levels;
  const named =
    root === 'owntracks' && user !== undefined && device !== undefined && user !== '' && device !== '';
  return named ? `${user}/${device}` : context.topic;
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const facts = new MessageFacts(deviceOf(context));
  const limits = context.levels.at(-1) === 'info' ? cardLimits : jsonLimits;
  const open = (fields: JsonFields): Decoded =>
    fields['_type'] === 'encrypted'
      ? decodeSealed(fields, facts, context)
      : decodeFields(fields, facts, context);
  return decodeObject(payload, facts, open, limits);
}

/** The key is the passphrase, filled up with zero bytes to 32 or cut there (documented in "Encrypting payloads"). */
function decodeSealed(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  const passphrase = context.keyOf(facts.head.deviceId);
  if (passphrase === undefined) {
    return facts.refuse('encrypted', 'encrypted, and no key is set for this device');
  }
  const { data } = fields;
  const sealed = Buffer.from(typeof data === 'string' ? data : '', 'base64');
  const key = Buffer.alloc(32);
  key.write(passphrase);
  const plain = openSecretbox(sealed, key);
  if (plain === undefined) {
    return facts.refuse('encrypted', 'the key set for this device does not open the message');
  }
  facts.flag('encrypted');
  return decodeObject(plain, facts, (opened) => decodeFields(opened, facts, context));
}

function decodeFields(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  const type = fields['_type'];
  if (typeof type !== 'string') return facts.refuse('unrecognised', 'the message has no _type');
  const why = notFacts.get(type);
  if (why !== undefined) return ignored(why);
  switch (type) {
    case 'location':
      return decodeLocation(fields, facts, context);
    case 'transition':
      return decodeTransition(fields, facts, context);
    case 'lwt':
      // `tst` of a last will is when the phone connected, not when it was lost.
      facts.status({ online: false });
      return facts.decoded();
    default:
      return facts.refuse('unrecognised', `unknown _type '${clip(type, 40)}'`);
  }
}

function decodeLocation(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  if (!readMoment(fields, facts, context)) return facts.decoded();
  const { topic } = fields;
  if (typeof topic === 'string' && topic !== '' && topic !== context.topic) facts.flag('mismatch');
  readFix(fields, facts, true);
  const battery = known(fields, 'batt', facts);
  if (battery !== undefined) facts.value('BatteryLevel', battery, 'P1');
  const ownBattery = known(fields, 'ubatt', facts);
  if (ownBattery !== undefined) facts.value('Voltage', ownBattery, 'VLT');
  const supply = known(fields, 'uext', facts);
  if (supply !== undefined) facts.value('SupplyVoltage', supply, 'VLT');
  readProbes(fields, facts);
  return facts.decoded();
}

/** Queclink trackers report probes as `temp_c-01`, `temp_c-02`… */
function readProbes(fields: JsonFields, facts: MessageFacts): void {
  for (const key of Object.keys(fields)) {
    if (!key.startsWith('temp_c-')) continue;
    const value = numeric(fields[key], facts);
    if (value !== undefined) facts.value('Temperature', value, 'CEL', key.slice('temp_c-'.length));
  }
}

function decodeTransition(fields: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  const { event, desc } = fields;
  if (typeof event !== 'string' || event === '') {
    return facts.refuse('missing-field', 'the transition does not say whether it is enter or leave');
  }
  if (!readMoment(fields, facts, context)) return facts.decoded();
  const region = typeof desc === 'string' && desc !== '' ? { region: clip(desc, 256) } : {};
  facts.status({ event: clip(event, 64), ...region });
  readFix(fields, facts, false);
  return facts.decoded();
}

function readMoment(fields: JsonFields, facts: MessageFacts, context: DecodeContext): boolean {
  const { tst } = fields;
  if (tst === undefined || tst === null) return true;
  const parsed = readTime(numeric(tst, facts) ?? tst, context, facts.head.deviceId);
  if (parsed.ok) facts.head.time = parsed.time;
  else facts.reject('invalid-time', parsed.why);
  return parsed.ok;
}

/** Greenwich trackers repeat the last known place with these triggers when they lose the satellites. */
const staleTriggers: ReadonlySet<unknown> = new Set(['l', 'L']);

function readFix(fields: JsonFields, facts: MessageFacts, required: boolean): void {
  const lat = numeric(fields['lat'], facts);
  const lon = numeric(fields['lon'], facts);
  if (lat === undefined || lon === undefined) {
    if (required) facts.reject('missing-field', 'the location has no lat and lon');
    return;
  }
  const speedKmh = known(fields, 'vel', facts);
  const fix = {
    lat,
    lon,
    speedMps: speedKmh === undefined ? undefined : kmhToMps(speedKmh),
    headingDeg: known(fields, 'cog', facts),
    accuracyM: known(fields, 'acc', facts),
    altitudeM: numeric(fields['alt'], facts),
  };
  facts.position(fix, required && staleTriggers.has(fields['t']) ? ['stale-fix'] : []);
}

/** A number of which the apps say -1 when they do not know it. */
function known(fields: JsonFields, key: string, facts: MessageFacts): number | undefined {
  const value = numeric(fields[key], facts);
  if (value !== -1) return value;
  facts.flag('sentinel-minus-one');
  return undefined;
}

function numeric(raw: unknown, facts: MessageFacts): number | undefined {
  if (typeof raw === 'number') return raw;
  const value = typeof raw === 'string' ? numberOfText(raw) : undefined;
  if (value !== undefined) facts.flag('numbers-as-strings');
  return value;
}

export const ownTracks = defineAdapter({
  id: 'owntracks',
  title: 'OwnTracks apps, Greenwich and Queclink trackers',
  vendor: 'OwnTracks',
  docs: 'https://owntracks.org/booklet/tech/json/',
  topics: ['owntracks/+/+', 'owntracks/+/+/+'],
  decode,
  samples: ownTracksSamples,
});
