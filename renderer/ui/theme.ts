import { useSyncExternalStore } from 'react';

import { createKept } from './kept.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;

export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = 'light' | 'dark';

const kept = createKept('waymark.theme');
const darkQuery = '(prefers-color-scheme: dark)';

/** The stored choice; `system` where there is none or storage is closed to us. */
export function themeChoice(): ThemeChoice {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Applies the choice kept from last time; call before the first render. */
export function restoreTheme(): void {
  const stored = kept.read();
  if (stored === 'light' || stored === 'dark') document.documentElement.dataset['theme'] = stored;
}

/** Applies and keeps a choice. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  kept.write(choice);
}

/** The theme that is on now. */
export function currentTheme(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return matchMedia(darkQuery).matches ? 'dark' : 'light';
}

/** Calls back when the theme changes, by choice or by the system. */
export function watchTheme(listener: () => void): () => void {
  const query = matchMedia(darkQuery);
  const unwatch = kept.watch(listener);
  query.addEventListener('change', listener);
  return () => {
    unwatch();
    query.removeEventListener('change', listener);
  };
}

/** The theme that is on; re-renders when it changes. For canvases and maps that cannot use CSS variables. */
export function useTheme(): Theme {
  return useSyncExternalStore(watchTheme, currentTheme);
}

/** The stored choice; re-renders when it changes. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(watchTheme, themeChoice);
}

/** A token's colour as the browser computes it in the theme that is on, e.g. `readColor('--ok-fill')` → `rgb(0, 153, 136)`. */
export function readColor(token: `--${string}`): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}
