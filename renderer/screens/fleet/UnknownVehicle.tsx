import { CircleHelp } from 'lucide-react';

import { fleetText } from '#renderer/text/fleet.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';

export interface UnknownVehicleProps {
  readonly vehicleId: string;
  readonly onClose: () => void;
}

/** In place of the panel of a vehicle that a link names and nobody knows. */
export function UnknownVehicle({ vehicleId, onClose }: UnknownVehicleProps) {
  return (
    <Panel title={vehicleId} onClose={onClose}>
      <EmptyState icon={CircleHelp} title={fleetText.gone}>
        {fleetText.goneText}
      </EmptyState>
    </Panel>
  );
}
