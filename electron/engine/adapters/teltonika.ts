import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';
import { kmhToMps } from '#shared/domain/units.ts';

import { defineAdapter, type DecodeContext } from './adapter.ts';
import { numberOfText, readTime } from './fields.ts';
import { mergeDecoded, MessageFacts } from './message-facts.ts';
import { decodeObject, objectAt, peek } from './object-payload.ts';
import { isAvlPacket, readAvlPacket, type AvlRecord } from './teltonika-frames.ts';
import { teltonikaSamples } from './teltonika-samples.ts';

function match(payload: Uint8Array): boolean {
  if (isAvlPacket(payload)) return true;
  const text = peek(payload);
  return text.includes('"reported"') && text.includes('"latlng"');
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const deviceId = imeiOf(context);
  if (isAvlPacket(payload)) return decodePacket(payload, deviceId);
  const facts = new MessageFacts(deviceId);
  return decodeObject(payload, facts, (fields) => {
    const reported = objectAt(objectAt(fields, 'state') ?? {}, 'reported');
    if (reported === undefined) return facts.refuse('unrecognised', 'no state.reported');
    return decodeReported(reported, facts, context);
  });
}

/** The IMEI is only in the topic: after `teltonika` or `things`, else the level of fifteen digits. */
function imeiOf({ levels, topic }: DecodeContext): string {
  const marker = levels.findIndex((level) => level === 'teltonika' || level === 'things');
  const named = marker < 0 ? undefined : levels[marker + 1];
  return named || (levels.find((level) => /^\d{15}$/.test(level)) ?? topic);
}

function decodeReported(reported: JsonFields, facts: MessageFacts, context: DecodeContext): Decoded {
  const time = numeric(reported['ts'], facts);
  if (time !== undefined) {
    const parsed = readTime(time, context, facts.head.deviceId);
    if (!parsed.ok) return facts.refuse('invalid-time', parsed.why);
    facts.head.time = parsed.time;
  }
  const { latlng } = reported;
  if (typeof latlng === 'string') {
    const [lat, lon, ...more] = latlng.split(',').map(numberOfText);
    if (lat === undefined || lon === undefined || more.length > 0) {
      facts.reject('invalid-field', 'latlng is not two numbers');
    } else {
      const speedKmh = numeric(reported['sp'], facts);
      const headingDeg = numeric(reported['ang'], facts);
      const altitudeM = numeric(reported['alt'], facts);
      keepFix(facts, { lat, lon, speedKmh, headingDeg, altitudeM });
    }
  }
  for (const [key, raw] of Object.entries(reported)) {
    const value = /^\d{1,5}$/.test(key) ? numeric(raw, facts) : undefined;
    if (value !== undefined) keepElement(facts, Number(key), value);
  }
  if (facts.isEmpty()) facts.status({});
  return facts.decoded();
}

/** Most firmware writes the numbers of the fix as texts. */
function numeric(raw: unknown, facts: MessageFacts): number | undefined {
  if (typeof raw === 'number') return raw;
  const value = typeof raw === 'string' ? numberOfText(raw) : undefined;
  if (value !== undefined) facts.flag('numbers-as-strings');
  return value;
}

function decodePacket(payload: Uint8Array, deviceId: string): Decoded {
  const packet = readAvlPacket(payload);
  if (!packet.ok) return new MessageFacts(deviceId).refuse(packet.reason, packet.detail);
  const decoded = mergeDecoded(packet.records.map((record) => decodeRecord(record, deviceId)));
  // A tracker that sends several records at once had stored them.
  return packet.records.length > 1 ? { ...decoded, backfill: true } : decoded;
}

function decodeRecord(record: AvlRecord, deviceId: string): Decoded {
  const facts = new MessageFacts(deviceId);
  if (record.time > 8.64e15)
    return facts.refuse('invalid-time', 'the time of a record is outside the calendar');
  facts.head.time = record.time;
  keepFix(facts, record);
  for (const [id, value] of record.io) {
    if (typeof value === 'number') keepElement(facts, id, value);
  }
  if (facts.isEmpty()) facts.status({});
  return facts.decoded();
}

interface TrackerFix {
  readonly lat: number;
  readonly lon: number;
  readonly speedKmh: number | undefined;
  readonly headingDeg: number | undefined;
  readonly altitudeM: number | undefined;
}

/** Without satellites the coordinates are zeros. */
function keepFix(facts: MessageFacts, { lat, lon, speedKmh, headingDeg, altitudeM }: TrackerFix): void {
  if (lat === 0 && lon === 0) return facts.flag('no-fix');
  const speedMps = speedKmh === undefined ? undefined : kmhToMps(speedKmh);
  facts.position({ lat, lon, speedMps, headingDeg, altitudeM });
}

/** Elements that are named here keep their name; all others have only a number and stay in the stored message. */
const names = new Map<number, string>([
  [16, 'totalOdometer'],
  [21, 'gsmSignal'],
  [239, 'ignition'],
  [240, 'movement'],
]);

/** What a wired probe reports instead of a temperature: not ready, read error, not connected, identifier failed. */
const probeErrors: ReadonlySet<number> = new Set([850, 2000, 3000, 4000, 5000]);

function keepElement(facts: MessageFacts, id: number, value: number): void {
  const name = names.get(id);
  if (id === 66) facts.value('SupplyVoltage', value, '2Z');
  else if (id === 67) facts.value('Voltage', value, '2Z');
  else if (id === 113) facts.value('BatteryLevel', value, 'P1');
  else if (id >= 72 && id <= 75) keepProbe(facts, `probe ${id - 71}`, value);
  else if (name !== undefined) facts.unstated(name, value);
}

/** Tenths of a degree; 16-bit values arrive signed or unsigned, depending on the firmware. */
function keepProbe(facts: MessageFacts, channel: string, raw: number): void {
  const value = raw >= 0x8000 && raw <= 0xffff ? raw - 0x1_0000 : raw;
  if (probeErrors.has(value)) facts.trouble('sensor-invalid');
  else facts.value('Temperature', value / 10, 'CEL', channel);
}

export const teltonika = defineAdapter({
  id: 'teltonika',
  title: 'Teltonika trackers (Codec JSON, Codec 8 and 8 Extended)',
  vendor: 'Teltonika',
  docs: 'https://wiki.teltonika-gps.com/view/Codec',
  topics: ['+/+/teltonika/+/data'],
  match,
  decode,
  samples: teltonikaSamples,
});
