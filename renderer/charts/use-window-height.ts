import { useSyncExternalStore } from 'react';

/** The inner height of the window; re-renders when it changes. */
export function useWindowHeight(): number {
  return useSyncExternalStore(watch, () => window.innerHeight);
}

function watch(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
