import type { VehicleStateRow } from '#shared/contract/types.ts';
import { bearingDeg, distanceM } from '#shared/domain/geo.ts';

export type VehicleMarkerState = VehicleStateRow['state'];

/**
 * Shapes of the marker layer, in the numbers its shader knows. State is told by the shape first; colour only
 * repeats it.
 */
export const markerShapes = {
  disc: 0,
  arrow: 1,
  square: 2,
  ring: 3,
  diamond: 4,
  kite: 5,
  hollowSquare: 6,
} as const;

export type MarkerShape = keyof typeof markerShapes;

/** Back to front: what needs attention lies on top. */
export const drawingOrder: readonly VehicleMarkerState[] = [
  'unknown',
  'silent',
  'stopped',
  'moving',
  'alert',
];

type Heading = Pick<VehicleStateRow, 'position' | 'trail'>;

/** Two fixes nearer than this may differ by noise alone. */
const leastLegM = 25;

/** The way a vehicle points: its own word, else the course of its last leg where that is long enough to be one. */
export function headingOf({ position, trail }: Heading): number | undefined {
  if (position?.headingDeg !== undefined) return position.headingDeg;
  const [before, last] = trail.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  const from = { lon: before[0], lat: before[1] };
  const to = { lon: last[0], lat: last[1] };
  return distanceM(from, to) < leastLegM ? undefined : bearingDeg(from, to);
}

/** The shape of a vehicle's marker: an arrow needs a heading and movement, otherwise it would point at nothing. */
export function shapeOf(vehicle: Pick<VehicleStateRow, 'state' | 'position' | 'trail'>): MarkerShape {
  const heading = headingOf(vehicle);
  const isMoving = (vehicle.position?.speedMps ?? 0) > 0.5;
  if (vehicle.state === 'moving') return heading === undefined ? 'disc' : 'arrow';
  if (vehicle.state === 'alert') return heading !== undefined && isMoving ? 'kite' : 'diamond';
  return restingShapes[vehicle.state];
}

const restingShapes = { stopped: 'square', silent: 'hollowSquare', unknown: 'ring' } as const;
