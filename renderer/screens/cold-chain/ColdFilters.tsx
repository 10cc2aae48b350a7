import { FileUp, Plus, SlidersHorizontal } from 'lucide-react';
import { useMemo } from 'react';

import { navigate, setParams } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { loggerText } from '#renderer/text/cold-chain-more.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import {
  type ColdFilter,
  type ColdItem,
  type ColdState,
  coldStateOf,
  coldStates,
  placesOf,
} from './cold-items.ts';

export interface ColdFiltersProps {
  readonly filter: ColdFilter;
  readonly items: readonly ColdItem[] | undefined;
  readonly shown: readonly ColdItem[] | undefined;
  readonly now: number;
  readonly onAssign: () => void;
  readonly onImport: () => void;
}

/** What the list is filtered by, how much that leaves, and the way to watch one more sensor. */
export function ColdFilters({ filter, items, shown, now, onAssign, onImport }: ColdFiltersProps) {
  const mayCommand = useMayCommand();
  const places = useMemo(() => optionsOf(items ?? [], placesOf), [items]);
  const profiles = useMemo(() => optionsOf(items ?? [], profileOf), [items]);
  return (
    <>
      <Toolbar
        title={coldChainText.title}
        summary={
          <span role="status">
            {items !== undefined && shown !== undefined && summaryOf(items, shown, now)}
          </span>
        }
      >
        {mayCommand && (
          <Button size="sm" icon={Plus} onClick={onAssign}>
            {coldChainText.giveProfile}
          </Button>
        )}
        {mayCommand && (
          <Button size="sm" icon={FileUp} onClick={onImport}>
            {loggerText.open}
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          icon={SlidersHorizontal}
          onClick={() => navigate('/settings', { section: 'profiles' })}
        >
          {coldChainText.editProfiles}
        </Button>
      </Toolbar>
      <FilterBar>
        <SearchInput
          label={coldChainText.filter}
          clearLabel={coldChainText.clearFilter}
          value={filter.q}
          onValueChange={(q) => setParams({ q }, { replace: true })}
        />
        <Select<ColdState | ''>
          aria-label={coldChainText.stateFilter}
          value={filter.state ?? ''}
          onValueChange={(state) => setParams({ state })}
          options={[
            { value: '', label: coldChainText.allStates },
            ...coldStates.map((value) => ({ value, label: coldChainText.state[value].label })),
          ]}
        />
        <Select
          aria-label={coldChainText.siteFilter}
          value={filter.place}
          onValueChange={(place) => setParams({ place })}
          options={[{ value: '', label: coldChainText.allPlaces }, ...places]}
        />
        <Select
          aria-label={coldChainText.profileFilter}
          value={filter.profile}
          onValueChange={(profile) => setParams({ profile })}
          options={[{ value: '', label: coldChainText.allProfiles }, ...profiles]}
        />
      </FilterBar>
    </>
  );
}

interface Known {
  readonly key: string;
  readonly label: string;
}

function profileOf({ profile, profileId }: ColdItem): readonly Known[] {
  return [{ key: profileId, label: profile?.name ?? profileId }];
}

function optionsOf(items: readonly ColdItem[], read: (item: ColdItem) => readonly Known[]) {
  const known = new Map(items.flatMap(read).map(({ key, label }) => [key, label]));
  return [...known]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
}

function summaryOf(items: readonly ColdItem[], shown: readonly ColdItem[], now: number): string {
  const states = Map.groupBy(shown, (item) => coldStateOf(item, now));
  const notable = coldStates
    .filter((state) => state !== 'ok' && states.has(state))
    .map(
      (state) =>
        `${formatCount(states.get(state)?.length ?? 0)} ${coldChainText.state[state].label.toLowerCase()}`,
    );
  return [coldChainText.count(formatCount(shown.length), formatCount(items.length)), ...notable].join(' · ');
}
