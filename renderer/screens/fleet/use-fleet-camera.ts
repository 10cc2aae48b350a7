import type { LngLatBoundsLike, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect, useMemo, useRef } from 'react';

import { useMap } from '../../map/map-context.ts';
import { latOf, lonOf } from '../../map/mercator.ts';
import type { VehicleMarkers } from '../../map/vehicle-markers.ts';
import { boundsOf, isInView, toScreen, viewOf } from '../../map/view-geometry.ts';

export interface CameraOptions {
  readonly markers: VehicleMarkers;
  readonly selectedId: string | undefined;
  readonly isFollowing: boolean;
  /** True when the address says where to look; then the map does not choose by itself. */
  readonly hasViewpoint: boolean;
  readonly onStopFollowing: () => void;
}

export interface FleetCamera {
  readonly fitAll: () => void;
  readonly fitSelected: () => void;
  /** Puts the selected vehicle in the middle at the zoom there is. */
  readonly centerSelected: () => void;
  /** To be called after the markers took new rows. */
  readonly afterUpdate: () => void;
}

const paddingPx = 64;
const closestFit = 13;
const closeZoom = 12;
const edgePx = 40;
/** Moves the page makes by itself are told apart from a person's by this mark on their events. */
const automatic = { isAutomatic: true };

/** Where the map looks: at everything until someone moves it, then where it is told. */
export function useFleetCamera(options: CameraOptions): FleetCamera {
  const { map } = useMap();
  const latest = useRef(options);
  latest.current = options;
  const choosesItself = useRef(!options.hasViewpoint);
  const wanted = useRef<string | undefined>(undefined);
  const { markers, selectedId, isFollowing, onStopFollowing } = options;

  useEffect(() => {
    const isPerson = (event: object): boolean => 'originalEvent' in event && event.originalEvent !== undefined;
    const moved = map.on('movestart', (event) => {
      if (isPerson(event)) choosesItself.current = false;
    });
    const dragged = map.on('dragstart', () => {
      if (latest.current.isFollowing) onStopFollowing();
    });
    return () => {
      moved.unsubscribe();
      dragged.unsubscribe();
    };
  }, [map, onStopFollowing]);

  const camera = useMemo(() => createCamera({ map, markers, latest, choosesItself, wanted }), [map, markers]);

  useEffect(() => {
    wanted.current = selectedId;
    if (selectedId === undefined) return;
    // The side panel opens with the selection and takes its width from the map: look once that is settled.
    const frame = requestAnimationFrame(() => {
      map.resize();
      camera.showWanted();
    });
    return () => cancelAnimationFrame(frame);
  }, [map, camera, selectedId]);

  useEffect(() => {
    if (isFollowing) camera.centerSelected();
  }, [camera, isFollowing]);

  return camera;
}

interface CameraParts {
  readonly map: MapLibreMap;
  readonly markers: VehicleMarkers;
  readonly latest: { readonly current: CameraOptions };
  readonly choosesItself: { current: boolean };
  /** The vehicle to bring into view as soon as it has a place. */
  readonly wanted: { current: string | undefined };
}

function createCamera({ map, markers, latest, choosesItself, wanted }: CameraParts): FleetCamera & { readonly showWanted: () => void } {
  const newest = (id: string | undefined): [number, number] | undefined => {
    const motion = id === undefined ? undefined : markers.get(id)?.motion;
    return motion && [lonOf(motion.toX), latOf(motion.toY)];
  };
  const fit = (durationMs: number): void => {
    const bounds = boundsOf(markers.ordered.map(({ motion }) => ({ x: motion.toX, y: motion.toY })));
    if (bounds === undefined) return;
    const isNarrow = Math.min(map.getCanvas().clientWidth, map.getCanvas().clientHeight) < 4 * paddingPx;
    map.fitBounds(bounds satisfies LngLatBoundsLike, { padding: isNarrow ? 8 : paddingPx, maxZoom: closestFit, duration: durationMs }, automatic);
  };
  const showWanted = (): void => {
    const center = newest(wanted.current);
    if (center === undefined) return;
    wanted.current = undefined;
    const isFirstLook = choosesItself.current && map.getZoom() < 5;
    choosesItself.current = false;
    const point = map.project(center);
    const view = viewOf(map);
    const isComfortable = isInView(point, view, -edgePx);
    if (isFirstLook) map.jumpTo({ center, zoom: closeZoom }, automatic);
    else if (!isComfortable) map.easeTo({ center, duration: 400 }, automatic);
  };
  const chooseView = (): void => {
    const view = viewOf(map);
    const isAllInView = markers.ordered.every(({ motion }) => isInView(toScreen({ x: motion.toX, y: motion.toY }, view), view));
    if (!isAllInView || !hasFitted) fit(hasFitted ? 600 : 0);
    hasFitted = true;
  };
  let hasFitted = false;
  let followed: [number, number] | undefined;
  const follow = (): void => {
    const { selectedId, isFollowing } = latest.current;
    const center = newest(selectedId);
    if (!isFollowing || center === undefined) return;
    if (followed?.[0] === center[0] && followed[1] === center[1]) return;
    followed = center;
    const durationMs = selectedId === undefined ? 0 : (markers.get(selectedId)?.motion.durationMs ?? 0);
    map.easeTo({ center, duration: durationMs, easing: (progress) => progress }, automatic);
  };
  return {
    showWanted,
    fitAll() {
      choosesItself.current = false;
      fit(500);
    },
    fitSelected() {
      const center = newest(latest.current.selectedId);
      if (center !== undefined) map.flyTo({ center, zoom: Math.max(closeZoom, map.getZoom()), duration: 700 });
    },
    centerSelected() {
      const center = newest(latest.current.selectedId);
      followed = undefined;
      if (center !== undefined) map.easeTo({ center, duration: 300 });
    },
    afterUpdate() {
      if (markers.count === 0) return;
      if (wanted.current !== undefined) showWanted();
      else if (latest.current.isFollowing) follow();
      else if (choosesItself.current) chooseView();
    },
  };
}
