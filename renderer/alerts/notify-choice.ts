import { useSyncExternalStore } from 'react';

/**
 * Whether this page says new alerts on the desktop; `blocked` where the browser does not let it, `elsewhere` where
 * that is not the page's to do: the desktop shell says them by itself, and some browsers cannot.
 */
export type NotifyState = 'on' | 'off' | 'blocked' | 'elsewhere';

const storageKey = 'waymark.notify';
const listeners = new Set<() => void>();
/** The choice as long as the page lasts, where it cannot be kept. */
let chosen = readStored();

function readStored(): boolean {
  try {
    return localStorage.getItem(storageKey) === 'on';
  } catch {
    // Storage can be switched off in a browser; then the choice lasts as long as the page.
    return false;
  }
}

/** What would happen to a notification now. */
export function notifyState(): NotifyState {
  if (window.waymark !== undefined || typeof Notification === 'undefined') return 'elsewhere';
  if (Notification.permission === 'denied') return 'blocked';
  return chosen && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Turns notifications on or off. The browser asks the person for leave, so only ever call it from a press. */
export async function chooseNotify(isOn: boolean): Promise<void> {
  if (isOn && Notification.permission === 'default') await Notification.requestPermission();
  chosen = isOn;
  try {
    localStorage.setItem(storageKey, isOn ? 'on' : 'off');
  } catch {
    // As above: applied, not kept.
  }
  for (const listener of listeners) listener();
}

function watch(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The same; re-renders when it changes. */
export function useNotifyState(): NotifyState {
  return useSyncExternalStore(watch, notifyState);
}

export interface DesktopNotice {
  readonly title: string;
  readonly body: string;
  /** Where a press on it leads: a hash of this page. */
  readonly href: string;
  /** One with the same tag takes the place of the one before. */
  readonly tag: string;
}

/** Says something on the desktop; a press on it leads there. */
export function sayOnDesktop({ title, body, href, tag }: DesktopNotice): void {
  const notification = new Notification(title, { body, tag });
  notification.addEventListener('click', () => {
    window.focus();
    window.location.hash = href;
    notification.close();
  });
}
