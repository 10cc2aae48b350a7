import { useMemo, useState } from 'react';

import type { SensorStateRow, TemperatureProfileRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { limitWords } from '#renderer/text/profiles.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
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
  const options = useMemo(() => sensorOptions(sensors.rows ?? []), [sensors.rows]);
  const sensor = sensors.byKey.get(sensorId);
  const device = sensor && devices.get(sensor.deviceId);
  const current = device?.channels?.[sensor?.channel ?? '']?.temperatureProfileId ?? '';
  const wanted = profileId ?? current;
  const isMissing = sensor === undefined || device === undefined || (wanted === '' && current === '');

  async function save(): Promise<void> {
    setTried(true);
    if (isMissing) return;
    const outcome = await put.run(putProfile(device, sensor.channel, wanted === '' ? undefined : wanted));
    if (!outcome.ok) return;
    const name = sensor.name ?? sensorId;
    toast.show({ tone: 'ok', title: wanted === '' ? text.removed(name) : text.saved(name) });
    onClose();
  }

  return (
    <FormDialog
      title={text.title}
      description={text.text}
      confirm={text.save}
      isBusy={put.isBusy}
      onSubmit={save}
      onClose={onClose}
    >
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
    </FormDialog>
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
