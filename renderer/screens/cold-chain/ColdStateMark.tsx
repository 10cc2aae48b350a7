import { coldChainText } from '#renderer/text/cold-chain.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

import type { ColdState } from './cold-items.ts';

const tones: Readonly<Record<ColdState, Tone>> = {
  out: 'bad',
  fault: 'info',
  silent: 'quiet',
  near: 'warn',
  ok: 'ok',
};

/** Inside, near, out, silent or faulty, as shape, colour and word. */
export function ColdStateMark({ state }: { readonly state: ColdState }) {
  const { label, meaning } = coldChainText.state[state];
  return (
    <span data-tip={meaning}>
      <StatusDot tone={tones[state]} label={label} />
    </span>
  );
}
