import { useSyncExternalStore } from 'react';

import { createKept } from '#renderer/ui/kept.ts';

import { sound } from './alert-sound.ts';
import { readChoice, type SoundChoice } from './sound-rules.ts';

const kept = createKept('waymark.sound');
let choice = readChoice(kept.read());
let isBlocked = false;

/** What was chosen on this console. */
export function soundChoice(): SoundChoice {
  return choice;
}

/** Applies and keeps a choice. */
export function chooseSound(next: SoundChoice): void {
  choice = next;
  kept.write(JSON.stringify(next));
}

/** Sounds a severity and remembers whether the browser let it. */
export async function soundNow(severity: Parameters<typeof sound>[0]): Promise<void> {
  const outcome = await sound(severity);
  isBlocked = outcome !== 'played';
  kept.tell();
}

/** The choice; re-renders when it changes. */
export function useSoundChoice(): SoundChoice {
  return useSyncExternalStore(kept.watch, soundChoice);
}

/** True when the last sound could not be played; re-renders when that changes. */
export function useSoundBlocked(): boolean {
  return useSyncExternalStore(kept.watch, () => isBlocked);
}
