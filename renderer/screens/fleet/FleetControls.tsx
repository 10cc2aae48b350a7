import { Crosshair, LocateFixed, Maximize } from 'lucide-react';

import { MapControls } from '#renderer/map/MapControls.tsx';
import { fleetText } from '#renderer/text/fleet.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { useScreenKeys } from '#renderer/ui/use-screen-keys.ts';

import type { FleetCamera } from './fleet-camera.ts';

export interface FleetControlsProps {
  readonly camera: FleetCamera;
  readonly hasSelection: boolean;
  readonly isFollowing: boolean;
  readonly onFollowChange: (isFollowing: boolean) => void;
}

/** The buttons on the map, and their keys. */
export function FleetControls({ camera, hasSelection, isFollowing, onFollowChange }: FleetControlsProps) {
  const toggleFollow = (): void => {
    if (hasSelection) onFollowChange(!isFollowing);
  };
  useScreenKeys({ f: () => camera.fitAll(), z: () => camera.fitSelected(), l: toggleFollow });
  return (
    <MapControls>
      <IconButton icon={Maximize} label={fleetText.fitAll} onClick={() => camera.fitAll()} />
      <IconButton
        icon={Crosshair}
        label={fleetText.fitSelected}
        disabled={!hasSelection}
        onClick={() => camera.fitSelected()}
      />
      <IconButton
        icon={LocateFixed}
        label={fleetText.follow}
        pressed={isFollowing}
        disabled={!hasSelection}
        onClick={toggleFollow}
      />
    </MapControls>
  );
}
