import { useSyncExternalStore } from 'react';

import { readUnits, showIn, shownUnits, type UnitChoice, writeUnits } from '../text/units.ts';

const storageKey = 'waymark.units';
const listeners = new Set<() => void>();

/** Applies the choice kept from last time; call before the first render. */
export function restoreUnits(): void {
  try {
    showIn(readUnits(localStorage.getItem(storageKey)));
  } catch {
    // Storage can be switched off in a browser; then the choice lasts as long as the page.
    showIn(readUnits(null));
  }
}

/** Applies and keeps a choice. */
export function chooseUnits(choice: UnitChoice): void {
  showIn(choice);
  try {
    localStorage.setItem(storageKey, writeUnits(choice));
  } catch {
    // As above: applied, not kept.
  }
  for (const listener of listeners) listener();
}

function watch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The units that are on; re-renders when they change. */
export function useUnits(): UnitChoice {
  return useSyncExternalStore(watch, shownUnits);
}
