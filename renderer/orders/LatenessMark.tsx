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

export interface LatenessMarkProps {
  readonly order: PromisedOrder;
  /** Present where other words beside it are of that very instant. */
  readonly now?: number;
}

/** How an order stands to its promise, as shape and words. */
export function LatenessMark({ order, now }: LatenessMarkProps) {
  const ticking = useNow(30_000);
  return <StatusDot tone={tones[order.lateness]} label={latenessWords(order, now ?? ticking)} />;
}
