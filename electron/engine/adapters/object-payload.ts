import {
  isFields,
  jsonLimits,
  parseJson,
  type JsonFields,
  type JsonLimits,
} from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import { ignored } from './adapter.ts';
import type { MessageFacts } from './message-facts.ts';

/** Parses a payload that must be one JSON object and hands it on; anything else is refused or ignored here. */
export function decodeObject(
  payload: Uint8Array,
  facts: MessageFacts,
  decodeFields: (fields: JsonFields) => Decoded,
  limits: JsonLimits = jsonLimits,
): Decoded {
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const parsed = parseJson(payload, limits);
  if (!parsed.ok) return facts.refuse(parsed.reason, parsed.detail);
  return isFields(parsed.value)
    ? decodeFields(parsed.value)
    : facts.refuse('not-an-object', 'not a JSON object');
}

/** The object under a key, if there is one. */
export function objectAt(fields: JsonFields, key: string): JsonFields | undefined {
  const value = fields[key];
  return isFields(value) ? value : undefined;
}

/** The finite number under a key, if there is one. */
export function numberAt(fields: JsonFields, key: string): number | undefined {
  const value = fields[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The text under a key, if there is one that says something. */
export function textAt(fields: JsonFields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The first bytes of a payload as text, for fingerprints. */
export function peek(payload: Uint8Array, length = 4096): string {
  return Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.length, length)).toString('latin1');
}
