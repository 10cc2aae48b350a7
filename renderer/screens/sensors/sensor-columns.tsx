import { quantityLabel } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Value } from '#renderer/ui/Value.tsx';

import { LatestCell } from './LatestCell.tsx';
import { knownTime, type SensorItem, sortValues, valueOf } from './sensor-items.ts';
import styles from './SensorsScreen.module.css';

const { column: titles, columnTip: tips } = sensorsText;

interface ColumnOptions {
  /** Beside a sensor that is shown there is room for two quantities. */
  readonly isNarrow: boolean;
  /** The quantity the list is filtered by; it has a column of its own. */
  readonly quantity: string;
}

const usualTypes = ['Temperature', 'RelativeHumidity'] as const;
const batteryTypes = ['BatteryLevel', 'Voltage'] as const;

/** The columns of the list of sensors. */
export function sensorColumns({ isNarrow, quantity }: ColumnOptions): readonly Column<SensorItem>[] {
  const isUsual = quantity === '' || usualTypes.some((type) => type === quantity);
  const types: readonly string[] = isUsual ? usualTypes : [quantity, usualTypes[0]];
  const name: Column<SensorItem> = {
    id: 'sensor',
    title: titles.sensor,
    width: isNarrow ? 'minmax(7rem, 1fr)' : 'minmax(9rem, 1.4fr)',
    cell: NameCell,
    sortBy: (item) => item.title,
  };
  const age: Column<SensorItem> = {
    id: 'age',
    title: titles.age,
    tip: tips.age,
    width: isNarrow ? '5.75rem' : '6.5rem',
    align: 'end',
    cell: AgeCell,
    sortBy: (item) => -Date.parse(item.row.time),
  };
  const values = types.map((type) => valueColumn(type, isNarrow ? '5.25rem' : '9rem'));
  if (isNarrow) return [name, ...values, age];
  return [name, siteColumn, ...values, othersColumn(types), batteryColumn, age];
}

function NameCell({ row, title }: SensorItem) {
  return (
    <span className={styles['name']} data-tip={row.sensorId}>
      {title}
    </span>
  );
}

function AgeCell(item: SensorItem) {
  const zone = item.site?.timeZone;
  return (
    <Age
      at={item.row.time}
      staleAfterMs={item.silentAfterMs}
      {...(zone === undefined ? {} : { timeZone: zone })}
    />
  );
}

const siteColumn: Column<SensorItem> = {
  id: 'site',
  title: titles.site,
  width: 'minmax(6rem, 1fr)',
  cell: ({ row, site }) =>
    row.siteId === undefined ? (
      <Value measured={undefined} />
    ) : (
      <span data-tip={row.siteId}>{site?.name ?? row.siteId}</span>
    ),
  sortBy: ({ row, site }) => site?.name ?? row.siteId,
};

function valueColumn(type: string, width: string): Column<SensorItem> {
  return {
    id: type,
    title: quantityLabel(type),
    width,
    align: 'end',
    cell: (item) => <LatestCell item={item} value={valueOf(item, type)} />,
    sortBy: (item) => valueOf(item, type)?.value,
  };
}

const batteryColumn: Column<SensorItem> = {
  id: 'battery',
  title: titles.battery,
  width: '7.5rem',
  align: 'end',
  cell: (item) => <LatestCell item={item} value={batteryOf(item)} />,
  sortBy: (item) => batteryOf(item)?.value,
};

function batteryOf(item: SensorItem) {
  return batteryTypes.map((type) => valueOf(item, type)).find((value) => value !== undefined);
}

function othersColumn(shown: readonly string[]): Column<SensorItem> {
  return {
    id: 'others',
    title: titles.others,
    tip: tips.others,
    width: 'minmax(10rem, 1.8fr)',
    align: 'end',
    cell: (item) => {
      const battery = batteryOf(item);
      const others = sortValues(item.row.latest).filter(
        (value) => !shown.includes(value.type) && value !== battery,
      );
      if (others.length === 0) return <Value measured={undefined} />;
      return (
        <span className={styles['others']}>
          {others.map((value) => (
            <span
              key={`${value.type} ${value.uom ?? ''}`}
              className={styles['other']}
              data-tip={quantityLabel(value.type)}
            >
              <LatestCell item={item} value={value} />
            </span>
          ))}
        </span>
      );
    },
    sortBy: (item) => {
      const newest = item.row.latest.filter((value) => !shown.includes(value.type));
      return newest.length === 0 ? undefined : -Math.max(...newest.map(knownTime));
    },
  };
}
