import { Truck } from 'lucide-react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { VehicleAlertMark } from '#renderer/alerts/VehicleAlertMark.tsx';
import { VehicleSymbol } from '#renderer/map/VehicleSymbol.tsx';
import { fleetStateText, fleetText } from '#renderer/text/fleet.ts';
import { formatSpeed } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import type { Sort } from '#renderer/ui/table-order.ts';
import { Table } from '#renderer/ui/Table.tsx';
import { Value } from '#renderer/ui/Value.tsx';
import styles from './FleetList.module.css';
import { nameOf, subtitleOf } from './fleet-rows.ts';

export interface FleetListProps {
  readonly rows: readonly VehicleStateRow[] | undefined;
  readonly sort: Sort;
  readonly onSortChange: (sort: Sort) => void;
  readonly selectedId: string | undefined;
  readonly onSelect: (vehicleId: string | undefined) => void;
  readonly onOpen: (vehicleId: string) => void;
  /** Present: a filter hides rows, and this ends it. */
  readonly onShowAll: (() => void) | undefined;
}

/** Every vehicle of the map as a row; the whole screen can be worked from here. */
export function FleetList(props: FleetListProps) {
  const { rows, sort, onSortChange, selectedId, onSelect, onOpen, onShowAll } = props;
  return (
    <Table
      label={fleetText.list}
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      selectedKey={selectedId}
      onSelect={onSelect}
      onOpen={(row) => onOpen(row.vehicleId)}
      sort={sort}
      onSortChange={onSortChange}
      empty={<NoRows onShowAll={onShowAll} />}
    />
  );
}

function NoRows({ onShowAll }: Pick<FleetListProps, 'onShowAll'>) {
  if (onShowAll === undefined) return <EmptyState title={fleetText.noneYet} icon={Truck} />;
  return (
    <EmptyState title={fleetText.noneMatch} action={<Button onClick={onShowAll}>{fleetText.showAll}</Button>}>
      {fleetText.noneMatchHint}
    </EmptyState>
  );
}

function keyOf({ vehicleId }: VehicleStateRow): string {
  return vehicleId;
}

/** Fixes older than this are marked in the list. */
const staleAfterMs = 15 * 60_000;

const columns: readonly Column<VehicleStateRow>[] = [
  {
    id: 'name',
    title: fleetText.column.name,
    width: 'minmax(0, 1fr)',
    tip: fleetText.columnTip.name,
    sortBy: nameOf,
    cell: (vehicle) => <NameCell vehicle={vehicle} />,
  },
  {
    id: 'speed',
    title: fleetText.column.speed,
    width: '4.25rem',
    align: 'end',
    tip: fleetText.columnTip.speed,
    sortBy: ({ position }) => position?.speedMps,
    cell: ({ position }) => (
      <Value measured={position?.speedMps === undefined ? undefined : formatSpeed(position.speedMps)} />
    ),
  },
  {
    id: 'age',
    title: fleetText.column.age,
    width: '5.75rem',
    align: 'end',
    tip: fleetText.columnTip.age,
    // The younger the fix, the smaller its age.
    sortBy: ({ position }) => (position === undefined ? undefined : -Date.parse(position.time)),
    cell: ({ position }) => <Age at={position?.time} staleAfterMs={staleAfterMs} />,
  },
];

function NameCell({ vehicle }: { readonly vehicle: VehicleStateRow }) {
  const subtitle = subtitleOf(vehicle);
  return (
    <span
      className={styles['name']}
      data-vehicle-id={vehicle.vehicleId}
      data-state={vehicle.state}
      data-lat={vehicle.position?.lat}
      data-lon={vehicle.position?.lon}
    >
      <VehicleSymbol vehicle={vehicle} />
      <span className="visually-hidden">{`${fleetStateText[vehicle.state].label}, `}</span>
      <span className={styles['text']}>
        {nameOf(vehicle)}
        {subtitle !== undefined && <span className={styles['subtitle']}> {subtitle}</span>}
      </span>
      <VehicleAlertMark vehicleId={vehicle.vehicleId} />
      {vehicle.position === undefined && <span className={styles['off']}>{fleetText.notOnMap}</span>}
    </span>
  );
}
