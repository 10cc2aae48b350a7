import { useId, useState } from 'react';

import type { ParamsIn } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';

import { parseTyped } from '#renderer/charts/time-range.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { calibrationText } from '#renderer/text/cold-chain-more.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { readNumber } from './profile-draft.ts';
import styles from './ProfilesSection.module.css';

const { form: text } = calibrationText;

const empty = {
  id: '',
  device: '',
  channel: '',
  offset: '0',
  uncertainty: '',
  validFrom: '',
  due: '',
  certificate: '',
};

type Draft = typeof empty;
type Problems = Partial<Record<keyof Draft, string>>;

export interface CalibrationDialogProps {
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Enters a calibration. */
export function CalibrationDialog({ onSaved, onClose }: CalibrationDialogProps) {
  const [draft, setDraft] = useState<Draft>(empty);
  const [isTried, setTried] = useState(false);
  const { timeZone } = usePageClock();
  const { rows: devices = [] } = useLive('devices.live', {});
  const put = useCommand('calibrations.put');
  const toast = useToast();
  const listId = useId();
  const problems = isTried ? problemsOf(draft, timeZone) : {};

  async function save(): Promise<void> {
    setTried(true);
    if (Object.keys(problemsOf(draft, timeZone)).length > 0) return;
    const outcome = await put.run(putOf(draft, timeZone));
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(draft.id.trim()) });
    onSaved();
  }

  const field = (name: keyof Draft, more: { readonly hint?: string; readonly list?: string } = {}) => (
    <Field label={text[name]} error={problems[name]} hint={more.hint}>
      <Input
        value={draft[name]}
        onValueChange={(value) => setDraft({ ...draft, [name]: value })}
        maxLength={200}
        {...(more.list === undefined ? {} : { list: more.list })}
      />
    </Field>
  );

  return (
    <FormDialog
      title={text.title}
      description={calibrationText.text}
      confirm={text.save}
      isBusy={put.isBusy}
      failure={put.error?.message}
      onSubmit={save}
      onClose={onClose}
    >
      <datalist id={listId}>
        {devices.map(({ deviceId }) => (
          <option key={deviceId} value={deviceId} />
        ))}
      </datalist>
      <div className={styles['names']}>
        {field('device', { list: listId })}
        {field('channel', { hint: text.channelHint })}
        {field('id')}
        {field('certificate')}
        {field('validFrom')}
        {field('due')}
        {field('offset')}
        {field('uncertainty')}
      </div>
    </FormDialog>
  );
}

function problemsOf(draft: Draft, timeZone: string): Problems {
  const problems: Problems = {};
  for (const name of ['id', 'device', 'validFrom'] as const)
    if (draft[name].trim() === '') problems[name] = text.missing;
  for (const name of ['validFrom', 'due'] as const)
    if (!parseTyped(draft[name], timeZone).ok) problems[name] = text.wrongDate;
  if (readNumber(draft.offset) === undefined) problems.offset = text.wrongNumber;
  if (draft.uncertainty.trim() !== '' && readNumber(draft.uncertainty) === undefined)
    problems.uncertainty = text.wrongNumber;
  return problems;
}

function putOf(draft: Draft, timeZone: string): ParamsIn<'calibrations.put'> {
  const instant = (typed: string): string | undefined => {
    const parsed = parseTyped(typed, timeZone);
    return parsed.ok && parsed.time !== undefined ? toIso(parsed.time) : undefined;
  };
  const channel = draft.channel.trim();
  const certificate = draft.certificate.trim();
  const uncertainty = readNumber(draft.uncertainty);
  const dueTime = instant(draft.due);
  return {
    calibrationId: draft.id.trim(),
    deviceId: draft.device.trim(),
    offset: readNumber(draft.offset) ?? 0,
    validFrom: instant(draft.validFrom) ?? '',
    ...(channel === '' ? {} : { channel }),
    ...(certificate === '' ? {} : { certificate }),
    ...(uncertainty === undefined ? {} : { uncertainty }),
    ...(dueTime === undefined ? {} : { dueTime }),
  };
}
