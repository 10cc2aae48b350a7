import { Crosshair, LocateFixed, Maximize } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import type { LiveStore } from '#renderer/data/live-store.ts';
import { useMap } from '#renderer/map/map-context.ts';
import { MapControls } from '#renderer/map/MapControls.tsx';
import { MapTip } from '#renderer/map/MapTip.tsx';
import { MarkerRing } from '#renderer/map/MarkerRing.tsx';
import type { TrackFix } from '#renderer/map/track-features.ts';
import { TrackLayer } from '#renderer/map/TrackLayer.tsx';
import { TrackTip } from '#renderer/map/TrackTip.tsx';
import { VehicleLabels } from '#renderer/map/VehicleLabels.tsx';
import { VehicleMarkers } from '#renderer/map/vehicle-markers.ts';
import { VehiclesLayer } from '#renderer/map/VehiclesLayer.tsx';
import { fleetStateText, fleetText } from '#renderer/text/fleet.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { FleetCamera } from './fleet-camera.ts';
import { nameOf } from './fleet-rows.ts';
import { HoverWords } from './HoverWords.tsx';
import { StackMenu, type VehicleStack } from './StackMenu.tsx';
import { useFleetKeys } from './use-fleet-keys.ts';

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
  const {
    store,
    vehicles,
    isShown,
    selected,
    onSelect,
    track,
    isFollowing,
    onFollowChange,
    hasViewpoint,
    openings,
  } = props;
  const { map } = useMap();
  const markers = useMemo(() => new VehicleMarkers(), []);
  const labels = useRef<{ changed: () => void }>(null);
  const [hoveredId, setHoveredId] = useState<string>();
  const [stack, setStack] = useState<VehicleStack>();
  const selectedId = selected?.vehicleId;
  // The selected vehicle stays on the map although a filter takes it out of the list.
  const isDrawn = useMemo(
    () => isShown && ((vehicle: VehicleStateRow) => vehicle.vehicleId === selectedId || isShown(vehicle)),
    [isShown, selectedId],
  );
  const [startsThere] = useState(hasViewpoint);
  const camera = useMemo(
    () => new FleetCamera({ map, markers, hasViewpoint: startsThere }),
    [map, markers, startsThere],
  );
  const dragged = useEffectEvent(() => {
    if (isFollowing) onFollowChange(false);
  });
  useEffect(() => camera.listen(() => dragged()), [camera]);
  useEffect(() => {
    // The side panel opens with the selection and takes its width from the map: look once that is settled.
    const frame = requestAnimationFrame(() => camera.select(selectedId));
    return () => cancelAnimationFrame(frame);
  }, [camera, selectedId]);
  useEffect(() => camera.follow(isFollowing), [camera, isFollowing]);
  const toggleFollow = (): void => {
    if (selectedId !== undefined) onFollowChange(!isFollowing);
  };
  useFleetKeys({ f: () => camera.fitAll(), z: () => camera.fitSelected(), l: toggleFollow });
  useEffect(() => {
    if (openings > 0) camera.fitSelected();
  }, [camera, openings]);
  useEffect(() => {
    const moved = map.on('movestart', () => setStack(undefined));
    return () => moved.unsubscribe();
  }, [map]);

  const hovered = hoveredId === undefined ? undefined : vehicles.get(hoveredId);
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
        onPick={(ids, point) => {
          const [only] = ids;
          setStack(ids.length > 1 ? { vehicleIds: ids, ...inside(point, map.getCanvas()) } : undefined);
          if (ids.length === 1 && only !== undefined) onSelect(only);
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
      {hovered !== undefined && stack === undefined && (
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
          onSelect={(id) => {
            setStack(undefined);
            onSelect(id);
          }}
          onClose={() => setStack(undefined)}
        />
      )}
      <MapControls>
        <IconButton icon={Maximize} label={fleetText.fitAll} onClick={() => camera.fitAll()} />
        <IconButton
          icon={Crosshair}
          label={fleetText.fitSelected}
          disabled={selectedId === undefined}
          onClick={() => camera.fitSelected()}
        />
        <IconButton
          icon={LocateFixed}
          label={fleetText.follow}
          pressed={isFollowing}
          disabled={selectedId === undefined}
          onClick={toggleFollow}
        />
      </MapControls>
    </>
  );
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
