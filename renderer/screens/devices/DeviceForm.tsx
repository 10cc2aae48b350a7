import { type FormEvent, useId, useState } from 'react';

import type { DeviceStateRow, SiteRow } from '#shared/contract/types.ts';
import { bizSteps } from '#shared/domain/cbv.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { commonText } from '#renderer/text/common.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Select, type SelectOption } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { type DeviceDraft, draftOf, isCadenceValid, putOf } from './device-draft.ts';
import styles from './DevicesScreen.module.css';

const { form: text } = devicesText;
const timeZones = Intl.supportedValuesOf('timeZone');
const stepOptions: readonly SelectOption<string>[] = [
  { value: '', label: text.bizStepNone },
  ...bizSteps.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
];

export interface DeviceFormProps {
  readonly row: DeviceStateRow;
  readonly onDone: () => void;
}

/** What can be configured of a device; saved as a whole. */
export function DeviceForm({ row, onDone }: DeviceFormProps) {
  const [draft, setDraft] = useState(() => draftOf(row));
  const put = useCommand('devices.put');
  const toast = useToast();
  const formId = useId();
  const isValid = isCadenceValid(draft.expectedEveryS);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isValid || put.isBusy) return;
    const outcome = await put.run(putOf(row, draft));
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(row.deviceId) });
    onDone();
  }

  return (
    <Panel
      title={text.title(row.deviceId)}
      onClose={onDone}
      footer={
        <>
          <Button variant="primary" type="submit" form={formId} busy={put.isBusy} disabled={!isValid}>
            {text.save}
          </Button>
          <Button onClick={onDone}>{commonText.cancel}</Button>
        </>
      }
    >
      <form id={formId} className={styles['form']} onSubmit={(event) => void save(event)}>
        {put.error !== undefined && (
          <p className={styles['failure']} role="alert">
            {put.error.message}
          </p>
        )}
        <DeviceFields
          row={row}
          draft={draft}
          onChange={(patch) => setDraft((was) => ({ ...was, ...patch }))}
        />
      </form>
    </Panel>
  );
}

interface DeviceFieldsProps {
  readonly row: DeviceStateRow;
  readonly draft: DeviceDraft;
  readonly onChange: (patch: Partial<DeviceDraft>) => void;
}

function DeviceFields({ row, draft, onChange }: DeviceFieldsProps) {
  const sites = useLive('sites.live', {}).rows;
  const zonesId = useId();
  return (
    <>
      <Field label={text.kind} hint={text.kindHint}>
        <Input value={draft.kind} onValueChange={(kind) => onChange({ kind })} maxLength={64} autoFocus />
      </Field>
      <Field label={text.site}>
        <Select
          value={draft.siteId}
          onValueChange={(siteId) => onChange({ siteId })}
          options={siteOptions(sites, row, draft.siteId)}
        />
      </Field>
      <Field
        label={text.expected}
        hint={text.expectedHint}
        error={isCadenceValid(draft.expectedEveryS) ? undefined : text.expectedError}
      >
        <Input
          value={draft.expectedEveryS}
          onValueChange={(expectedEveryS) => onChange({ expectedEveryS })}
          inputMode="decimal"
        />
      </Field>
      <Field label={text.timeZone} hint={text.timeZoneHint}>
        <Input
          value={draft.timeZone}
          onValueChange={(timeZone) => onChange({ timeZone })}
          list={zonesId}
          maxLength={64}
        />
      </Field>
      <datalist id={zonesId}>
        {timeZones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Field label={text.bizStep}>
        <Select
          value={draft.bizStep}
          onValueChange={(bizStep) => onChange({ bizStep })}
          options={stepOptions}
        />
      </Field>
      <Field label={text.readPoint}>
        <Input
          value={draft.readPoint}
          onValueChange={(readPoint) => onChange({ readPoint })}
          maxLength={256}
        />
      </Field>
    </>
  );
}

function siteOptions(
  sites: readonly SiteRow[] | undefined,
  { heardSiteId }: DeviceStateRow,
  chosen: string,
): readonly SelectOption<string>[] {
  const known = (sites ?? []).map(({ siteId, name }) => ({ value: siteId, label: `${name} (${siteId})` }));
  const isListed = chosen === '' || known.some((option) => option.value === chosen);
  return [
    { value: '', label: heardSiteId === undefined ? text.siteNone : text.siteHeard(heardSiteId) },
    ...known.toSorted((a, b) => a.label.localeCompare(b.label)),
    ...(isListed ? [] : [{ value: chosen, label: chosen }]),
  ];
}
