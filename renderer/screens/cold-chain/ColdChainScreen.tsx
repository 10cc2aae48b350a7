import { SearchX, Snowflake } from 'lucide-react';
import { useMemo, useState } from 'react';

import { AssignProfileDialog } from '#renderer/alerts/AssignProfileDialog.tsx';
import { navigate, setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { coldChainText } from '#renderer/text/cold-chain.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { type Sort, sortFromText, sortToText } from '#renderer/ui/table-order.ts';
import { Table } from '#renderer/ui/Table.tsx';

import { coldColumns } from './cold-columns.tsx';
import { type ColdFilter, type ColdItem, coldStates, filterCold, isFiltering } from './cold-items.ts';
import { ColdFilters } from './ColdFilters.tsx';
import { ColdPanel } from './ColdPanel.tsx';
import { LoggerDialog } from './LoggerDialog.tsx';
import styles from './ColdChainScreen.module.css';
import { useColdItems } from './use-cold-items.ts';

const worstFirst: Sort = { column: 'state', direction: 'ascending' };
const itemKey = (item: ColdItem): string => item.id;
const select = (watched: string | undefined): void => setParams({ watched });
const sortBy = (sort: Sort): void => setParams({ sort: sortToText(sort) }, { replace: true });

/** Every sensor with limits, worst first, and the selected one over time. */
export function ColdChainScreen() {
  const { params } = useLocationState();
  const { items, profiles, hasSensors, error } = useColdItems();
  const filter = useMemo(() => readFilter(params), [params]);
  const now = useKnownNow(5000);
  const shown = useMemo(() => items && filterCold(items, filter, now), [items, filter, now]);
  const [assigning, setAssigning] = useState<{ readonly sensorId?: string }>();
  const [isImporting, setImporting] = useState(false);
  const selectedId = params['watched'];
  const isNarrow = selectedId !== undefined;
  const columns = useMemo(() => coldColumns({ isNarrow, now }), [isNarrow, now]);
  const assign = (): void => setAssigning({});
  if (error !== undefined && items === undefined) return <ErrorState error={error} />;
  return (
    <div className={styles['screen']}>
      <ColdFilters
        filter={filter}
        items={items}
        shown={shown}
        now={now}
        onAssign={assign}
        onImport={() => setImporting(true)}
      />
      <div className={styles['split']} data-narrow={isNarrow || undefined}>
        <div className={styles['list']}>
          <Table
            label={coldChainText.list}
            columns={columns}
            rows={shown}
            rowKey={itemKey}
            selectedKey={selectedId}
            onSelect={select}
            sort={sortFromText(params['sort'], worstFirst)}
            onSortChange={sortBy}
            minWidth={isNarrow ? '34rem' : '62rem'}
            empty={
              isFiltering(filter) ? (
                <NothingMatches />
              ) : (
                <NothingWatched hasSensors={hasSensors} onAssign={assign} />
              )
            }
          />
        </div>
        {selectedId !== undefined && items !== undefined && (
          <ColdPanel
            key={selectedId}
            item={items.find((each) => each.id === selectedId)}
            params={params}
            now={now}
            onAssign={(sensorId) => setAssigning({ sensorId })}
          />
        )}
      </div>
      {isImporting && <LoggerDialog onClose={() => setImporting(false)} />}
      {assigning !== undefined && (
        <AssignProfileDialog {...assigning} profiles={profiles} onClose={() => setAssigning(undefined)} />
      )}
    </div>
  );
}

function readFilter(params: Readonly<Record<string, string>>): ColdFilter {
  return {
    q: params['q'] ?? '',
    state: coldStates.find((state) => state === params['state']),
    place: params['place'] ?? '',
    profile: params['profile'] ?? '',
  };
}

const showAll = (): void =>
  setParams({ q: undefined, state: undefined, place: undefined, profile: undefined });

function NothingMatches() {
  return (
    <EmptyState
      icon={SearchX}
      title={coldChainText.nothingMatches}
      action={<Button onClick={showAll}>{coldChainText.showAll}</Button>}
    />
  );
}

interface NothingWatchedProps {
  readonly hasSensors: boolean;
  readonly onAssign: () => void;
}

/** What has to be done for the first sensor to be watched, and the button that does it. */
function NothingWatched({ hasSensors, onAssign }: NothingWatchedProps) {
  const mayCommand = useMayCommand();
  return (
    <EmptyState
      icon={Snowflake}
      title={coldChainText.emptyTitle}
      action={
        <div className={styles['actions']}>
          {mayCommand && hasSensors && (
            <Button variant="primary" onClick={onAssign}>
              {coldChainText.giveProfile}
            </Button>
          )}
          <Button onClick={() => navigate('/settings', { section: 'profiles' })}>
            {coldChainText.editProfiles}
          </Button>
        </div>
      }
    >
      <p>{coldChainText.emptyText}</p>
      {!hasSensors && <p>{coldChainText.emptyNoSensors}</p>}
    </EmptyState>
  );
}
