import { isFields, parseJson } from '#shared/domain/json-guard.ts';
import type { Decoded } from '#shared/domain/observation.ts';

import type { MessageFacts } from './message-facts.ts';

/** `{"state":"online"}` or the bare word, as gateways publish it and leave it as their last will. */
export function decodeOnlineState(payload: Uint8Array, facts: MessageFacts): Decoded {
  const parsed = parseJson(payload);
  const word = parsed.ok ? undefined : Buffer.from(payload).toString('latin1').trim();
  const state = parsed.ok && isFields(parsed.value) ? parsed.value['state'] : (word ?? '');
  if (state === 'online' || state === 'offline') {
    facts.status({ online: state === 'online' });
    return facts.decoded();
  }
  if (!parsed.ok) return facts.refuse(parsed.reason, parsed.detail);
  return facts.refuse('missing-field', 'neither online nor offline');
}
