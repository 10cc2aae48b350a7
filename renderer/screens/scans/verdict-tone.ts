import type { Tone } from '#renderer/ui/tone.ts';
import type { Verdict } from '#shared/domain/cbv.ts';

/** How a verdict looks. */
export const verdictTone: Readonly<Record<Verdict, Tone>> = {
  accepted: 'ok',
  duplicate: 'quiet',
  'out-of-sequence': 'warn',
  'wrong-place': 'bad',
  unknown: 'warn',
  held: 'bad',
};
