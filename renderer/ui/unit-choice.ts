import { useSyncExternalStore } from 'react';

import { readUnits, showIn, shownUnits, type UnitChoice, writeUnits } from '../text/units.ts';
import { createKept } from './kept.ts';

const kept = createKept('waymark.units');

/** Applies the choice kept from last time; call before the first render. */
export function restoreUnits(): void {
  showIn(readUnits(kept.read()));
}

/** Applies and keeps a choice. */
export function chooseUnits(choice: UnitChoice): void {
  showIn(choice);
  kept.write(writeUnits(choice));
}

/** The units that are on; re-renders when they change. */
export function useUnits(): UnitChoice {
  return useSyncExternalStore(kept.watch, shownUnits);
}
