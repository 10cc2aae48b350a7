import { useMemo } from 'react';

import { setParams } from '#renderer/data/location-state.ts';
import { formatCount, quantityLabel } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import { isStale, type SensorFilter, type SensorItem, sortTypes, withoutSite } from './sensor-items.ts';

export interface SensorFiltersProps {
  readonly filter: SensorFilter;
  readonly items: readonly SensorItem[] | undefined;
  readonly shown: readonly SensorItem[] | undefined;
  readonly now: number;
}

/** What the list is filtered by, and how many of how many that leaves. */
export function SensorFilters({ filter, items, shown, now }: SensorFiltersProps) {
  const sites = useMemo(() => siteOptions(items ?? [], filter.site), [items, filter.site]);
  const types = useMemo(() => typeOptions(items ?? [], filter.quantity), [items, filter.quantity]);
  return (
    <Toolbar
      title={sensorsText.title}
      summary={
        <span role="status">
          {items !== undefined && shown !== undefined && summaryOf(items, shown, now)}
        </span>
      }
    >
      <SearchInput
        label={sensorsText.filter}
        clearLabel={sensorsText.clearFilter}
        value={filter.q}
        onValueChange={(q) => setParams({ q }, { replace: true })}
      />
      <Select
        aria-label={sensorsText.siteFilter}
        value={filter.site}
        onValueChange={(site) => setParams({ site })}
        options={sites}
      />
      <Select
        aria-label={sensorsText.quantityFilter}
        value={filter.quantity}
        onValueChange={(quantity) => setParams({ quantity })}
        options={types}
      />
      <Checkbox
        checked={filter.staleOnly}
        onCheckedChange={(staleOnly) => setParams({ stale: staleOnly ? '1' : undefined })}
      >
        {sensorsText.staleOnly}
      </Checkbox>
    </Toolbar>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** The chosen one stays among them even when nothing has it any more. */
function siteOptions(items: readonly SensorItem[], chosen: string): Option[] {
  const names = new Map<string, string>();
  if (chosen !== '' && chosen !== withoutSite) names.set(chosen, chosen);
  for (const { row, site } of items)
    if (row.siteId !== undefined) names.set(row.siteId, site?.name ?? row.siteId);
  const known = [...names].map(([value, label]) => ({ value, label }));
  return [
    { value: '', label: sensorsText.allSites },
    ...known.sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true })),
    ...(items.some(({ row }) => row.siteId === undefined)
      ? [{ value: withoutSite, label: sensorsText.noSite }]
      : []),
  ];
}

function typeOptions(items: readonly SensorItem[], chosen: string): Option[] {
  const types = items.flatMap(({ row }) => row.latest.map((value) => value.type));
  const known = sortTypes(chosen === '' ? types : [...types, chosen]);
  return [
    { value: '', label: sensorsText.allQuantities },
    ...known.map((value) => ({ value, label: quantityLabel(value) })),
  ];
}

function summaryOf(items: readonly SensorItem[], shown: readonly SensorItem[], now: number): string {
  const stale = shown.filter((item) => isStale(item, now)).length;
  const count = sensorsText.count(formatCount(shown.length), formatCount(items.length));
  return stale === 0 ? count : `${count} · ${sensorsText.staleCount(formatCount(stale))}`;
}
