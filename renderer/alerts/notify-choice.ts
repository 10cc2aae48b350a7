import { useSyncExternalStore } from 'react';

import { createKept } from '#renderer/ui/kept.ts';

/**
 * Whether this page says new alerts on the desktop; `blocked` where the browser does not let it, `elsewhere` where
 * that is not the page's to do: the desktop shell says them by itself, and some browsers cannot.
 */
export type NotifyState = 'on' | 'off' | 'blocked' | 'elsewhere';

const kept = createKept('waymark.notify');
/** The choice as long as the page lasts, where it cannot be kept. */
let chosen = kept.read() === 'on';

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
  kept.write(isOn ? 'on' : 'off');
}

/** The same; re-renders when it changes. */
export function useNotifyState(): NotifyState {
  return useSyncExternalStore(kept.watch, notifyState);
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
