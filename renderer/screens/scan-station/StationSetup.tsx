import { useId } from 'react';

import { setParams } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { stationText } from '#renderer/text/scan-station.ts';
import { stepLabel } from '#renderer/text/scans.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import styles from './ScanStationScreen.module.css';
import type { StationParams } from './station-params.ts';

/** The steps of a dock, in the order goods pass through it. */
const steps = [
  'receiving',
  'unloading',
  'arriving',
  'storing',
  'picking',
  'packing',
  'staging_outbound',
  'loading',
  'departing',
  'shipping',
  'transporting',
  'collecting',
  'inspecting',
  'holding',
] as const;

const stepOptions = [
  ...steps.map((value) => ({ value: value as string, label: stepLabel(value) })),
  { value: '-', label: stationText.noStep },
];

function change(patch: Readonly<Record<string, string>>): void {
  setParams(patch, { replace: true });
}

/** Where the station stands and what is being done there; kept in the address. */
export function StationSetup({ station }: { readonly station: StationParams }) {
  const vehiclesId = useId();
  const sites = useLive('sites.live', {}).rows ?? [];
  const vehicles = useLive('vehicles.live', {}).rows ?? [];
  const known = sites.map(({ siteId, name }) => ({ value: siteId, label: name }));
  const isListed = station.site === '' || known.some(({ value }) => value === station.site);
  const siteOptions = [
    { value: '', label: stationText.chooseSite },
    ...known,
    ...(isListed ? [] : [{ value: station.site, label: station.site }]),
  ];
  return (
    <div className={styles['setup']}>
      <Field label={stationText.site}>
        <Select
          className={styles['large'] ?? ''}
          value={station.site}
          options={siteOptions}
          onValueChange={(site) => change({ site })}
        />
      </Field>
      <Field label={stationText.step}>
        <Select
          className={styles['large'] ?? ''}
          value={station.step === '' ? '-' : station.step}
          options={stepOptions}
          onValueChange={(step) => change({ step })}
        />
      </Field>
      <Field label={stationText.onto}>
        <Input
          className={styles['large'] ?? ''}
          value={station.onto}
          maxLength={256}
          placeholder={stationText.ontoHint}
          list={vehiclesId}
          onValueChange={(onto) => change({ onto })}
        />
      </Field>
      <datalist id={vehiclesId}>
        {vehicles.map(({ vehicleId, name }) => (
          <option key={vehicleId} value={vehicleId} label={name ?? vehicleId} />
        ))}
      </datalist>
    </div>
  );
}
