import { type SubmitEvent, useState } from 'react';

import { rangeText } from '../text/charts.ts';
import { formatZoneOffset } from '../text/format.ts';
import { Button } from '../ui/Button.tsx';
import { usePageClock } from '../ui/clock.ts';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import styles from './RangeForm.module.css';
import { type FixedRange, parseTyped, typedText } from './time-range.ts';

export interface RangeFormProps {
  readonly fixed: FixedRange | undefined;
  readonly timeZone: string;
  readonly onApply: (fixed: FixedRange) => void;
}

/** From and to, typed as text: the same on every machine, whatever its language. */
export function RangeForm({ fixed, timeZone, onApply }: RangeFormProps) {
  const clock = usePageClock();
  const [from, setFrom] = useState(typedText(fixed?.from, timeZone));
  const [to, setTo] = useState(typedText(fixed?.to, timeZone));
  const [tried, setTried] = useState(false);
  const start = parseTyped(from, timeZone);
  const end = parseTyped(to, timeZone);
  const isBackwards =
    start.ok && end.ok && start.time !== undefined && end.time !== undefined && end.time <= start.time;
  const toError = !end.ok ? rangeText.notATime : isBackwards ? rangeText.endsBeforeStart : undefined;

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (start.ok && end.ok && !isBackwards) onApply({ from: start.time, to: end.time });
  }

  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <Field
        label={rangeText.from}
        hint={rangeText.fromHint}
        error={tried && !start.ok ? rangeText.notATime : undefined}
      >
        <Input value={from} onValueChange={setFrom} placeholder={rangeText.example} />
      </Field>
      <Field label={rangeText.to} hint={rangeText.toHint} error={tried ? toError : undefined}>
        <Input value={to} onValueChange={setTo} placeholder={rangeText.example} />
      </Field>
      <p className={styles['hint']}>
        {rangeText.zoneHint(
          timeZone,
          formatZoneOffset(start.ok ? (start.time ?? clock.now()) : clock.now(), timeZone),
        )}
      </p>
      <Button type="submit" variant="primary">
        {rangeText.apply}
      </Button>
    </form>
  );
}
