import { useEffect, useRef } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { VehicleSymbol } from '#renderer/map/VehicleSymbol.tsx';
import { fleetStateText, fleetText } from '#renderer/text/fleet.ts';
import { nameOf } from './fleet-rows.ts';
import styles from './StackMenu.module.css';

export interface VehicleStack {
  readonly vehicleIds: readonly string[];
  /** Place on the map in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

export interface StackMenuProps {
  readonly stack: VehicleStack;
  readonly vehicles: ReadonlyMap<string, VehicleStateRow>;
  readonly onSelect: (vehicleId: string) => void;
  readonly onClose: () => void;
}

/** Markers that lie on top of each other, told apart in a list. */
export function StackMenu({ stack, vehicles, onSelect, onClose }: StackMenuProps) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const rows = stack.vehicleIds.flatMap((id) => vehicles.get(id) ?? []);
  return (
    <div
      className={styles['menu']}
      style={{ left: stack.x, top: stack.y }}
      role="group"
      aria-label={fleetText.stackTitle(rows.length)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <div className={styles['title']}>{fleetText.stackTitle(rows.length)}</div>
      {rows.map((vehicle, index) => (
        <button
          key={vehicle.vehicleId}
          ref={index === 0 ? first : undefined}
          type="button"
          className={styles['item']}
          onClick={() => onSelect(vehicle.vehicleId)}
        >
          <VehicleSymbol vehicle={vehicle} />
          <span className={styles['name']}>{nameOf(vehicle)}</span>{' '}
          <span className={styles['state']}>{fleetStateText[vehicle.state].label}</span>
        </button>
      ))}
    </div>
  );
}
