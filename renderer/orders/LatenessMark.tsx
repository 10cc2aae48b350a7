import { useNow } from '#renderer/data/use-now.ts';
import { latenessWords, type PromisedOrder } from '#renderer/text/order-reasons.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

const tones: Readonly<Record<PromisedOrder['lateness'], Tone>> = {
  late: 'bad',
  'at-risk': 'warn',
  'delivered-late': 'warn',
  'on-time': 'ok',
  unknown: 'quiet',
};

/** How an order stands to its promise, as shape and words. */
export function LatenessMark({ order }: { readonly order: PromisedOrder }) {
  const now = useNow(30_000);
  return <StatusDot tone={tones[order.lateness]} label={latenessWords(order, now)} />;
}
