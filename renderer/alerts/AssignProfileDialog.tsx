import { type FormEvent, useId, useMemo, useState } from 'react';

import type { SensorStateRow, TemperatureProfileRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { commonText } from '#renderer/text/common.ts';
import { limitWords } from '#renderer/text/profiles.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './AssignProfileDialog.module.css';
import { putProfile } from './device-profile.ts';

const { assign: text } = coldChainText;

export interface AssignProfileDialogProps {
  /** Chosen already. */
  readonly sensorId?: string;
  readonly profiles: readonly TemperatureProfileRow[];
  readonly onClose: () => void;
}

/** Gives a sensor the limits it is watched by, or takes them away. */
export function AssignProfileDialog({ sensorId: chosen = '', profiles, onClose }: AssignProfileDialogProps) {
  const sensors = useLive('sensors.live', {});
  const devices = useLive('devices.live', {}).byKey;
  const [sensorId, setSensorId] = useState(chosen);
  const [profileId, setProfileId] = useState<string>();
  const [isTried, setTried] = useState(false);
  const put = useCommand('devices.put');
  const toast = useToast();
  const formId = useId();
  const options = useMemo(() => sensorOptions(sensors.rows ?? []), [sensors.rows]);
  const sensor = sensors.byKey.get(sensorId);
  const device = sensor && devices.get(sensor.deviceId);
  const current = device?.channels?.[sensor?.channel ?? '']?.temperatureProfileId ?? '';
  const wanted = profileId ?? current;
  const isMissing = sensor === undefined || device === undefined || (wanted === '' && current === '');

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (isMissing || put.isBusy) return;
    const outcome = await put.run(putProfile(device, sensor.channel, wanted === '' ? undefined : wanted));
    if (!outcome.ok) return;
    const name = sensor.name ?? sensorId;
    toast.show({ tone: 'ok', title: wanted === '' ? text.removed(name) : text.saved(name) });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text.title}
      description={text.text}
      footer={
        <>
          <Button onClick={onClose}>{commonText.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={put.isBusy}>
            {text.save}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles['form']} onSubmit={(event) => void save(event)}>
        <Field label={text.sensor}>
          <Select
            value={sensorId}
            onValueChange={(next) => {
              setSensorId(next);
              setProfileId(undefined);
            }}
            options={[{ value: '', label: text.choose }, ...options]}
          />
        </Field>
        <Field label={text.profile} error={isTried && isMissing ? text.missing : put.error?.message}>
          <Select
            value={wanted}
            onValueChange={setProfileId}
            options={[
              { value: '', label: current === '' ? text.choose : text.none },
              ...profiles.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Field>
        <ul className={styles['limits']}>
          {profiles
            .find(({ id }) => id === wanted)
            ?.limits.map((limit) => (
              <li key={`${limit.scope ?? ''} ${limitWords(limit)}`}>{limitWords(limit)}</li>
            ))}
        </ul>
      </form>
    </Dialog>
  );
}

const watchable = new Set(['Temperature', 'RelativeHumidity']);

function sensorOptions(rows: readonly SensorStateRow[]) {
  return rows
    .filter((row) => row.latest.some(({ type }) => watchable.has(type)))
    .map(({ sensorId, name }) => ({
      value: sensorId,
      label: name === undefined || name === sensorId ? sensorId : `${name} (${sensorId})`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
}
