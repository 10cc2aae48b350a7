import { useEffect, useEffectEvent, useMemo, useState } from 'react';

import { useMap } from '#renderer/map/map-context.ts';
import type { VehicleMarkers } from '#renderer/map/vehicle-markers.ts';

import { FleetCamera } from './fleet-camera.ts';

export interface FleetCameraState {
  readonly markers: VehicleMarkers;
  readonly selectedId: string | undefined;
  readonly isFollowing: boolean;
  readonly onFollowChange: (isFollowing: boolean) => void;
  /** True when the address says where to look at the start. */
  readonly hasViewpoint: boolean;
  /** Rises when the selected vehicle is to be shown up close. */
  readonly openings: number;
}

/** The camera of the map around this component, kept in step with what is selected and followed. */
export function useFleetCamera(state: FleetCameraState): FleetCamera {
  const { markers, selectedId, isFollowing, onFollowChange, openings } = state;
  const { map } = useMap();
  const [hasViewpoint] = useState(state.hasViewpoint);
  const camera = useMemo(() => new FleetCamera({ map, markers, hasViewpoint }), [map, markers, hasViewpoint]);
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
  useEffect(() => {
    if (openings === 0) return undefined;
    // After the frame above, so that it is the newly selected vehicle.
    const frame = requestAnimationFrame(() => camera.fitSelected());
    return () => cancelAnimationFrame(frame);
  }, [camera, openings]);
  return camera;
}
