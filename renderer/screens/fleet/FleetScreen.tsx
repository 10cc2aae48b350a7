import { useCallback, useMemo, useState } from 'react';

import { useEngine } from '#renderer/data/engine-context.ts';
import { fleetText } from '#renderer/text/fleet.ts';
import { formatCount } from '#renderer/text/format.ts';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import { countStates, matcherOf } from './fleet-rows.ts';
import styles from './FleetScreen.module.css';
import { FleetMap } from './FleetMap.tsx';
import { FleetSidebar } from './FleetSidebar.tsx';
import { StateFilter } from './StateFilter.tsx';
import { setFleetView, useFleetView } from './use-fleet-view.ts';
import { useSampledLive } from './use-sampled-live.ts';
import { UnknownVehicle } from './UnknownVehicle.tsx';
import { useVehicleTrack } from './use-vehicle-track.ts';
import { VehiclePanel } from './VehiclePanel.tsx';

/** Every vehicle on the map and in a list, and everything known of the selected one. */
export function FleetScreen() {
  const { stores } = useEngine();
  const store = useMemo(() => stores.open('vehicles.live', {}), [stores]);
  const live = useSampledLive(store);
  const view = useFleetView();
  const { isShown, search, select } = view;
  const [openings, setOpenings] = useState(0);
  const open = useCallback(
    (vehicleId: string) => {
      select(vehicleId);
      setOpenings((count) => count + 1);
    },
    [select],
  );
  const shown = useMemo(
    () => (isShown === undefined ? live.rows : live.rows?.filter(isShown)),
    [live.rows, isShown],
  );
  const counts = useMemo(() => {
    const isFound = matcherOf({ search, states: [] });
    return countStates((live.rows ?? []).filter((row) => isFound?.(row) ?? true));
  }, [live.rows, search]);
  const selected = view.vehicleId === undefined ? undefined : live.byKey.get(view.vehicleId);
  const unknownId = selected === undefined && live.rows !== undefined ? view.vehicleId : undefined;
  const track = useVehicleTrack(selected, view.range);

  return (
    <div className={styles['screen']}>
      <Toolbar
        title={fleetText.title}
        summary={fleetText.summary(shownWords(shown?.length ?? 0, live.byKey.size))}
      >
        <StateFilter counts={counts} selected={view.states} onChange={setFleetView.states} />
      </Toolbar>
      <div className={styles['work']}>
        <FleetSidebar view={view} rows={shown} error={live.error} onOpen={open} />
        <SplitView
          side={
            selected === undefined ? (
              unknownId !== undefined && (
                <UnknownVehicle vehicleId={unknownId} onClose={() => select(undefined)} />
              )
            ) : (
              <VehiclePanel
                key={selected.vehicleId}
                vehicle={selected}
                track={track}
                range={view.range}
                onRangeChange={setFleetView.range}
                onClose={() => select(undefined)}
              />
            )
          }
        >
          <FleetMap
            store={store}
            live={live}
            view={view}
            selected={selected}
            track={track.fixes}
            openings={openings}
          />
        </SplitView>
      </div>
    </div>
  );
}

function shownWords(shown: number, all: number): string {
  return shown === all ? formatCount(all) : fleetText.shown(formatCount(shown), formatCount(all));
}
