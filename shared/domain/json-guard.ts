import type { RejectReason } from './observation.ts';

/** Limits that keep parsing, storing and passing on a message cheap whatever its sender does. */
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Keys of one object. */
  readonly maxKeys: number;
  /** UTF-8 bytes of one string, after escapes. */
  readonly maxStringBytes: number;
  /**
   * JSON has no infinity, but 1e999 parses to one. 'reject' refuses the message; 'keep' leaves it to a decoder
   * that checks every number it uses, so that one such number does not spoil a whole batch.
   */
  readonly nonFinite: 'reject' | 'keep';
}

export const jsonLimits: JsonLimits = {
  maxBytes: 65_536,
  maxDepth: 16,
  maxKeys: 200,
  maxStringBytes: 4096,
  nonFinite: 'reject',
};

export interface JsonRefusal {
  readonly ok: false;
  readonly reason: RejectReason;
  readonly detail: string;
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | JsonRefusal;

/** An object as it came in: nothing about its fields is known. */
export type JsonFields = Readonly<Record<string, unknown>>;

// This folder is compiled without any host's types; every host has this class.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON from a device. One pass over the bytes finds what `JSON.parse` would let through (depth, key count,
 * string length) before anything is allocated; the result holds no `__proto__` key, no half surrogate pair and,
 * unless asked to keep them, no infinite number. Never throws.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = jsonLimits): ParsedJson {
  if (bytes.length === 0) return refuse('empty-payload', 'the payload is empty');
  if (bytes.length > limits.maxBytes) {
    return refuse('too-large', `the payload has ${bytes.length} bytes; at most ${limits.maxBytes} are taken`);
  }
  const survey = surveyBytes(bytes, limits);
  if (typeof survey === 'object') return survey;
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    return refuse('not-json', notJson(error));
  }
  return survey ? (inspect(value, limits) ?? { ok: true, value }) : { ok: true, value };
}

/** True for a JSON object (not an array, not null). */
export function isFields(value: unknown): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: RejectReason, detail: string): JsonRefusal {
  return { ok: false, reason, detail };
}

function notJson(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return error instanceof SyntaxError ? `not JSON: ${message.slice(0, 160)}` : 'the text is not valid UTF-8';
}

const quote = 0x22;
const backslash = 0x5c;
const underscore = 0x5f;

/** Keys seen in each open object; one array for all calls, as calls never overlap. */
const keyCounts = new Int32Array(65);

/**
 * Looks at structure only: wrong JSON is left to the parser. Returns true when the parsed value needs a closer
 * look (a `__proto__` key, half surrogates or overflowing numbers are possible).
 */
function surveyBytes(bytes: Uint8Array, limits: JsonLimits): boolean | JsonRefusal {
  const end = bytes.length;
  let depth = 0;
  let suspicious = false;
  keyCounts[0] = 0;
  for (let i = 0; i < end; i += 1) {
    const byte = bytes[i]!;
    if (byte === quote) {
      if (bytes[i + 1] === underscore || bytes[i + 1] === backslash) suspicious ||= mayBeProto(bytes, i + 1);
      const string = surveyString(bytes, i + 1);
      if (string.size > limits.maxStringBytes) {
        return refuse('string-too-long', `a text has more than ${limits.maxStringBytes} bytes`);
      }
      suspicious ||= string.surrogate;
      i = string.end;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limits.maxDepth) return refuse('too-deep', `nested deeper than ${limits.maxDepth} levels`);
      keyCounts[depth] = 0;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= depth > 0 ? 1 : 0;
    } else if (byte === 0x3a) {
      keyCounts[depth]! += 1;
      if (keyCounts[depth]! > limits.maxKeys) {
        return refuse('too-many-keys', `an object has more than ${limits.maxKeys} keys`);
      }
    } else if (byte >= 0x30 && byte <= 0x39) {
      const last = endOfNumber(bytes, i);
      suspicious ||= last.mayOverflow;
      i = last.end;
    }
  }
  return suspicious;
}

/** `"__…` and every spelling of its first two letters with an escape. */
function mayBeProto(bytes: Uint8Array, start: number): boolean {
  const second = bytes[start + 1];
  return bytes[start] === backslash || second === underscore || second === backslash;
}

interface SurveyedString {
  /** Index of the closing quote. */
  readonly end: number;
  readonly size: number;
  readonly surrogate: boolean;
}

function surveyString(bytes: Uint8Array, start: number): SurveyedString {
  const end = bytes.length;
  let i = start;
  let saved = 0;
  let surrogate = false;
  while (i < end && bytes[i] !== quote) {
    if (bytes[i] !== backslash) {
      i += 1;
      continue;
    }
    if (bytes[i + 1] === 0x75) {
      const size = escapedSize(bytes, i + 2);
      saved += 6 - size;
      surrogate ||= size === 2 && (bytes[i + 2]! | 0x20) === 0x64;
    } else {
      saved += 1;
    }
    i += 2;
  }
  return { end: i, size: i - start - saved, surrogate };
}

/** UTF-8 bytes of the character of a `\uXXXX` escape; half of a surrogate pair counts 2 of the pair's 4. */
function escapedSize(bytes: Uint8Array, at: number): number {
  const [first, second, third] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!];
  if (first !== 0x30) return (first | 0x20) === 0x64 && second >= 0x38 ? 2 : 3;
  if (second === 0x30 && third < 0x38) return 1;
  return second < 0x38 ? 2 : 3;
}

/** A number can only overflow with an exponent or with hundreds of digits. */
function endOfNumber(
  bytes: Uint8Array,
  start: number,
): { readonly end: number; readonly mayOverflow: boolean } {
  let exponent = false;
  let i = start + 1;
  for (; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    const digit = byte >= 0x30 && byte <= 0x39;
    if ((byte | 0x20) === 0x65) exponent = true;
    else if (!digit && byte !== 0x2e && byte !== 0x2b && byte !== 0x2d) break;
  }
  return { end: i - 1, mayOverflow: exponent || i - start > 300 };
}

/** Removes `__proto__` keys and finds what the survey only suspected. Depth is already limited. */
function inspect(value: unknown, limits: JsonLimits): JsonRefusal | undefined {
  if (typeof value === 'number') {
    if (Number.isFinite(value) || limits.nonFinite === 'keep') return undefined;
    return refuse('out-of-range', 'a number is too large to be represented');
  }
  if (typeof value === 'string') return inspectText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const [key, member] of Object.entries(value)) {
    const refusal = inspectText(key) ?? inspect(member, limits);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** SQLite would store a half surrogate as U+FFFD, and the text could never be found again. */
function inspectText(text: string): JsonRefusal | undefined {
  return text.isWellFormed() ? undefined : refuse('not-json', 'a text holds half of a surrogate pair');
}
