import { Bell, BellOff, BellRing } from 'lucide-react';

import { alertsText } from '#renderer/text/alerts.ts';
import { Button } from '#renderer/ui/Button.tsx';

import { chooseNotify, useNotifyState } from './notify-choice.ts';

/** Turns desktop notifications on and off; the browser asks for leave only when this is pressed. */
export function NotifyButton() {
  const state = useNotifyState();
  if (state === 'elsewhere') return null;
  if (state === 'blocked') {
    return (
      <Button size="sm" variant="ghost" icon={BellOff} aria-disabled data-tip={alertsText.notifyBlockedTip}>
        {alertsText.notifyBlocked}
      </Button>
    );
  }
  const isOn = state === 'on';
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={isOn ? BellRing : Bell}
      aria-pressed={isOn}
      data-tip={isOn ? alertsText.notifyOnTip : alertsText.notifyOffTip}
      onClick={() => void chooseNotify(!isOn)}
    >
      {isOn ? alertsText.notifyOn : alertsText.notifyOff}
    </Button>
  );
}
