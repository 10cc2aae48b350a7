import { useEffect } from 'react';

import { navigate } from '../data/location-state.ts';
import type { Screen } from '../screens/screen.ts';

interface ShortcutOptions {
  readonly screens: readonly Screen[];
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
}

/** How long after `g` the letter of a screen is waited for. */
const chordMs = 1200;

/** The keys that work anywhere: Ctrl/Cmd-K, `/`, `?`, and `g` with a screen's letter. */
export function useShortcuts({ screens, openPalette, openShortcuts }: ShortcutOptions): void {
  useEffect(() => {
    let chordStartedAt = -Infinity;

    function onKeyDown(event: KeyboardEvent): void {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        isBusyElsewhere(event.target)
      )
        return;
      const isChord = event.timeStamp - chordStartedAt < chordMs;
      chordStartedAt = event.key === 'g' && !isChord ? event.timeStamp : -Infinity;
      if (act(event.key, isChord)) event.preventDefault();
    }

    function act(key: string, isChord: boolean): boolean {
      const screen = isChord ? screens.find((each) => each.key === key) : undefined;
      if (screen !== undefined) navigate(screen.path);
      else if (key === '?') openShortcuts();
      else if (key === '/') return focusFilter();
      else return false;
      return true;
    }

    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [screens, openPalette, openShortcuts]);
}

/** Letters typed into a field, or while a dialog is open, are not shortcuts. */
function isBusyElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog]',
    ) !== null
  );
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('[data-page-search]');
  filter?.focus();
  filter?.select();
  return filter !== null;
}
