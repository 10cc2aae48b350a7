import { hourMs } from '#shared/domain/time.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { dataQualityText } from '#renderer/text/data-quality.ts';
import { formatCount, formatDuration, formatOffset } from '#renderer/text/format.ts';
import { visibleText } from '#renderer/text/payload.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Value } from '#renderer/ui/Value.tsx';

import {
  countNames,
  lastDays,
  type CountName,
  type DayAccount,
  type DeviceAccount,
  type FormatAccount,
  type TopicAccount,
} from './accounts.ts';
import styles from './DataQualityScreen.module.css';
import { MiniBars } from './MiniBars.tsx';

const { columns: titles, tips } = dataQualityText;
const tipOf: Partial<Record<CountName, string>> = tips;
const widths: Partial<Record<CountName, string>> = { quarantined: '5.5rem', duplicate: '4.75rem' };
/** There is no room for what says the least; the file has it. */
const deviceCounts = countNames.filter((name) => name !== 'ignored');
const notable: ReadonlySet<CountName> = new Set(['quarantined', 'limited']);

function counts<Row extends Readonly<Record<CountName, number>>>(
  names: readonly CountName[] = countNames,
): Column<Row>[] {
  return names.map((name): Column<Row> => {
    const tip = tipOf[name];
    return {
      id: name,
      title: titles[name],
      width: widths[name] ?? '4.25rem',
      align: 'end',
      cell: (row) => <Count value={row[name]} isNotable={notable.has(name)} />,
      sortBy: (row) => row[name],
      ...(tip === undefined ? {} : { tip }),
    };
  });
}

function Count({ value, isNotable }: { readonly value: number; readonly isNotable: boolean }) {
  const style = value === 0 ? styles['zero'] : isNotable ? styles['notable'] : undefined;
  return <span className={style}>{formatCount(value)}</span>;
}

function latenessColumn<Row extends { readonly lateness: readonly number[] }>(): Column<Row> {
  return {
    id: 'lateness',
    title: titles.lateness,
    tip: tips.lateness,
    width: '4.5rem',
    cell: ({ lateness }) => (
      <MiniBars bars={lateness.map((value) => ({ value }))} words={dataQualityText.lateness(lateness)} />
    ),
  };
}

const device: Column<DeviceAccount> = {
  id: 'device',
  title: titles.device,
  width: 'minmax(8rem, 2fr)',
  cell: ({ deviceId }) => <a href={hrefOf('/devices', { device: deviceId })}>{visibleText(deviceId)}</a>,
  sortBy: (row) => row.deviceId,
};
const lateShare: Column<DeviceAccount> = {
  id: 'late',
  title: titles.late,
  tip: tips.lateShare,
  width: '3.25rem',
  align: 'end',
  cell: (row) => (
    <Value measured={row.lateShare === undefined ? undefined : dataQualityText.share(row.lateShare)} />
  ),
  sortBy: (row) => row.lateShare,
};
const cadence: Column<DeviceAccount> = {
  id: 'cadence',
  title: titles.cadence,
  tip: tips.cadence,
  width: '4.25rem',
  align: 'end',
  cell: ({ cadenceS }) =>
    cadenceS === undefined ? <Value measured={undefined} /> : <span>{formatDuration(cadenceS)}</span>,
  sortBy: (row) => row.cadenceS,
};
const offset: Column<DeviceAccount> = {
  id: 'offset',
  title: titles.offset,
  tip: tips.offset,
  width: '4.25rem',
  align: 'end',
  cell: ({ clockOffsetS }) =>
    clockOffsetS === undefined ? <Value measured={undefined} /> : <span>{formatOffset(clockOffsetS)}</span>,
  sortBy: (row) => (row.clockOffsetS === undefined ? undefined : Math.abs(row.clockOffsetS)),
};
const lastSeen: Column<DeviceAccount> = {
  id: 'lastSeen',
  title: titles.lastSeen,
  width: '4.75rem',
  align: 'end',
  cell: (row) => <Age at={row.lastSeen} />,
  sortBy: (row) => (row.lastSeen === undefined ? undefined : -Date.parse(row.lastSeen)),
};
const doubts: Column<DeviceAccount> = {
  id: 'doubts',
  title: titles.doubts,
  tip: tips.doubts,
  width: '4.25rem',
  align: 'end',
  cell: ({ deviceId, openDoubts }) =>
    openDoubts === 0 ? (
      <Count value={0} isNotable />
    ) : (
      <a href={hrefOf('/data-quality', { tab: 'doubts', device: deviceId })}>{formatCount(openDoubts)}</a>
    ),
  sortBy: (row) => row.openDoubts,
};
const trend: Column<DeviceAccount> = {
  id: 'trend',
  title: titles.trend,
  tip: tips.trend,
  width: '5.5rem',
  cell: ({ days }) => <Trend days={days} />,
};

/** What came in on each of the last days, with the part that could not be used; days without anything have their place. */
export function Trend({ days, size }: { readonly days: readonly DayAccount[]; readonly size?: 'large' }) {
  const shown = lastDays(days, useNow(hourMs));
  const bars = shown.map(({ received, bad }) => ({ value: received, bad }));
  const words = dataQualityText.trend(shown.filter(({ received }) => received > 0));
  return <MiniBars bars={bars} words={words} {...(size === undefined ? {} : { size })} />;
}

/** `formatTitle` gives the plain name of a format. */
export function deviceAccountColumns(formatTitle: (id: string) => string): readonly Column<DeviceAccount>[] {
  const format: Column<DeviceAccount> = {
    id: 'format',
    title: titles.format,
    width: 'minmax(5rem, 1fr)',
    cell: (row) => <span data-tip={formatTitle(row.format)}>{formatTitle(row.format)}</span>,
    sortBy: (row) => formatTitle(row.format),
  };
  return [
    device,
    format,
    ...counts<DeviceAccount>(deviceCounts),
    lateShare,
    latenessColumn<DeviceAccount>(),
    offset,
    cadence,
    lastSeen,
    doubts,
    trend,
  ];
}

/** What of a device matters beside the other figures of the summary. */
export const worstColumns: readonly Column<DeviceAccount>[] = [
  device,
  ...counts<DeviceAccount>(['received', 'quarantined', 'limited']),
  lateShare,
  doubts,
  lastSeen,
  trend,
];

export function formatAccountColumns(formatTitle: (id: string) => string): readonly Column<FormatAccount>[] {
  return [
    {
      id: 'format',
      title: titles.format,
      width: 'minmax(10rem, 2fr)',
      cell: (row) => formatTitle(row.format),
      sortBy: (row) => formatTitle(row.format),
    },
    {
      id: 'devices',
      title: titles.devices,
      width: '5rem',
      align: 'end',
      cell: (row) => formatCount(row.devices),
      sortBy: (row) => row.devices,
    },
    ...counts<FormatAccount>(),
    latenessColumn<FormatAccount>(),
  ];
}

const late: Column<DayAccount | TopicAccount> = {
  id: 'late',
  title: titles.late,
  tip: tips.late,
  width: '4.5rem',
  align: 'end',
  cell: (row) => <Count value={row.late} isNotable={false} />,
  sortBy: (row) => row.late,
};

export const topicColumns: readonly Column<TopicAccount>[] = [
  {
    id: 'topic',
    title: titles.topic,
    width: 'minmax(16rem, 3fr)',
    cell: (row) => <code data-tip={visibleText(row.topic)}>{visibleText(row.topic)}</code>,
    sortBy: (row) => row.topic,
  },
  ...counts<TopicAccount>(),
  late,
];

export const dayColumns: readonly Column<DayAccount>[] = [
  {
    id: 'day',
    title: titles.day,
    width: 'minmax(7rem, 1fr)',
    cell: (row) => row.day.slice(0, 10),
    sortBy: (row) => row.day,
  },
  ...counts<DayAccount>(),
  late,
];
