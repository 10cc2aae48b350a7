import { useEffect, useState } from 'react';

import { useLive } from '#renderer/data/use-live.ts';

import { AlertNews } from './alert-news.ts';
import { notifyState, sayOnDesktop } from './notify-choice.ts';

/** Says new alerts on the desktop while nobody looks at the page; draws nothing. */
export function AlertNotifier() {
  const { rows } = useLive('alerts.live', {});
  const [news] = useState(() => new AlertNews());
  useEffect(() => {
    if (rows === undefined) return;
    const notices = news.look(rows);
    if (notifyState() !== 'on' || (document.hasFocus() && !document.hidden)) return;
    for (const notice of notices) sayOnDesktop(notice);
  }, [rows, news]);
  return null;
}
