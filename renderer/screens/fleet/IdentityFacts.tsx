import type { VehicleStateRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { fleetText } from '#renderer/text/fleet.ts';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import styles from './VehiclePanel.module.css';

/** What it is called, the devices on it, and how much battery they have left. */
export function IdentityFacts({ vehicle }: { readonly vehicle: VehicleStateRow }) {
  const devices = useLive('devices.live', {});
  const batteries = vehicle.deviceIds.flatMap((deviceId) => {
    const batteryPct = devices.byKey.get(deviceId)?.batteryPct;
    return batteryPct === undefined ? [] : [{ deviceId, batteryPct }];
  });
  const facts: readonly Fact[] = [
    ...(vehicle.plate === undefined ? [] : [{ label: fleetText.plate, value: vehicle.plate }]),
    { label: vehicle.tracker ? fleetText.trackerIdentity : fleetText.identity, value: vehicle.vehicleId },
    {
      label: fleetText.battery,
      value:
        batteries.length === 0 ? (
          <span className={styles['quiet']}>{fleetText.notReported}</span>
        ) : (
          <span className={styles['links']}>
            {batteries.map(({ deviceId, batteryPct }) => (
              <span key={deviceId}>
                <Quantity type="BatteryLevel" value={batteryPct} uom="P1" />
                {batteries.length > 1 && <span className={styles['quiet']}> {deviceId}</span>}
              </span>
            ))}
          </span>
        ),
    },
  ];
  return (
    <Section title={fleetText.sectionIdentity}>
      <Facts
        items={[...facts, { label: fleetText.devices, value: <DeviceLinks deviceIds={vehicle.deviceIds} /> }]}
      />
    </Section>
  );
}

function DeviceLinks({ deviceIds }: { readonly deviceIds: readonly string[] }) {
  if (deviceIds.length === 0) return <span className={styles['quiet']}>{fleetText.notReported}</span>;
  return (
    <span className={styles['links']}>
      {deviceIds.map((deviceId) => (
        <a key={deviceId} href={hrefOf('/devices', { device: deviceId })}>
          {deviceId}
        </a>
      ))}
    </span>
  );
}
