import { BatteryWarning } from 'lucide-react';

import type { DeviceStateRow } from '#shared/contract/types.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { formatCount, formatDuration, formatNumber } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Value } from '#renderer/ui/Value.tsx';

import { kindOf } from './device-kind.ts';
import { silentAfterDeviceMs } from './device-health.ts';
import styles from './DevicesScreen.module.css';
import { HealthMark } from './HealthMark.tsx';

const { columns: titles, tips } = devicesText;
const lowBatteryPct = 20;

/** Newest first when ascending: what is sorted is the age. */
function ageOrder(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : -Date.parse(instant);
}

/** What is left out beside the side panel, which shows it of the selected device. */
const wideOnly: ReadonlySet<string> = new Set(['format', 'cadence', 'signal', 'stored', 'duplicate']);

/** The columns of the device list; `formatTitle` gives the plain name of a format. */
export function deviceColumns(
  formatTitle: (id: string) => string,
  isNarrow: boolean,
): readonly Column<DeviceStateRow>[] {
  const all: readonly Column<DeviceStateRow>[] = [
    { id: 'state', title: titles.state, width: '5rem', cell: (row) => <HealthMark row={row} /> },
    {
      id: 'device',
      title: titles.device,
      width: 'minmax(9rem, 2fr)',
      cell: (row) => (
        <span className={styles['id']} data-tip={row.deviceId}>
          {row.deviceId}
        </span>
      ),
      sortBy: (row) => row.deviceId,
    },
    {
      id: 'kind',
      title: titles.kind,
      width: 'minmax(5rem, 1fr)',
      cell: (row) => <span>{kindOf(row)}</span>,
      sortBy: kindOf,
    },
    {
      id: 'format',
      title: titles.format,
      width: 'minmax(6rem, 1.2fr)',
      cell: (row) => (
        <span data-tip={row.format === '' ? undefined : formatTitle(row.format)}>
          {formatTitle(row.format)}
        </span>
      ),
      sortBy: (row) => formatTitle(row.format),
    },
    {
      id: 'site',
      title: titles.site,
      width: 'minmax(4.5rem, 0.8fr)',
      cell: (row) => (row.siteId === undefined ? <Value measured={undefined} /> : <span>{row.siteId}</span>),
      sortBy: (row) => row.siteId,
    },
    {
      id: 'lastSeen',
      title: titles.lastSeen,
      tip: tips.lastSeen,
      width: '5.25rem',
      align: 'end',
      cell: (row) => <Age at={row.lastSeen} staleAfterMs={silentAfterDeviceMs(row)} {...zoneOf(row)} />,
      sortBy: (row) => ageOrder(row.lastSeen),
    },
    {
      id: 'lastEvent',
      title: titles.lastEvent,
      tip: tips.lastEvent,
      width: '5.75rem',
      align: 'end',
      cell: (row) => <Age at={row.lastEventTime} {...zoneOf(row)} />,
      sortBy: (row) => ageOrder(row.lastEventTime),
    },
    {
      id: 'cadence',
      title: titles.cadence,
      tip: tips.cadence,
      width: '4.5rem',
      align: 'end',
      cell: cadenceCell,
      sortBy: cadenceOf,
    },
    {
      id: 'battery',
      title: titles.battery,
      width: '4rem',
      align: 'end',
      cell: batteryCell,
      sortBy: (row) => row.batteryPct,
    },
    {
      id: 'signal',
      title: titles.signal,
      tip: tips.signal,
      width: '4.5rem',
      align: 'end',
      cell: signalCell,
      sortBy: (row) => row.rssiDbm,
    },
    countColumn('stored'),
    countColumn('duplicate'),
    countColumn('quarantined'),
  ];
  return isNarrow ? all.filter(({ id }) => !wideOnly.has(id)) : all;
}

function countColumn(name: 'stored' | 'duplicate' | 'quarantined'): Column<DeviceStateRow> {
  return {
    id: name,
    title: titles[name],
    tip: tips[name],
    width: name === 'quarantined' ? '5.25rem' : '4.25rem',
    align: 'end',
    cell: (row) => {
      const count = row.messages[name];
      const isNotable = name === 'quarantined' && count > 0;
      return (
        <span className={isNotable ? styles['notable'] : count === 0 ? styles['zero'] : undefined}>
          {formatCount(count)}
        </span>
      );
    },
    sortBy: (row) => row.messages[name],
  };
}

function zoneOf({ timeZone }: DeviceStateRow): { readonly timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}

function cadenceOf({ expectedEveryS, cadenceS }: DeviceStateRow): number | undefined {
  return expectedEveryS ?? cadenceS;
}

function cadenceCell(row: DeviceStateRow) {
  const cadence = cadenceOf(row);
  if (cadence === undefined) return <Value measured={undefined} />;
  const isLearned = row.expectedEveryS === undefined;
  return (
    <span data-tip={isLearned ? devicesText.learned : devicesText.expected}>
      {isLearned && '≈ '}
      {formatDuration(cadence)}
    </span>
  );
}

function batteryCell({ batteryPct }: DeviceStateRow) {
  if (batteryPct === undefined) return <Value measured={undefined} />;
  const isLow = batteryPct < lowBatteryPct;
  return (
    <span className={isLow ? styles['low'] : undefined} data-tip={isLow ? devicesText.lowBattery : undefined}>
      {isLow && <BatteryWarning size={13} aria-label={devicesText.lowBattery} />}
      <Value measured={{ value: formatNumber(batteryPct, 0), unit: '%' }} />
    </span>
  );
}

function signalCell({ rssiDbm }: DeviceStateRow) {
  return (
    <Value measured={rssiDbm === undefined ? undefined : { value: formatNumber(rssiDbm, 0), unit: 'dBm' }} />
  );
}
