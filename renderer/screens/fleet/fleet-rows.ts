import type { VehicleStateRow } from '#shared/contract/types.ts';

import type { Sort } from '#renderer/ui/table-order.ts';

export type FleetState = VehicleStateRow['state'];

/** States in the order of the filter: what needs someone first. */
export const fleetStates: readonly FleetState[] = ['alert', 'silent', 'moving', 'stopped', 'unknown'];

export interface FleetFilter {
  readonly search: string;
  /** None: all states. */
  readonly states: readonly FleetState[];
}

/** What people call a vehicle. */
export function nameOf({
  name,
  plate,
  vehicleId,
}: Pick<VehicleStateRow, 'name' | 'plate' | 'vehicleId'>): string {
  return name ?? plate ?? vehicleId;
}

/** What else identifies it, for the second line; undefined when the name says it all. */
export function subtitleOf(
  vehicle: Pick<VehicleStateRow, 'name' | 'plate' | 'vehicleId'>,
): string | undefined {
  if (vehicle.name === undefined) return vehicle.plate === undefined ? undefined : vehicle.vehicleId;
  return vehicle.plate ?? vehicle.vehicleId;
}

/** A predicate for the list and the map alike; every word of the search must occur in a name, plate or id. */
export function matcherOf({
  search,
  states,
}: FleetFilter): ((vehicle: VehicleStateRow) => boolean) | undefined {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && states.length === 0) return undefined;
  return (vehicle) => {
    if (states.length > 0 && !states.includes(vehicle.state)) return false;
    const text = [vehicle.name, vehicle.plate, vehicle.vehicleId, ...vehicle.deviceIds]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** How many vehicles are in each state. */
export function countStates(rows: readonly VehicleStateRow[]): ReadonlyMap<FleetState, number> {
  const counts = new Map<FleetState, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

const sortColumns = ['state', 'name', 'speed', 'age'] as const;

export const defaultSort: Sort = { column: 'name', direction: 'ascending' };

/** Reads `age.desc` from the address; anything else is the default order. */
export function parseSort(text: string | undefined): Sort {
  const [column = '', direction] = (text ?? '').split('.');
  if (!sortColumns.some((known) => known === column)) return defaultSort;
  return { column, direction: direction === 'desc' ? 'descending' : 'ascending' };
}

export function formatSort({ column, direction }: Sort): string | undefined {
  const isDefault = column === defaultSort.column && direction === defaultSort.direction;
  return isDefault ? undefined : `${column}.${direction === 'descending' ? 'desc' : 'asc'}`;
}

/** Reads `alert,silent`; unknown words are left out. */
export function parseStates(text: string | undefined): FleetState[] {
  const wanted = (text ?? '').split(',');
  return fleetStates.filter((state) => wanted.includes(state));
}
