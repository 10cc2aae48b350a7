import { AlertLink } from '#renderer/alerts/AlertLink.tsx';
import { alertsHref } from '#renderer/alerts/alert-links.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { limitWords } from '#renderer/text/profiles.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Value } from '#renderer/ui/Value.tsx';

import { type ColdItem, coldRank, coldStateOf, nearestDistance, placesOf } from './cold-items.ts';
import { ColdStateMark } from './ColdStateMark.tsx';
import styles from './ColdChainScreen.module.css';
import { distanceWords } from './distance-words.ts';

const { column: titles, columnTip: tips } = coldChainText;

interface ColumnOptions {
  readonly isNarrow: boolean;
  /** Judges what is silent; another one draws the states again. */
  readonly now: number;
}

/** What the list says of each watched quantity. */
export function coldColumns({ isNarrow, now }: ColumnOptions): readonly Column<ColdItem>[] {
  const state: Column<ColdItem> = {
    id: 'state',
    title: titles.state,
    tip: tips.state,
    width: '6rem',
    cell: (item) => <ColdStateMark state={coldStateOf(item, now)} />,
    sortBy: (item) => coldRank(item, now),
  };
  if (isNarrow) return [state, sensor, value, distance, age];
  return [state, sensor, place, profile, alerts, value, distance, age];
}

const sensor: Column<ColdItem> = {
  id: 'sensor',
  title: titles.sensor,
  width: 'minmax(7rem, 1.2fr)',
  cell: (item) => (
    <span data-tip={item.sensorId}>
      <span className={styles['name']}>{item.title}</span>
      {item.title !== item.sensorId && <span className={styles['aside']}> {item.sensorId}</span>}
      {item.quantity !== 'Temperature' && (
        <span className={styles['aside']}> {quantityLabel(item.quantity)}</span>
      )}
    </span>
  ),
  sortBy: (item) => item.title,
};

const place: Column<ColdItem> = {
  id: 'place',
  title: titles.place,
  width: 'minmax(7rem, 1fr)',
  cell: (item) => {
    const labels = placesOf(item).map(({ label }) => label);
    return labels.length === 0 ? <Value measured={undefined} /> : <span>{labels.join(' · ')}</span>;
  },
  sortBy: (item) => placesOf(item)[0]?.label,
};

const value: Column<ColdItem> = {
  id: 'value',
  title: titles.value,
  width: '5rem',
  align: 'end',
  cell: (item) =>
    item.value === undefined ? (
      <Value measured={undefined} />
    ) : (
      <strong className={styles['name']}>
        <Quantity type={item.quantity} value={item.value.value} uom={item.value.uom} />
      </strong>
    ),
  sortBy: (item) => item.value?.value,
};

const distance: Column<ColdItem> = {
  id: 'distance',
  title: titles.distance,
  tip: tips.distance,
  width: '7.25rem',
  align: 'end',
  cell: (item) => <span className={styles['distance']}>{distanceWords(item) ?? coldChainText.noValue}</span>,
  sortBy: nearestDistance,
};

const profile: Column<ColdItem> = {
  id: 'profile',
  title: titles.profile,
  width: 'minmax(8rem, 1fr)',
  cell: ({ profile: known, profileId, limits, fromVehicleId }) => (
    <span data-tip={[...limits.map(limitWords), sourceWords(fromVehicleId)].join('\n')}>
      {known?.name ?? coldChainText.profileUnknown(profileId)}
    </span>
  ),
  sortBy: (item) => item.profile?.name ?? item.profileId,
};

function sourceWords(vehicleId: string | undefined): string {
  return vehicleId === undefined ? coldChainText.fromChannel : coldChainText.fromVehicle(vehicleId);
}

const alerts: Column<ColdItem> = {
  id: 'alerts',
  title: titles.alerts,
  width: '5rem',
  cell: (item) => <AlertLink alerts={item.alerts} href={alertsHref({ subject: item.sensorId })} isShort />,
  sortBy: (item) => -item.alerts.length,
};

const age: Column<ColdItem> = {
  id: 'age',
  title: titles.age,
  tip: tips.age,
  width: '6rem',
  align: 'end',
  cell: (item) => (
    <Age
      at={item.value?.time}
      staleAfterMs={item.silentAfterMs}
      {...(item.site?.timeZone === undefined ? {} : { timeZone: item.site.timeZone })}
    />
  ),
  sortBy: (item) => (item.value === undefined ? undefined : -Date.parse(item.value.time)),
};
