import type { VehicleStateRow } from '#shared/contract/types.ts';

import { headingOf, shapeOf } from './marker.ts';
import { markerOutlines } from './marker-outlines.ts';
import styles from './VehicleSymbol.module.css';

export interface VehicleSymbolProps {
  readonly vehicle: Pick<VehicleStateRow, 'state' | 'position' | 'trail'>;
  readonly sizePx?: number;
}

/** The marker of a vehicle as the map draws it, for lists and legends. The state is said in words beside it. */
export function VehicleSymbol({ vehicle, sizePx = 14 }: VehicleSymbolProps) {
  const { path, lineWidth, turns } = markerOutlines[shapeOf(vehicle)];
  const turn = turns ? `rotate(${(headingOf(vehicle) ?? 0).toFixed(0)} 13 13)` : undefined;
  return (
    <svg className={styles[vehicle.state]} viewBox="2 2 22 22" width={sizePx} height={sizePx} aria-hidden>
      <path
        d={path}
        transform={turn}
        {...(lineWidth === undefined ? {} : { fill: 'none', stroke: 'currentColor', strokeWidth: lineWidth })}
      />
    </svg>
  );
}
