import { useCallback, useMemo, useState } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { useEngine } from '#renderer/data/engine-context.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import type { MapViewpoint } from '#renderer/map/create-map.ts';
import { MapView } from '#renderer/map/MapView.tsx';
import { fleetText } from '#renderer/text/fleet.ts';
import { formatCount } from '#renderer/text/format.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';
import { FleetEmpty } from './FleetEmpty.tsx';
import { FleetLayers } from './FleetLayers.tsx';
import { FleetList } from './FleetList.tsx';
import { countStates, formatSort, matcherOf, parseSort, parseStates } from './fleet-rows.ts';
import styles from './FleetScreen.module.css';
import { formatViewpoint, parseViewpoint } from './fleet-viewpoint.ts';
import { StateFilter } from './StateFilter.tsx';
import { defaultTrackRange, parseTrackRange } from './track-fixes.ts';
import { useSampledLive } from './use-sampled-live.ts';
import { useVehicleTrack } from './use-vehicle-track.ts';
import { VehiclePanel } from './VehiclePanel.tsx';

/** Where the map starts before the first vehicle is heard. */
const wholeWorld: MapViewpoint = { lat: 32, lon: 12, zoom: 1.8 };
const noRows: readonly VehicleStateRow[] = [];

/** Every vehicle on the map and in a list, and everything known of the selected one. */
export function FleetScreen() {
  const { params } = useLocationState();
  const { stores } = useEngine();
  const { link } = usePresence();
  const store = useMemo(() => stores.open('vehicles.live', {}), [stores]);
  const live = useSampledLive(store);
  const [openings, setOpenings] = useState(0);

  const { q: search = '', state: stateText, sort: sortText } = params;
  const states = useMemo(() => parseStates(stateText), [stateText]);
  const isShown = useMemo(() => matcherOf({ search, states }), [search, states]);
  const sort = useMemo(() => parseSort(sortText), [sortText]);
  const range = parseTrackRange(params['track']);
  const all = live.rows ?? noRows;
  const shown = useMemo(
    () => (isShown === undefined ? live.rows : live.rows?.filter(isShown)),
    [live.rows, isShown],
  );
  const searched = useMemo(() => matcherOf({ search, states: [] }), [search]);
  const counts = useMemo(
    () => countStates(searched === undefined ? all : all.filter(searched)),
    [all, searched],
  );
  const selected = params['vehicle'] === undefined ? undefined : live.byKey.get(params['vehicle']);
  const track = useVehicleTrack(selected, range);
  const isFollowing = params['follow'] === '1' && selected !== undefined;

  const [start] = useState(() => parseViewpoint(params['map']));
  const select = useCallback(
    (vehicle: string | undefined) =>
      setParams({ vehicle, ...(vehicle === undefined ? { follow: undefined } : {}) }),
    [],
  );
  const follow = useCallback(
    (on: boolean) => setParams({ follow: on ? '1' : undefined }, { replace: true }),
    [],
  );
  const showAll = useCallback(() => setParams({ q: undefined, state: undefined }), []);
  const open = useCallback((vehicle: string) => {
    setParams({ vehicle });
    setOpenings((count) => count + 1);
  }, []);

  return (
    <div className={styles['screen']}>
      <Toolbar
        title={fleetText.title}
        summary={fleetText.summary(shownWords(shown?.length ?? 0, all.length))}
      >
        <StateFilter
          counts={counts}
          selected={states}
          onChange={(next) => setParams({ state: next.join(',') }, { replace: true })}
        />
      </Toolbar>
      <div className={styles['work']}>
        <div className={styles['list']}>
          <div className={styles['search']}>
            <SearchInput
              label={fleetText.search}
              clearLabel={fleetText.clearSearch}
              value={search}
              onValueChange={(q) => setParams({ q }, { replace: true })}
            />
          </div>
          {live.error !== undefined && <ErrorState error={live.error} />}
          <FleetList
            rows={shown}
            sort={sort}
            onSortChange={(next) => setParams({ sort: formatSort(next) }, { replace: true })}
            selectedId={selected?.vehicleId}
            onSelect={select}
            onOpen={open}
            onShowAll={isShown === undefined ? undefined : showAll}
          />
        </div>
        <SplitView
          side={
            selected !== undefined && (
              <VehiclePanel
                key={selected.vehicleId}
                vehicle={selected}
                track={track}
                range={range}
                onRangeChange={(next) =>
                  setParams({ track: next === defaultTrackRange ? undefined : next }, { replace: true })
                }
                onClose={() => select(undefined)}
              />
            )
          }
        >
          <div className={styles['map']} data-link={link}>
            <MapView
              initialView={start ?? wholeWorld}
              onViewChange={(view) => setParams({ map: formatViewpoint(view) }, { replace: true })}
            >
              <FleetLayers
                store={store}
                vehicles={live.byKey}
                isShown={isShown}
                selected={selected}
                onSelect={select}
                track={track.fixes}
                isFollowing={isFollowing}
                onFollowChange={follow}
                hasViewpoint={start !== undefined}
                openings={openings}
              />
            </MapView>
            {live.rows?.length === 0 && <FleetEmpty />}
          </div>
        </SplitView>
      </div>
    </div>
  );
}

function shownWords(shown: number, all: number): string {
  return shown === all ? formatCount(all) : fleetText.shown(formatCount(shown), formatCount(all));
}
