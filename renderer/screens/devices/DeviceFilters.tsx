import { useMemo } from 'react';

import type { DeviceStateRow } from '#shared/contract/types.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { formatCount } from '#renderer/text/format.ts';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import type { DeviceFilter } from './device-filter.ts';
import { deviceHealth, deviceHealths } from './device-health.ts';
import styles from './DevicesScreen.module.css';

export interface DeviceFiltersProps {
  readonly filter: DeviceFilter;
  readonly rows: readonly DeviceStateRow[] | undefined;
  readonly shown: readonly DeviceStateRow[] | undefined;
  readonly now: number;
  readonly formatTitle: (id: string) => string;
}

/** What the list is filtered by, and how many of how many that leaves. */
export function DeviceFilters({ filter, rows, shown, now, formatTitle }: DeviceFiltersProps) {
  const formats = useMemo(
    () => [...new Set(rows?.map((row) => row.format))].filter((id) => id !== '').toSorted(),
    [rows],
  );
  return (
    <FilterBar className={styles['filters']}>
      <SearchInput
        label={devicesText.filter}
        clearLabel={devicesText.clearFilter}
        value={filter.q}
        onValueChange={(q) => setParams({ q }, { replace: true })}
      />
      <Select
        aria-label={devicesText.stateFilter}
        value={filter.state}
        onValueChange={(state) => setParams({ state })}
        options={[
          { value: '', label: devicesText.allStates },
          ...deviceHealths.map((value) => ({ value, label: devicesText.state[value] })),
        ]}
      />
      <Select
        aria-label={devicesText.formatFilter}
        value={filter.format}
        onValueChange={(format) => setParams({ format })}
        options={[
          { value: '', label: devicesText.allFormats },
          ...formats.map((value) => ({ value, label: formatTitle(value) })),
        ]}
      />
      <p className={styles['note']} role="status">
        {rows !== undefined && shown !== undefined && summaryOf(rows, shown, now)}
      </p>
    </FilterBar>
  );
}

function summaryOf(rows: readonly DeviceStateRow[], shown: readonly DeviceStateRow[], now: number): string {
  const silent = shown.filter((row) => deviceHealth(row, now) === 'silent').length;
  const count = devicesText.count(formatCount(shown.length), formatCount(rows.length));
  return silent === 0 ? count : `${count} · ${devicesText.silentCount(formatCount(silent))}`;
}
