import { useMemo, useState } from 'react';

import type { AssociationRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { vehicleSettingsText } from '#renderer/text/settings-places.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './VehicleDevices.module.css';

const { form: text } = vehicleSettingsText;

/** Which devices are on a vehicle now; each change holds from now on and is carried out at once. */
export function VehicleDevices({ vehicleId }: { readonly vehicleId: string }) {
  const clock = usePageClock();
  const { data, refresh } = useQuery('associations.list', {});
  const put = useCommand('associations.put');
  const [chosen, setChosen] = useState('');
  const now = clock.now();
  const current = (data?.items ?? []).filter((row) => row.subject.type === 'vehicle' && holds(row, now));
  const own = current.filter(({ subject }) => subject.id === vehicleId);
  const options = useDeviceOptions(current, vehicleId);

  async function end(rows: readonly AssociationRow[], at: number): Promise<boolean> {
    for (const row of rows) {
      // One that has just begun lasts a moment: an end before its beginning would be refused.
      const to = Math.max(at, Date.parse(row.from) + 1);
      if (!(await put.run({ ...row, to: toIso(to) })).ok) return false;
    }
    return true;
  }

  async function takeOff(row: AssociationRow): Promise<void> {
    await end([row], clock.now());
    refresh();
  }

  async function putOn(deviceId: string): Promise<void> {
    const at = clock.now();
    const elsewhere = current.filter((row) => row.deviceId === deviceId && row.channel === undefined);
    if (await end(elsewhere, at)) {
      const associationId = `${deviceId}@${vehicleId}@${at}`.slice(0, 256);
      await put.run({
        associationId,
        deviceId,
        subject: { type: 'vehicle', id: vehicleId },
        from: toIso(at),
      });
      setChosen('');
    }
    refresh();
  }

  return (
    <Section title={text.devices}>
      <ul className={styles['devices']}>
        {own.map((row) => (
          <li key={row.associationId} className={styles['device']}>
            <a href={hrefOf('/devices', { device: row.deviceId })}>{row.deviceId}</a>
            <span className={styles['aside']}>
              {row.channel !== undefined && `${row.channel} · `}
              {text.since} <Time at={row.from} form="short" />
            </span>
            <Button
              size="sm"
              onClick={() => void takeOff(row)}
              busy={put.isBusy}
              aria-label={text.takeOffLabel(row.deviceId)}
            >
              {text.takeOff}
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles['add']}>
        <Select
          aria-label={text.device}
          value={chosen}
          onValueChange={setChosen}
          options={[{ value: '', label: text.chooseDevice }, ...options]}
        />
        <Button disabled={chosen === ''} busy={put.isBusy} onClick={() => void putOn(chosen)}>
          {text.putOn}
        </Button>
        <span className={styles['aside']}>{text.changeNow}</span>
      </div>
      {put.error !== undefined && (
        <p className={styles['failure']} role="alert">
          {put.error.message}
        </p>
      )}
    </Section>
  );
}

function holds({ from, to }: AssociationRow, now: number): boolean {
  return Date.parse(from) <= now && (to === undefined || Date.parse(to) > now);
}

/** Devices that are not on it, with the vehicle they would leave. */
function useDeviceOptions(current: readonly AssociationRow[], vehicleId: string) {
  const { rows } = useLive('devices.live', {});
  const ids = (rows ?? []).map(({ deviceId }) => deviceId).join('\n');
  const on = current.map(({ deviceId, subject }) => `${deviceId}\t${subject.id}`).join('\n');
  return useMemo(() => {
    const vehicleOf = new Map(on.split('\n').map((line) => line.split('\t') as [string, string]));
    return ids
      .split('\n')
      .filter((id) => id !== '' && vehicleOf.get(id) !== vehicleId)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map((id) => {
        const other = vehicleOf.get(id);
        return { value: id, label: other === undefined ? id : `${id} ${text.onOther(other)}` };
      });
  }, [ids, on, vehicleId]);
}
