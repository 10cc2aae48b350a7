import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** Where the page's time comes from: the engine's clock, and the zone times are shown in unless a site says otherwise. */
export interface PageClock {
  now(): number;
  readonly timeZone: string;
}

export const ClockContext = createContext<PageClock>({
  now: () => Date.now(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** The clock itself, for handlers that need the time once. */
export function usePageClock(): PageClock {
  return use(ClockContext);
}

/**
 * The engine's now in epoch milliseconds, rounded down to `periodMs`; re-renders once a period. All users of
 * one period share a timer.
 */
export function useNow(periodMs = 1000): number {
  const clock = use(ClockContext);
  const subscribe = useCallback((listener: () => void) => subscribeTick(periodMs, listener), [periodMs]);
  return useSyncExternalStore(subscribe, () => Math.floor(clock.now() / periodMs) * periodMs);
}

interface Ticker {
  readonly listeners: Set<() => void>;
  readonly timer: ReturnType<typeof setInterval>;
}

const tickers = new Map<number, Ticker>();

function subscribeTick(periodMs: number, listener: () => void): () => void {
  let ticker = tickers.get(periodMs);
  if (ticker === undefined) {
    const listeners = new Set<() => void>();
    const timer = setInterval(() => {
      for (const each of listeners) each();
    }, periodMs);
    ticker = { listeners, timer };
    tickers.set(periodMs, ticker);
  }
  const { listeners, timer } = ticker;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    tickers.delete(periodMs);
  };
}
