import { decode as decodeCbor, type DecodeOptions } from 'cborg';
import { parse as parseCsv } from 'csv-parse/sync';

import { jsonLimits, parseJson } from '#shared/domain/json-guard.ts';
import type { CsvShape, Mapping } from '#shared/domain/mapping.ts';
import { maxRecords } from '#shared/domain/mapping.ts';
import type { RejectReason } from '#shared/domain/observation.ts';

import { numberOfText } from '../adapters/fields.ts';

export type DecodedPayload =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: RejectReason; readonly detail: string };

/** The bytes of a message as a plain JSON value, within the bounds every message is held to. Never throws. */
export function decodePayload(bytes: Uint8Array, mapping: Pick<Mapping, 'payload' | 'csv'>): DecodedPayload {
  if (bytes.length === 0) return refuse('empty-payload', 'the payload is empty');
  if (bytes.length > jsonLimits.maxBytes)
    return refuse(
      'too-large',
      `the payload has ${bytes.length} bytes; at most ${jsonLimits.maxBytes} are taken`,
    );
  if (mapping.payload === 'json') return parseJson(bytes, jsonLimits);
  if (mapping.payload === 'cbor') return fromCbor(bytes);
  const text = utf8(bytes);
  if (text === undefined) return refuse('undecoded', 'the text is not valid UTF-8');
  return mapping.payload === 'csv' ? fromCsv(text, mapping.csv) : { ok: true, value: cellOf(text.trim()) };
}

function refuse(reason: RejectReason, detail: string): DecodedPayload {
  return { ok: false, reason, detail };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const plainTags = [0, 1, 32, 33, 34, 35, 36, 55_799];
const cborOptions: DecodeOptions = {
  allowUndefined: true,
  coerceUndefinedToNull: true,
  useMaps: true,
  tags: Object.fromEntries(plainTags.map((tag) => [tag, (inner: () => unknown) => inner()])),
};

function fromCbor(bytes: Uint8Array): DecodedPayload {
  let value: unknown;
  try {
    value = decodeCbor(bytes, cborOptions);
  } catch (error) {
    return refuse(
      'undecoded',
      `not CBOR: ${error instanceof Error ? error.message.slice(0, 160) : 'damaged'}`,
    );
  }
  const plain = plainOf(value, 0);
  return plain === tooDeep
    ? refuse('too-deep', `nested deeper than ${jsonLimits.maxDepth} levels`)
    : { ok: true, value: plain };
}

const tooDeep = Symbol('too deep');

/** Byte strings become hex, keys texts (SenML numbers them), large integers numbers where they are exact, else text. */
function plainOf(value: unknown, depth: number): unknown {
  if (depth > jsonLimits.maxDepth) return tooDeep;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) {
    const items = value.map((item) => plainOf(item, depth + 1));
    return items.includes(tooDeep) ? tooDeep : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (!(value instanceof Map)) return null;
  const fields = [...value]
    .map(([key, member]) => [String(key), plainOf(member, depth + 1)] as const)
    .filter(([key]) => key !== '__proto__');
  return fields.some(([, member]) => member === tooDeep) ? tooDeep : Object.fromEntries(fields);
}

/** Lines as objects by column name; a cell that is a plain number is one, an empty cell says nothing. */
function fromCsv(text: string, shape: CsvShape | undefined): DecodedPayload {
  const columns = shape?.columns === undefined ? true : [...shape.columns];
  let rows: Record<string, string>[];
  try {
    rows = parseCsv(text, {
      columns,
      delimiter: shape?.delimiter ?? ',',
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      to: maxRecords + 2,
    });
  } catch (error) {
    return refuse(
      'undecoded',
      `not CSV: ${error instanceof Error ? error.message.slice(0, 160) : 'damaged'}`,
    );
  }
  const value = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name, cell]) => name !== '__proto__' && cell !== '')
        .map(([name, cell]) => [name, cellOf(cell)]),
    ),
  );
  return { ok: true, value };
}

/** A text that is a number as a person would write one; digits with a leading zero are an identifier. */
function cellOf(text: string): string | number {
  return /^-?0\d/.test(text) ? text : (numberOfText(text) ?? text);
}
