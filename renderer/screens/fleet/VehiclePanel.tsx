import type { VehicleStateRow } from '#shared/contract/types.ts';

import { VehicleAlerts } from '#renderer/alerts/VehicleAlerts.tsx';
import { VehicleSymbol } from '#renderer/map/VehicleSymbol.tsx';
import { fleetStateText } from '#renderer/text/fleet.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { IdentityFacts } from './IdentityFacts.tsx';
import { nameOf } from './fleet-rows.ts';
import { NextStops } from './NextStops.tsx';
import { PositionFacts } from './PositionFacts.tsx';
import type { TrackRange } from './track-fixes.ts';
import { TrackSection } from './TrackSection.tsx';
import type { VehicleTrack } from './use-vehicle-track.ts';
import styles from './VehiclePanel.module.css';

export interface VehiclePanelProps {
  readonly vehicle: VehicleStateRow;
  readonly track: VehicleTrack;
  readonly range: TrackRange;
  readonly onRangeChange: (range: TrackRange) => void;
  readonly onClose: () => void;
}

/** Everything known of one vehicle: where it is, how sure that is, and the way it came. */
export function VehiclePanel({ vehicle, track, range, onRangeChange, onClose }: VehiclePanelProps) {
  const state = fleetStateText[vehicle.state];
  return (
    <Panel
      title={nameOf(vehicle)}
      subtitle={
        <span className={styles['state']} data-tip={state.meaning}>
          <VehicleSymbol vehicle={vehicle} sizePx={12} />
          {state.label}
        </span>
      }
      onClose={onClose}
    >
      <p className={styles['meaning']}>{state.meaning}</p>
      <VehicleAlerts vehicleId={vehicle.vehicleId} />
      <NextStops vehicleId={vehicle.vehicleId} />
      <PositionFacts vehicle={vehicle} />
      <TrackSection track={track} range={range} onRangeChange={onRangeChange} />
      <IdentityFacts vehicle={vehicle} />
    </Panel>
  );
}
