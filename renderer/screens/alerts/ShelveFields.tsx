import { decisionForm } from '#renderer/text/alerts.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import { type ShelvePeriod, shelvePeriods } from './shelve-until.ts';

export interface ShelveFieldsProps {
  readonly period: ShelvePeriod;
  readonly ownUntil: string;
  readonly problem: string | undefined;
  readonly onPeriod: (period: ShelvePeriod) => void;
  readonly onOwnUntil: (text: string) => void;
}

/** Until when an alert is put aside: there is always an end. */
export function ShelveFields({ period, ownUntil, problem, onPeriod, onOwnUntil }: ShelveFieldsProps) {
  const { timeZone } = usePageClock();
  return (
    <>
      <Field label={decisionForm.until}>
        <Select
          value={period}
          onValueChange={onPeriod}
          options={shelvePeriods.map((value) => ({ value, label: decisionForm.periods[value] }))}
        />
      </Field>
      {period === 'own' && (
        <Field label={decisionForm.untilTime} hint={decisionForm.untilHint(timeZone)} error={problem}>
          <Input value={ownUntil} onValueChange={onOwnUntil} />
        </Field>
      )}
    </>
  );
}
