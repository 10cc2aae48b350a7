import { useEffect, useState } from 'react';

import { useLive } from '#renderer/data/use-live.ts';

import { soundChoice, soundNow } from './sound-choice.ts';
import { isQuiet, SoundNews } from './sound-rules.ts';

/** Sounds for new alerts as chosen on this console, whether or not anybody looks; draws nothing. */
export function AlertSounder() {
  const { rows } = useLive('alerts.live', {});
  const [news] = useState(() => new SoundNews());
  useEffect(() => {
    if (rows === undefined) return;
    const choice = soundChoice();
    const worst = news.look(rows, choice.on);
    const now = new Date();
    if (worst === undefined || isQuiet(choice, now.getHours() * 60 + now.getMinutes())) return;
    void soundNow(worst);
  }, [rows, news]);
  return null;
}
