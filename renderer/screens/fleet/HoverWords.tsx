import type { VehicleStateRow } from '#shared/contract/types.ts';

import { fleetStateText } from '#renderer/text/fleet.ts';
import { formatSpeed } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Value } from '#renderer/ui/Value.tsx';
import { nameOf } from './fleet-rows.ts';
import styles from './HoverWords.module.css';

/** The vehicle under the pointer in two short lines. */
export function HoverWords({ vehicle }: { readonly vehicle: VehicleStateRow }) {
  const speedMps = vehicle.position?.speedMps;
  return (
    <>
      <div className={styles['name']}>{nameOf(vehicle)}</div>
      <div className={styles['facts']}>
        <span>{fleetStateText[vehicle.state].label}</span>
        {speedMps !== undefined && <Value measured={formatSpeed(speedMps)} />}
        <Age at={vehicle.position?.time} ago />
      </div>
    </>
  );
}
