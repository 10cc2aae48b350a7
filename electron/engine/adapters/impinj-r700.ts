import { gs1KeyOfEpc, isEpcHex } from '#shared/domain/epc.ts';
import { isFields, parseJson, type JsonFields } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { clip, maxTextLength, numberProblem, ranges, readTime } from './fields.ts';
import { impinjSamples } from './impinj-samples.ts';
import { mergeDecoded, MessageFacts } from './message-facts.ts';
import { numberAt, objectAt, peek, textAt } from './object-payload.ts';

function match(payload: Uint8Array): boolean {
  return peek(payload).includes('"eventType"');
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const parsed = parseJson(payload);
  if (parsed.ok) {
    const events: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
    return events.length === 0
      ? ignored('an empty list of events')
      : mergeDecoded(events.map((event) => decodeEvent(event, context)));
  }
  const facts = new MessageFacts(context.topic);
  if (parsed.reason !== 'not-json' || !isWill(payload, context))
    return facts.refuse(parsed.reason, parsed.detail);
  facts.status({ online: false });
  return facts.decoded();
}

/** The last will is a text somebody typed in: words on the status topic, not the beginning of an event. */
function isWill(payload: Uint8Array, { levels }: DecodeContext): boolean {
  return levels.at(-1) === 'status' && /^[\w .,!:-]{1,200}$/.test(peek(payload, 256));
}

function decodeEvent(event: unknown, context: DecodeContext): Decoded {
  if (!isFields(event)) return new MessageFacts(context.topic).refuse('not-an-object', 'not a JSON object');
  const hostname = textAt(event, 'hostname');
  const facts = new MessageFacts(
    hostname !== undefined && hostname.length <= maxTextLength ? hostname : context.topic,
  );
  const tag = objectAt(event, 'tagInventoryEvent');
  const moment = tag?.['lastSeenTime'] ?? event['timestamp'];
  if (moment !== undefined && moment !== null) {
    const time = readTime(moment, context, facts.head.deviceId);
    if (!time.ok) return facts.refuse('invalid-time', time.why);
    facts.head.time = time.time;
    if (time.zoneAssumed) facts.flag('zone-assumed');
  }
  if (tag !== undefined) return decodeTag(tag, facts);
  const type = textAt(event, 'eventType');
  if (type === undefined) return facts.refuse('unrecognised', 'the event has no type');
  facts.status({ online: true, event: clip(type, 64) });
  return facts.decoded();
}

function decodeTag(tag: JsonFields, facts: MessageFacts): Decoded {
  const hex = textAt(tag, 'epcHex');
  const fromBase64 = Buffer.from(textAt(tag, 'epc') ?? '', 'base64')
    .toString('hex')
    .toUpperCase();
  const epc = hex ?? fromBase64;
  if (!isEpcHex(epc)) return facts.refuse('invalid-field', 'the tag has no readable EPC');
  if (hex !== undefined && fromBase64 !== '' && fromBase64 !== hex.toUpperCase()) facts.flag('mismatch');
  const scan: { antenna?: number; rssiDbm?: number } = {};
  const antenna = numberAt(tag, 'antennaPort');
  if (antenna !== undefined && antenna >= 0) scan.antenna = antenna;
  const rssiCdbm = numberAt(tag, 'peakRssiCdbm');
  if (rssiCdbm !== undefined) {
    const problem = numberProblem('peakRssiCdbm', rssiCdbm / 100, ranges.rssiDbm);
    if (problem === undefined) scan.rssiDbm = rssiCdbm / 100;
    else facts.reject(problem.reason, problem.detail);
  }
  facts.scan([gs1KeyOfEpc(epc) ?? epc.toUpperCase()], scan);
  return facts.decoded();
}

export const impinjR700 = defineAdapter({
  id: 'impinj-r700',
  title: 'Impinj R700 (IoT device interface)',
  vendor: 'Impinj',
  docs: 'https://platform.impinj.com/site/docs/reader_api/index.gsp',
  topics: ['impinj/#'],
  match,
  decode,
  samples: impinjSamples,
});
