import { Trash2 } from 'lucide-react';

import { limitModes, limitScopes, severities } from '#shared/domain/alert.ts';

import { severityText } from '#renderer/text/alerts.ts';
import { limitModeText, profilesText } from '#renderer/text/profiles.ts';
import { profileSettingsText } from '#renderer/text/settings-places.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import styles from './ProfilesSection.module.css';
import { addsUp, hasWindow, type LimitDraft, type LimitProblems } from './profile-draft.ts';

const { form: text } = profileSettingsText;
const sides = ['above', 'below'] as const;
const quantities = ['Temperature', 'RelativeHumidity'] as const;
const silenceScopes = ['always', 'leg'] as const;

export interface LimitFieldsProps {
  /** Counted from one. */
  readonly number: number;
  readonly draft: LimitDraft;
  readonly problems: LimitProblems;
  readonly onChange: (patch: Partial<LimitDraft>) => void;
  /** Absent for the only one: a profile has at least one limit. */
  readonly onRemove: (() => void) | undefined;
}

/** One limit of a profile. */
export function LimitFields({ number, draft, problems, onChange, onRemove }: LimitFieldsProps) {
  const { mode } = draft;
  // A silence has no value that it is beyond.
  const isMeasured = mode !== 'silence';
  return (
    <fieldset className={styles['limit']}>
      <legend className="visually-hidden">{text.limit(number)}</legend>
      {isMeasured && <Boundary {...{ draft, problems, onChange }} />}
      <Field label={text.mode}>
        <Select
          value={mode}
          onValueChange={(next) => onChange({ mode: next })}
          options={limitModes.map((value) => ({ value, label: limitModeText[value].label }))}
        />
      </Field>
      {mode !== 'single' && (
        <Field label={text.forMin} error={problems.forMin}>
          <Input value={draft.forMin} onValueChange={(forMin) => onChange({ forMin })} inputMode="decimal" />
        </Field>
      )}
      {hasWindow(mode) && (
        <Field label={text.windowH} error={problems.windowH}>
          <Input
            value={draft.windowH}
            onValueChange={(windowH) => onChange({ windowH })}
            inputMode="decimal"
          />
        </Field>
      )}
      {mode === 'silence' && (
        <Field label={text.silenceScope}>
          <Select
            value={draft.scope === 'leg' ? 'leg' : 'always'}
            onValueChange={(next) => onChange({ scope: next === 'leg' ? 'leg' : undefined })}
            options={silenceScopes.map((value) => ({ value, label: text.silenceScopes[value] }))}
          />
        </Field>
      )}
      {addsUp(mode) && (
        <Field label={text.scope}>
          <Select
            value={draft.scope ?? 'leg'}
            onValueChange={(scope) => onChange({ scope })}
            options={limitScopes.map((value) => ({ value, label: text.scopes[value] }))}
          />
        </Field>
      )}
      {isMeasured && <Clearing {...{ draft, problems, onChange }} />}
      <Field label={text.severity}>
        <Select
          value={draft.severity}
          onValueChange={(severity) => onChange({ severity })}
          options={severities.map((value) => ({ value, label: severityText[value] }))}
        />
      </Field>
      <div className={styles['limitFoot']}>
        {isMeasured && (
          <span data-tip={text.inclusiveTip}>
            <Checkbox checked={draft.inclusive} onCheckedChange={(inclusive) => onChange({ inclusive })}>
              {text.inclusive}
            </Checkbox>
          </span>
        )}
        <span data-tip={text.holdTip}>
          <Checkbox checked={draft.hold} onCheckedChange={(hold) => onChange({ hold })}>
            {text.hold}
          </Checkbox>
        </span>
        <p className={styles['meaning']}>{limitModeText[mode].meaning}</p>
        {onRemove !== undefined && (
          <IconButton icon={Trash2} size="sm" label={text.removeLabel(number)} onClick={onRemove} />
        )}
      </div>
    </fieldset>
  );
}

type Part = Pick<LimitFieldsProps, 'draft' | 'problems' | 'onChange'>;

/** Beyond which value of what. */
function Boundary({ draft, problems, onChange }: Part) {
  return (
    <>
      <Field label={text.side}>
        <Select
          value={draft.side}
          onValueChange={(side) => onChange({ side })}
          options={sides.map((value) => ({ value, label: profilesText.sides[value] }))}
        />
      </Field>
      <Field
        label={`${text.value} (${draft.quantity === 'Temperature' ? '°C' : '%RH'})`}
        error={problems.value}
      >
        <Input value={draft.value} onValueChange={(value) => onChange({ value })} inputMode="decimal" />
      </Field>
      <Field label={text.quantity}>
        <Select
          value={draft.quantity}
          onValueChange={(quantity) => onChange({ quantity })}
          options={quantities.map((value) => ({ value, label: profilesText.quantities[value] }))}
        />
      </Field>
    </>
  );
}

/** When it is over. */
function Clearing({ draft, problems, onChange }: Part) {
  return (
    <>
      <Field label={text.clearValue} error={problems.clearValue}>
        <Input
          value={draft.clearValue}
          onValueChange={(clearValue) => onChange({ clearValue })}
          inputMode="decimal"
          data-tip={text.clearTip}
        />
      </Field>
      <Field label={text.clearForMin} error={problems.clearForMin}>
        <Input
          value={draft.clearForMin}
          onValueChange={(clearForMin) => onChange({ clearForMin })}
          inputMode="decimal"
        />
      </Field>
    </>
  );
}
