import type { ReturnState } from '#shared/domain/return.ts';

import { returnText } from '#renderer/text/returns.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

const tones: Readonly<Record<ReturnState, Tone>> = { created: 'quiet', returning: 'info', returned: 'ok' };

/** How far what comes back is, as shape and word. */
export function ReturnStateMark({ state }: { readonly state: ReturnState }) {
  return <StatusDot tone={tones[state]} label={returnText.states[state]} />;
}
