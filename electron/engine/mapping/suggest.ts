import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';
import type { MappedFact, Mapping, PayloadKind } from '#shared/domain/mapping.ts';
import { parseDeviceTime } from '#shared/domain/time.ts';

import { meaningOf } from '../adapters/value-names.ts';
import { decodePayload } from './payload.ts';

const most = 24;
const deviceNames =
  /^(device_?id|device|dev_?eui|imei|serial(_?number)?|sn|mac|sensor(_?id)?|node|id|name)$/i;
const timeNames = /^(time|ts|timestamp|date_?time|measured_?at|recorded_?at|event_?time|utc|date)$/i;
const seqNames = /^(seq|sequence|f_?cnt|counter|msg_?id)$/i;
const codeNames = /^(code|codes|barcode|epc|tag|tracking(_?number)?|sscc)$/i;

/** A first mapping for a message, from the names of its fields: a start for a person, not a guess that is stored. */
export function suggestMapping(topic: string, payload: Uint8Array): Mapping {
  const { kind, value } = decodedBest(payload);
  const list = recordsIn(value);
  const record = list?.record ?? value;
  const fields = isFields(record) ? flat(record, '') : [];
  const find = (names: RegExp, isFit: (value: unknown) => boolean) =>
    fields.find(({ name, value: each }) => names.test(name) && isFit(each))?.path;
  const device = find(deviceNames, isName);
  const { pattern, part } = patternOf(topic);
  const named = device ?? (part === undefined ? undefined : `$topic.${part}`);
  const time = find(timeNames, (each) => parseDeviceTime(each, 'UTC').ok);
  const seq = find(seqNames, (each) => Number.isSafeInteger(each) && Number(each) >= 0);
  return {
    topic: pattern,
    payload: kind,
    ...(list === undefined || kind === 'csv' ? {} : { records: list.path }),
    ...(named === undefined ? {} : { device: named }),
    ...(time === undefined ? {} : { time }),
    timeIs: 'auto',
    ...(seq === undefined ? {} : { seq }),
    facts: factsFor(record, fields),
  };
}

interface Field {
  readonly name: string;
  readonly path: string;
  readonly value: unknown;
}

/** The first reading of the bytes that makes sense: JSON, else lines of values, else one word, else CBOR. */
function decodedBest(payload: Uint8Array): { readonly kind: PayloadKind; readonly value: unknown } {
  const json = decodePayload(payload, { payload: 'json' });
  if (json.ok) return { kind: typeof json.value === 'object' ? 'json' : 'text', value: json.value };
  const text = decodePayload(payload, { payload: 'text' });
  // A control character is in no line anybody writes.
  const isText = text.ok && !(typeof text.value === 'string' && /[^\P{Cc}\t\r\n]/u.test(text.value));
  const cbor = decodePayload(payload, { payload: 'cbor' });
  if (!isText) return { kind: 'cbor', value: cbor.ok ? cbor.value : undefined };
  const isLines = typeof text.value === 'string' && /^[^\n]+,[^\n]+\n/.test(text.value);
  if (!isLines) return { kind: 'text', value: text.value };
  const csv = decodePayload(payload, { payload: 'csv' });
  return csv.ok ? { kind: 'csv', value: csv.value } : { kind: 'text', value: text.value };
}

/** Where the records are, when the message is a list of objects or holds exactly one. */
function recordsIn(value: unknown): { readonly path: string; readonly record: unknown } | undefined {
  if (Array.isArray(value)) return isFields(value[0]) ? { path: '$', record: value[0] } : undefined;
  if (!isFields(value)) return undefined;
  const lists = Object.entries(value).filter(([, each]) => Array.isArray(each) && isFields(each[0]));
  const [only] = lists;
  if (only === undefined || lists.length > 1) return undefined;
  return { path: spelt(only[0]), record: (only[1] as readonly unknown[])[0] };
}

function flat(fields: JsonFields, before: string): readonly Field[] {
  return Object.entries(fields).flatMap(([name, value]): readonly Field[] => {
    const path = `${before}${spelt(name)}`;
    return isFields(value) ? flat(value, `${path}.`) : [{ name, path, value }];
  });
}

/** A name as JSONata takes it: anything but a plain word stands in backticks. */
function spelt(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null'].includes(name)
    ? name
    : `\`${name.replaceAll('`', '')}\``;
}

function isName(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || Number.isSafeInteger(value);
}

/** The topic with the level before the last taken for the device; of a topic of two levels the last. */
function patternOf(topic: string): { readonly pattern: string; readonly part: string | undefined } {
  const levels = topic.split('/');
  if (levels.length < 2 || levels.some((level) => /[{}+#]/.test(level)))
    return { pattern: '#', part: undefined };
  const at = levels.length === 2 ? 1 : levels.length - 2;
  return {
    pattern: levels.map((level, index) => (index === at ? '{device}' : level)).join('/'),
    part: 'device',
  };
}

function factsFor(record: unknown, fields: readonly Field[]): readonly MappedFact[] {
  if (typeof record === 'number') return [{ kind: 'reading', type: 'Temperature', value: '$', uom: 'CEL' }];
  const facts: MappedFact[] = [];
  const places = new Map<string, string>();
  for (const { name, path, value } of fields) {
    const meaning = meaningOf(name);
    if (meaning?.kind === 'place') places.set(meaning.field, path);
    else if (meaning?.kind === 'door') facts.push({ kind: 'reading', type: 'DoorOpen', value: path });
    else if (meaning?.kind === 'value' && isNumeric(value)) {
      const uom = meaning.uom(Number(value));
      facts.push({ kind: 'reading', type: meaning.type, value: path, ...(uom === undefined ? {} : { uom }) });
    } else if (codeNames.test(name)) facts.push({ kind: 'scan', codes: path });
  }
  const [lat, lon] = [places.get('lat'), places.get('lon')];
  if (lat !== undefined && lon !== undefined) facts.push({ kind: 'position', lat, lon, speedUnit: 'mps' });
  return facts.length === 0 ? [{ kind: 'status' }] : facts.slice(0, most);
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()));
}
