import { useRef, useState } from 'react';

import type { TemperatureProfileRow, VehicleStateRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { vehicleSettingsText } from '#renderer/text/settings-places.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './SitesSection.module.css';
import { VehicleDevices } from './VehicleDevices.tsx';

const { form: text } = vehicleSettingsText;

export interface VehicleDialogProps {
  /** undefined: a new one. */
  readonly vehicle: VehicleStateRow | undefined;
  readonly profiles: readonly TemperatureProfileRow[];
  readonly onClose: () => void;
}

/** What a vehicle is called and kept at, and which devices are on it. */
export function VehicleDialog({ vehicle, profiles, onClose }: VehicleDialogProps) {
  const [vehicleId, setVehicleId] = useState(vehicle?.vehicleId ?? '');
  const [name, setName] = useState(vehicle?.name ?? '');
  const [plate, setPlate] = useState(vehicle?.plate ?? '');
  const [profileId, setProfileId] = useState(vehicle?.temperatureProfileId ?? '');
  const [isTried, setTried] = useState(false);
  const known = useLive('vehicles.live', {}).byKey;
  const put = useCommand('vehicles.put');
  const toast = useToast();
  const nameInput = useRef<HTMLInputElement>(null);
  const id = vehicleId.trim();
  const isTaken = vehicle === undefined && known.get(id)?.tracker === false;
  const problem = id === '' ? text.idMissing : isTaken ? text.idTaken : undefined;

  async function save(): Promise<void> {
    setTried(true);
    if (problem !== undefined) return;
    const outcome = await put.run({
      vehicleId: id,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(plate.trim() === '' ? {} : { plate: plate.trim() }),
      ...(profileId === '' ? {} : { temperatureProfileId: profileId }),
    });
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(name.trim() === '' ? id : name.trim()) });
    onClose();
  }

  return (
    <FormDialog
      size="lg"
      initialFocus={nameInput}
      title={vehicle === undefined ? text.createTitle : text.editTitle(vehicle.name ?? vehicle.vehicleId)}
      confirm={text.save}
      isBusy={put.isBusy}
      below={vehicle !== undefined && <VehicleDevices vehicleId={vehicle.vehicleId} />}
      onSubmit={save}
      onClose={onClose}
    >
      <div className={styles['fields']}>
        <Field label={text.name}>
          <Input ref={nameInput} value={name} onValueChange={setName} maxLength={200} />
        </Field>
        <Field
          label={text.id}
          {...(vehicle === undefined ? { hint: text.idHint } : {})}
          error={isTried ? problem : undefined}
        >
          <Input
            value={vehicleId}
            onValueChange={setVehicleId}
            maxLength={256}
            disabled={vehicle !== undefined}
          />
        </Field>
        <Field label={text.plate}>
          <Input value={plate} onValueChange={setPlate} maxLength={40} />
        </Field>
      </div>
      <Field label={text.profile} hint={text.profileHint} error={put.error?.message}>
        <Select
          value={profileId}
          onValueChange={setProfileId}
          options={[
            { value: '', label: text.profileNone },
            ...profiles.map(({ id: value, name: label }) => ({ value, label })),
          ]}
        />
      </Field>
    </FormDialog>
  );
}
