import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** Where the page's time comes from: the engine's clock, and the zone times are shown in unless a site says otherwise. */
export interface PageClock {
  readonly now: () => number;
  /** Up to when the engine's word is known: now while the page is live, else when it was last heard. */
  readonly knownNow: () => number;
  readonly timeZone: string;
}

export const ClockContext = createContext<PageClock>({
  now: () => Date.now(),
  knownNow: () => Date.now(),
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
  return useTick(periodMs, clock.now);
}

/**
 * As `useNow`, but stands still while the page is not live: what has not been heard since may be the page's own
 * fault, so judgements such as "silent" go by this.
 */
export function useKnownNow(periodMs = 1000): number {
  const clock = use(ClockContext);
  return useTick(periodMs, clock.knownNow);
}

function useTick(periodMs: number, read: () => number): number {
  const subscribe = useCallback((listener: () => void) => subscribeTick(periodMs, listener), [periodMs]);
  return useSyncExternalStore(subscribe, () => Math.floor(read() / periodMs) * periodMs);
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
