import { useKnownNow } from './use-now.ts';
import { useLive } from './use-live.ts';
import { useThrottled } from './use-throttled.ts';

const leastMs = 1000;
/** Places and ages move without anything being done. */
const mostMs = 10_000;

/** A key that changes soon after anything about any order has (a hold, a correction, a case, a scan), and in time. */
export function useOrdersChanged(): string {
  const overview = useLive('orders.overview', {}).byKey.get('orders');
  const changes = useThrottled(overview?.changes ?? 0, leastMs);
  const period = Math.floor(useKnownNow(mostMs) / mostMs);
  return `${changes} ${period}`;
}
