import { Volume2 } from 'lucide-react';
import { useState } from 'react';

import { chooseSound, soundNow, useSoundBlocked, useSoundChoice } from '#renderer/alerts/sound-choice.ts';
import { minuteOf, type SoundChoice } from '#renderer/alerts/sound-rules.ts';
import { severityText } from '#renderer/text/alerts.ts';
import { noticesText } from '#renderer/text/notices.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import { severities, type Severity } from '#shared/domain/alert.ts';

import { Card } from './Card.tsx';
import own from './NoticesSection.module.css';
import styles from './SettingsScreen.module.css';

const { sound: text } = noticesText;

/** For which new alerts this console sounds, when it does not, and how it sounds. */
export function SoundCard() {
  const choice = useSoundChoice();
  const isBlocked = useSoundBlocked();
  const set = (change: Partial<SoundChoice>): void => chooseSound({ ...choice, ...change });
  const turn = (severity: Severity, isOn: boolean): void =>
    set({ on: severities.filter((each) => (each === severity ? isOn : choice.on.includes(each))) });
  return (
    <Card title={text.title}>
      <p className={styles['quiet']}>{text.text}</p>
      <ul className={own['sounds']}>
        {severities.toReversed().map((severity) => (
          <li key={severity}>
            <Switch checked={choice.on.includes(severity)} onCheckedChange={(isOn) => turn(severity, isOn)}>
              {severityText[severity]}
            </Switch>
            <Button
              size="sm"
              variant="ghost"
              icon={Volume2}
              aria-label={text.hearLabel(severityText[severity])}
              onClick={() => void soundNow(severity)}
            >
              {text.hear}
            </Button>
          </li>
        ))}
      </ul>
      <div className={own['thirds']}>
        <Hour label={text.quietFrom} kept={choice.quietFrom} onKeep={(quietFrom) => set({ quietFrom })} />
        <Hour label={text.quietTo} kept={choice.quietTo} onKeep={(quietTo) => set({ quietTo })} />
      </div>
      <p className={isBlocked ? styles['text'] : styles['quiet']} role="status">
        {isBlocked ? text.blocked : text.quietHint}
      </p>
    </Card>
  );
}

interface HourProps {
  readonly label: string;
  readonly kept: string;
  readonly onKeep: (value: string) => void;
}

/** A time of day; kept as soon as it is one, or nothing. */
function Hour({ label, kept, onKeep }: HourProps) {
  const [draft, setDraft] = useState(kept);
  const isWrong = draft !== '' && minuteOf(draft) === undefined;
  return (
    <Field label={label} error={isWrong ? noticesText.rule.wrongTime : undefined}>
      <Input
        value={draft}
        maxLength={5}
        onValueChange={(value) => {
          setDraft(value);
          if (value === '' || minuteOf(value) !== undefined) onKeep(value);
        }}
      />
    </Field>
  );
}
