import { gs1KeyOfEpc, isEpcHex } from '#shared/domain/epc.ts';
import { isFields, parseJson, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded, Observation, ScanObservation } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { clip, maxTextLength, type Mutable, numberProblem, ranges, readTime } from './fields.ts';
import { splitJson } from './json-sequence.ts';
import { mergeDecoded, MessageFacts } from './message-facts.ts';
import { peek } from './object-payload.ts';
import { zebraSamples } from './zebra-samples.ts';

/** Field names that no other known format uses together with `timestamp`. */
const fingerprint = /"(idHex|radio_control|eventNum)"/;

function match(payload: Uint8Array): boolean {
  const text = peek(payload);
  return text.includes('"timestamp"') && text.includes('"type"') && fingerprint.test(text);
}

/** One event, an array of events, or several objects with nothing between them (as the firmware may send them). */
function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const parsed = parseJson(payload);
  if (parsed.ok) return decodeEvents(Array.isArray(parsed.value) ? parsed.value : [parsed.value], context);
  const parts = parsed.reason === 'not-json' ? splitJson(payload) : [];
  if (parts.length < 2) return new MessageFacts(context.topic).refuse(parsed.reason, parsed.detail);
  const events: unknown[] = [];
  const refused: Decoded[] = [];
  for (const [index, part] of parts.entries()) {
    const event = parseJson(part);
    if (event.ok) events.push(event.value);
    else
      refused.push(
        new MessageFacts(context.topic).refuse(event.reason, `event ${index + 1}: ${event.detail}`),
      );
  }
  return mergeDecoded([decodeEvents(events, context), ...refused]);
}

function decodeEvents(events: readonly unknown[], context: DecodeContext): Decoded {
  if (events.length === 0) return ignored('an empty list of events');
  const decoded = mergeDecoded(
    events.map((event, index) =>
      decodeEvent(event, context, events.length > 1 ? `event ${index + 1}: ` : ''),
    ),
  );
  return hasGap(events) ? { ...decoded, observations: decoded.observations.map(besideGap) } : decoded;
}

/** `eventNum` counts up per reader: a step of more than one inside a message means events were lost. */
function hasGap(events: readonly unknown[]): boolean {
  const numbers = events.flatMap((event) => (isFields(event) ? (eventNumber(dataOf(event)) ?? []) : []));
  return numbers.some((number, index) => index > 0 && number > numbers[index - 1]! + 1);
}

function besideGap(observation: Observation): Observation {
  return { ...observation, quality: [...(observation.quality ?? []), 'sequence-gap'] };
}

function decodeEvent(event: unknown, context: DecodeContext, label: string): Decoded {
  if (!isFields(event))
    return new MessageFacts(context.topic).refuse('not-an-object', `${label}not a JSON object`);
  if (typeof event['command'] === 'string') return ignored('a command to the reader or its answer');
  const data = dataOf(event);
  const facts = new MessageFacts(readerOf(data, context));
  const { timestamp, type } = event;
  if (timestamp !== undefined && timestamp !== null) {
    const time = readTime(timestamp, context, facts.head.deviceId);
    if (!time.ok) return facts.refuse('invalid-time', `${label}${time.why}`);
    facts.head.time = time.time;
    if (time.zoneAssumed) facts.flag('zone-assumed');
  }
  if (data['idHex'] !== undefined) return decodeTag(data, facts, label);
  if (typeof type !== 'string' || type === '') {
    return facts.refuse('unrecognised', `${label}neither a tag nor an event of the reader`);
  }
  const seq = eventNumber(event);
  if (seq !== undefined) facts.head.seq = seq;
  // A reader that sends anything is online; only the heartbeat says nothing else.
  facts.status(
    type.toLowerCase() === 'heartbeat' ? { online: true } : { online: true, event: clip(type, 64) },
  );
  return facts.decoded();
}

function dataOf(event: JsonFields): JsonFields {
  const { data } = event;
  return isFields(data) ? data : {};
}

/** The reader names itself only when its tag metadata are set to include MAC or host name. */
function readerOf(data: JsonFields, context: DecodeContext): string {
  for (const key of ['MAC', 'hostName', 'HOSTNAME']) {
    const name = data[key];
    if (typeof name === 'string' && name !== '' && name.length <= maxTextLength) return name;
  }
  return context.topic;
}

function eventNumber(fields: JsonFields): number | undefined {
  const value = fields['eventNum'];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function decodeTag(data: JsonFields, facts: MessageFacts, label: string): Decoded {
  const { idHex } = data;
  if (typeof idHex !== 'string' || !isEpcHex(idHex)) {
    return facts.refuse('invalid-field', `${label}idHex is not hexadecimal`);
  }
  const scan: Partial<Mutable<ScanObservation>> = {};
  const seq = eventNumber(data);
  if (seq !== undefined) facts.head.seq = seq;
  for (const { key, from, range } of readFields) {
    const value = data[from];
    if (value === undefined || value === null) continue;
    const problem = numberProblem(from, value, range);
    if (problem === undefined) scan[key] = Number(value);
    else facts.reject(problem.reason, `${label}${problem.detail}`);
  }
  facts.scan([gs1KeyOfEpc(idHex) ?? idHex.toUpperCase()], scan);
  return facts.decoded();
}

const readFields = [
  { key: 'antenna', from: 'antenna', range: { min: 0, max: 65_535 } },
  { key: 'rssiDbm', from: 'peakRssi', range: ranges.rssiDbm },
  { key: 'reads', from: 'reads', range: { min: 0, max: Number.MAX_SAFE_INTEGER } },
] as const;

export const zebraIotConnector = defineAdapter({
  id: 'zebra-iot-connector',
  title: 'Zebra fixed RFID readers (IoT Connector)',
  vendor: 'Zebra',
  docs: 'https://zebradevs.github.io/rfid-ziotc-docs/',
  topics: ['ziotc/#'],
  match,
  decode,
  samples: zebraSamples,
});
