import { Truck } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { TemperatureProfileRow, VehicleStateRow } from '#shared/contract/types.ts';

import { hrefOf, setParams, useParam } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { formatCount } from '#renderer/text/format.ts';
import { vehicleSettingsText as text } from '#renderer/text/settings-places.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';
import { VehicleDialog } from './VehicleDialog.tsx';

const renewMs = 2000;
const noProfiles: readonly TemperatureProfileRow[] = [];

/** Every vehicle with the devices on it. */
export function VehiclesSection() {
  const { rows, error } = useThrottled(useLive('vehicles.live', {}), renewMs);
  const profiles = useQuery('profiles.list', {}).data?.items ?? noProfiles;
  const [vehicleId] = useParam('vehicle');
  const [isNew, setNew] = useState(false);
  const mayCommand = useMayCommand();
  const vehicles = useMemo(
    () =>
      rows
        ?.filter(({ tracker }) => !tracker)
        .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true })),
    [rows],
  );
  const loose = (rows?.length ?? 0) - (vehicles?.length ?? 0);
  const edited = vehicles?.find((row) => row.vehicleId === vehicleId);
  const create = (
    <Button size="sm" icon={Truck} onClick={() => setNew(true)}>
      {text.create}
    </Button>
  );
  return (
    <>
      <Card title={text.title} actions={mayCommand && create}>
        <p className={styles['text']}>{text.text}</p>
        <Awaited data={vehicles} error={error} />
        {vehicles?.length === 0 && (
          <EmptyState title={text.emptyTitle} icon={Truck} action={mayCommand && create}>
            {text.emptyText}
          </EmptyState>
        )}
        {vehicles !== undefined && vehicles.length > 0 && (
          <VehicleTable vehicles={vehicles} profiles={profiles} mayCommand={mayCommand} />
        )}
        <p className={styles['text']}>
          {loose > 0 && `${text.trackers(formatCount(loose))} `}
          <a href={hrefOf('/devices')}>{text.devicesLink}</a>
        </p>
      </Card>
      {mayCommand && (isNew || edited !== undefined) && (
        <VehicleDialog
          key={edited?.vehicleId ?? ''}
          vehicle={isNew ? undefined : edited}
          profiles={profiles}
          onClose={() => {
            setNew(false);
            setParams({ vehicle: undefined });
          }}
        />
      )}
    </>
  );
}

function nameOf({ name, vehicleId }: VehicleStateRow): string {
  return name ?? vehicleId;
}

interface VehicleTableProps {
  readonly vehicles: readonly VehicleStateRow[];
  readonly profiles: readonly TemperatureProfileRow[];
  readonly mayCommand: boolean;
}

function VehicleTable({ vehicles, profiles, mayCommand }: VehicleTableProps) {
  const profileNames = new Map(profiles.map(({ id, name }) => [id, name]));
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{text.columns.vehicle}</th>
          <th scope="col">{text.columns.plate}</th>
          <th scope="col">{text.columns.devices}</th>
          <th scope="col">{text.columns.profile}</th>
          {mayCommand && (
            <th scope="col" data-align="end">
              <span className="visually-hidden">{text.columns.action}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {vehicles.map((vehicle) => (
          <tr key={vehicle.vehicleId}>
            <th scope="row">
              {nameOf(vehicle)} <code className={styles['quiet']}>{vehicle.vehicleId}</code>
            </th>
            <td>{vehicle.plate ?? '—'}</td>
            <td>
              {vehicle.deviceIds.length === 0 && <span className={styles['quiet']}>{text.noDevices}</span>}
              {vehicle.deviceIds.map((deviceId, index) => (
                <span key={deviceId}>
                  {index > 0 && ', '}
                  <a href={hrefOf('/devices', { device: deviceId })}>{deviceId}</a>
                </span>
              ))}
            </td>
            <td>
              {vehicle.temperatureProfileId === undefined
                ? '—'
                : (profileNames.get(vehicle.temperatureProfileId) ?? vehicle.temperatureProfileId)}
            </td>
            {mayCommand && (
              <td data-align="end">
                <Button
                  size="sm"
                  onClick={() => setParams({ vehicle: vehicle.vehicleId })}
                  aria-label={text.editLabel(nameOf(vehicle))}
                >
                  {text.edit}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
