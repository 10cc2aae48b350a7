import { VolumeX } from 'lucide-react';

import { noticesText } from '#renderer/text/notices.ts';
import { Button } from '#renderer/ui/Button.tsx';

import { soundNow, useSoundBlocked, useSoundChoice } from './sound-choice.ts';

const { sound: text } = noticesText;

/** Says that new alerts cannot be heard, while they should be; a press lets them. */
export function SoundBlocked() {
  const { on } = useSoundChoice();
  const isBlocked = useSoundBlocked();
  if (!isBlocked || on.length === 0) return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={VolumeX}
      data-tip={text.blockedTip}
      onClick={() => void soundNow('low')}
    >
      {text.blockedShort}
    </Button>
  );
}
