import { useState } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import type { Live, LiveStore } from '#renderer/data/live-store.ts';
import type { MapViewpoint } from '#renderer/map/create-map.ts';
import { MapView } from '#renderer/map/MapView.tsx';
import type { TrackFix } from '#renderer/map/track-features.ts';

import { FleetEmpty } from './FleetEmpty.tsx';
import { FleetLayers } from './FleetLayers.tsx';
import styles from './FleetScreen.module.css';
import { type FleetView, setFleetView } from './use-fleet-view.ts';

export interface FleetMapProps {
  readonly store: LiveStore<VehicleStateRow>;
  readonly live: Live<VehicleStateRow>;
  readonly view: FleetView;
  readonly selected: VehicleStateRow | undefined;
  readonly track: readonly TrackFix[];
  /** Rises when the list asks for the selected vehicle to be shown up close. */
  readonly openings: number;
}

/** Where the map starts before the first vehicle is heard. */
const wholeWorld: MapViewpoint = { lat: 32, lon: 12, zoom: 1.8 };

/** The map of the fleet, or what to do where there is no vehicle yet. */
export function FleetMap({ store, live, view, selected, track, openings }: FleetMapProps) {
  const [start] = useState(view.viewpoint);
  return (
    <div className={styles['map']}>
      <MapView initialView={start ?? wholeWorld} onViewChange={setFleetView.viewpoint}>
        <FleetLayers
          store={store}
          vehicles={live.byKey}
          isShown={view.isShown}
          selected={selected}
          onSelect={view.select}
          track={track}
          isFollowing={view.isFollowing && selected !== undefined}
          onFollowChange={view.follow}
          hasViewpoint={start !== undefined}
          openings={openings}
        />
      </MapView>
      {live.rows?.length === 0 && <FleetEmpty />}
    </div>
  );
}
