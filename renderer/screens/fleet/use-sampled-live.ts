import { useCallback, useRef, useSyncExternalStore } from 'react';

import type { Live, LiveStore } from '#renderer/data/live-store.ts';

/** Lists longer than this are re-sorted once a second instead of with every frame. */
const calmAbove = 400;
const calmPeriodMs = 1000;

/**
 * The rows of a live store, at the pace of reading: every frame while there are few, once a second when there
 * are many. What is shown is always a whole frame.
 */
export function useSampledLive<Row>(store: LiveStore<Row>): Live<Row> {
  const shown = useRef(store.current());
  const shownAt = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const take = (): void => {
        timer = undefined;
        shown.current = store.current();
        shownAt.current = performance.now();
        listener();
      };
      const onChange = (): void => {
        if (timer !== undefined) return;
        const periodMs = (store.current().rows?.length ?? 0) > calmAbove ? calmPeriodMs : 0;
        const waitMs = shownAt.current + periodMs - performance.now();
        if (waitMs <= 0) take();
        else timer = setTimeout(take, waitMs);
      };
      const unsubscribe = store.subscribe(onChange);
      if (store.current() !== shown.current) take();
      return () => {
        clearTimeout(timer);
        unsubscribe();
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, () => shown.current);
}
