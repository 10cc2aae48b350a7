import { SearchX } from 'lucide-react';
import { useMemo } from 'react';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { type Sort, sortFromText, sortToText } from '#renderer/ui/table-order.ts';

import { sensorColumns } from './sensor-columns.tsx';
import {
  filterSensors,
  isFiltering,
  type SensorFilter,
  type SensorItem,
  sensorItems,
} from './sensor-items.ts';
import { SensorFilters } from './SensorFilters.tsx';
import { SensorPanel } from './SensorPanel.tsx';
import { SensorsEmpty } from './SensorsEmpty.tsx';
import styles from './SensorsScreen.module.css';

const bySensor: Sort = { column: 'sensor', direction: 'ascending' };
const itemKey = (item: SensorItem): string => item.row.sensorId;
/** What is chosen of one sensor's view does not carry over to the next, but the range does. */
const selectSensor = (sensor: string | undefined): void => setParams({ sensor, compare: undefined });
const sortBy = (sort: Sort): void => setParams({ sort: sortToText(sort) }, { replace: true });

/** Every measuring channel with its latest values, and the readings of the selected one over time. */
export function SensorsScreen() {
  const { params } = useLocationState();
  const { items, error } = useSensorItems();
  const { q = '', site = '', quantity = '', stale, sensor, sort } = params;
  const filter = useMemo<SensorFilter>(
    () => ({ q, site, quantity, staleOnly: stale === '1' }),
    [q, site, quantity, stale],
  );
  const now = useKnownNow(5000);
  const shown = useMemo(() => items && filterSensors(items, filter, now), [items, filter, now]);
  const isNarrow = sensor !== undefined;
  const columns = useMemo(() => sensorColumns({ isNarrow, quantity }), [isNarrow, quantity]);
  if (error !== undefined && items === undefined) return <ErrorState error={error} />;
  return (
    <div className={styles['screen']}>
      <SensorFilters filter={filter} items={items} shown={shown} now={now} />
      <div className={styles['split']} data-narrow={isNarrow || undefined}>
        <div className={styles['list']}>
          <Table
            label={sensorsText.list}
            columns={columns}
            rows={shown}
            rowKey={itemKey}
            selectedKey={sensor}
            onSelect={selectSensor}
            sort={sortFromText(sort, bySensor)}
            onSortChange={sortBy}
            minWidth={isNarrow ? '26rem' : '66rem'}
            empty={isFiltering(filter) ? <NothingMatches /> : <SensorsEmpty />}
          />
        </div>
        {sensor !== undefined && items !== undefined && (
          <SensorPanel key={sensor} sensorId={sensor} items={items} params={params} />
        )}
      </div>
    </div>
  );
}

function useSensorItems() {
  const sensors = useLive('sensors.live', {});
  const devices = useLive('devices.live', {});
  const sites = useLive('sites.live', {});
  const items = useMemo(
    () => sensors.rows && sensorItems({ sensors: sensors.rows, devices: devices.byKey, sites: sites.byKey }),
    [sensors.rows, devices.byKey, sites.byKey],
  );
  return { items, error: sensors.error };
}

const showAll = (): void =>
  setParams({ q: undefined, site: undefined, quantity: undefined, stale: undefined });

function NothingMatches() {
  return (
    <EmptyState
      icon={SearchX}
      title={sensorsText.nothingMatches}
      action={<Button onClick={showAll}>{sensorsText.showAll}</Button>}
    />
  );
}
