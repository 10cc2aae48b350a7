import type { ReactNode } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { headingOf, type MarkerShape, shapeOf } from './marker.ts';
import styles from './VehicleSymbol.module.css';

export interface VehicleSymbolProps {
  readonly vehicle: Pick<VehicleStateRow, 'state' | 'position' | 'trail'>;
  readonly sizePx?: number;
}

/** The marker of a vehicle as the map draws it, for lists and legends. The state is said in words beside it. */
export function VehicleSymbol({ vehicle, sizePx = 14 }: VehicleSymbolProps) {
  const shape = shapeOf(vehicle);
  const isTurned = shape === 'arrow' || shape === 'diamondArrow';
  const turn = isTurned ? `rotate(${(headingOf(vehicle) ?? 0).toFixed(0)} 13 13)` : undefined;
  return (
    <svg className={styles[vehicle.state]} viewBox="2 2 22 22" width={sizePx} height={sizePx} aria-hidden>
      <g transform={turn}>{drawings[shape]}</g>
    </svg>
  );
}

/** The same outlines as the map's shader, y downwards around (13, 13). */
const drawings: Readonly<Record<MarkerShape, ReactNode>> = {
  disc: <circle cx="13" cy="13" r="6" />,
  arrow: <path d="M13 3.4 20 20.6 13 17.4 6 20.6Z" />,
  square: <rect x="7.4" y="7.4" width="11.2" height="11.2" rx="1.2" />,
  hollowSquare: <rect className={styles['hollow']} x="8.5" y="8.5" width="9" height="9" rx="0.8" />,
  ring: <circle className={styles['hollow']} cx="13" cy="13" r="4.9" />,
  diamond: <path d="M13 4.8 21.2 13 13 21.2 4.8 13Z" />,
  diamondArrow: <path d="M13 4.8 21.2 13 13 21.2 4.8 13ZM13 2.2 16 5.2 13 7 10 5.2Z" />,
};
