import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds; re-renders when that changes. For what CSS alone cannot leave out. */
export function useMedia(query: string): boolean {
  const watch = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => matchMedia(query).matches);
}
