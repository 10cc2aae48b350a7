import { useSyncExternalStore } from 'react';

import { sound } from './alert-sound.ts';
import { readChoice, type SoundChoice } from './sound-rules.ts';

const storageKey = 'waymark.sound';
const listeners = new Set<() => void>();
let choice = readChoice(stored());
let isBlocked = false;

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    // Storage can be switched off in a browser; then the choice lasts as long as the page.
    return null;
  }
}

/** What was chosen on this console. */
export function soundChoice(): SoundChoice {
  return choice;
}

/** Applies and keeps a choice. */
export function chooseSound(next: SoundChoice): void {
  choice = next;
  try {
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // As above: applied, not kept.
  }
  tell();
}

/** Sounds a severity and remembers whether the browser let it. */
export async function soundNow(severity: Parameters<typeof sound>[0]): Promise<void> {
  const outcome = await sound(severity);
  isBlocked = outcome !== 'played';
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function watch(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The choice; re-renders when it changes. */
export function useSoundChoice(): SoundChoice {
  return useSyncExternalStore(watch, soundChoice);
}

/** True when the last sound could not be played; re-renders when that changes. */
export function useSoundBlocked(): boolean {
  return useSyncExternalStore(watch, () => isBlocked);
}
