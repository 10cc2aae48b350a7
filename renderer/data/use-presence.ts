import { useSyncExternalStore } from 'react';

import { useEngine } from './engine-context.ts';
import type { Presence } from './presence-store.ts';

/** Whether what is on screen is live, and what the engine says of itself. */
export function usePresence(): Presence {
  const { presence } = useEngine();
  return useSyncExternalStore(presence.subscribe, presence.current);
}

/** False for a viewer: commands would be refused, so their buttons are not offered. */
export function useMayCommand(): boolean {
  return usePresence().role !== 'viewer';
}
