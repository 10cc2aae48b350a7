import { useEffect, useMemo, useRef, useState } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import type { LiveStore } from '#renderer/data/live-store.ts';
import { useMap } from '#renderer/map/map-context.ts';
import { MapTip } from '#renderer/map/MapTip.tsx';
import { MarkerRing } from '#renderer/map/MarkerRing.tsx';
import type { TrackFix } from '#renderer/map/track-features.ts';
import { TrackLayer } from '#renderer/map/TrackLayer.tsx';
import { TrackTip } from '#renderer/map/TrackTip.tsx';
import { VehicleLabels } from '#renderer/map/VehicleLabels.tsx';
import { VehicleMarkers } from '#renderer/map/vehicle-markers.ts';
import { VehiclesLayer } from '#renderer/map/VehiclesLayer.tsx';
import { fleetStateText, fleetText } from '#renderer/text/fleet.ts';
import { FleetControls } from './FleetControls.tsx';
import { nameOf } from './fleet-rows.ts';
import { HoverWords } from './HoverWords.tsx';
import { StackMenu, type VehicleStack } from './StackMenu.tsx';
import { useFleetCamera } from './use-fleet-camera.ts';

export interface FleetLayersProps {
  readonly store: LiveStore<VehicleStateRow>;
  readonly vehicles: ReadonlyMap<string, VehicleStateRow>;
  readonly isShown: ((vehicle: VehicleStateRow) => boolean) | undefined;
  readonly selected: VehicleStateRow | undefined;
  readonly onSelect: (vehicleId: string) => void;
  readonly track: readonly TrackFix[];
  readonly isFollowing: boolean;
  readonly onFollowChange: (isFollowing: boolean) => void;
  readonly hasViewpoint: boolean;
  /** Rises when the list asks for the selected vehicle to be shown up close. */
  readonly openings: number;
}

/** What lies on the map of the fleet: vehicles, their names, the selected one's way, and the buttons. */
export function FleetLayers(props: FleetLayersProps) {
  const { store, vehicles, isShown, selected, onSelect, track, isFollowing, onFollowChange } = props;
  const { map } = useMap();
  const markers = useMemo(() => new VehicleMarkers(), []);
  const labels = useRef<{ changed: () => void }>(null);
  const [hoveredId, setHoveredId] = useState<string>();
  const [stack, setStack] = useStack();
  const selectedId = selected?.vehicleId;
  // The selected vehicle stays on the map although a filter takes it out of the list.
  const isDrawn = useMemo(
    () => isShown && ((vehicle: VehicleStateRow) => vehicle.vehicleId === selectedId || isShown(vehicle)),
    [isShown, selectedId],
  );
  const { hasViewpoint, openings } = props;
  const camera = useFleetCamera({ markers, selectedId, isFollowing, onFollowChange, hasViewpoint, openings });
  const choose = (vehicleId: string): void => {
    setStack(undefined);
    onSelect(vehicleId);
  };
  const hovered = hoveredId === undefined || stack !== undefined ? undefined : vehicles.get(hoveredId);
  return (
    <>
      <TrackLayer fixes={track} />
      <VehiclesLayer
        store={store}
        markers={markers}
        isShown={isDrawn}
        selectedId={selectedId}
        hoveredId={hoveredId}
        onHover={setHoveredId}
        onPick={([first, ...others], point) => {
          if (first === undefined) setStack(undefined);
          else if (others.length === 0) choose(first);
          else setStack({ vehicleIds: [first, ...others], ...inside(point, map.getCanvas()) });
        }}
        onUpdate={() => {
          labels.current?.changed();
          camera.afterUpdate();
        }}
      />
      <VehicleLabels ref={labels} markers={markers} selectedId={selectedId} />
      {selected?.position !== undefined && (
        <MarkerRing
          key={selected.vehicleId}
          markers={markers}
          vehicle={selected}
          label={fleetText.ringLabel(nameOf(selected), fleetStateText[selected.state].label)}
          onActivate={() => camera.centerSelected()}
        />
      )}
      {hovered !== undefined && (
        <MapTip key={hovered.vehicleId} placeAt={(nowMs) => markers.placeOf(hovered.vehicleId, nowMs)}>
          <HoverWords vehicle={hovered} />
        </MapTip>
      )}
      {hovered === undefined && track.length > 1 && <TrackTip fixes={track} />}
      {stack !== undefined && (
        <StackMenu
          key={stack.vehicleIds.join('\n')}
          stack={stack}
          vehicles={vehicles}
          onSelect={choose}
          onClose={() => setStack(undefined)}
        />
      )}
      <FleetControls
        camera={camera}
        hasSelection={selectedId !== undefined}
        isFollowing={isFollowing}
        onFollowChange={onFollowChange}
      />
    </>
  );
}

/** The stack that was clicked; gone as soon as the map moves under it. */
function useStack() {
  const { map } = useMap();
  const [stack, setStack] = useState<VehicleStack>();
  useEffect(() => {
    const moved = map.on('movestart', () => setStack(undefined));
    return () => moved.unsubscribe();
  }, [map]);
  return [stack, setStack] as const;
}

const menuWidthPx = 272;
const menuHeightPx = 300;

/** Keeps the menu of a stack inside the map. */
function inside(
  point: { readonly x: number; readonly y: number },
  canvas: HTMLCanvasElement,
): { x: number; y: number } {
  const half = menuWidthPx / 2;
  return {
    x: Math.max(half, Math.min(canvas.clientWidth - half, point.x)),
    y: Math.max(0, Math.min(canvas.clientHeight - menuHeightPx, point.y)),
  };
}
