import { useCallback, useMemo } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import type { MapViewpoint } from '#renderer/map/create-map.ts';
import type { Sort } from '#renderer/ui/table-order.ts';

import { type FleetState, formatSort, matcherOf, parseSort, parseStates } from './fleet-rows.ts';
import { formatViewpoint, parseViewpoint } from './fleet-viewpoint.ts';
import { defaultTrackRange, parseTrackRange, type TrackRange } from './track-fixes.ts';

/** What the address says of the fleet screen, and how to change it. */
export interface FleetView {
  readonly vehicleId: string | undefined;
  readonly search: string;
  readonly states: readonly FleetState[];
  readonly sort: Sort;
  readonly range: TrackRange;
  readonly isFollowing: boolean;
  readonly viewpoint: MapViewpoint | undefined;
  /** What search and states leave; undefined when they leave everything. */
  readonly isShown: ((vehicle: VehicleStateRow) => boolean) | undefined;
  readonly select: (vehicleId: string | undefined) => void;
  readonly follow: (isFollowing: boolean) => void;
  readonly showAll: () => void;
}

/** Reads the fleet screen's part of the address; re-renders when it changes. */
export function useFleetView(): FleetView {
  const { params } = useLocationState();
  const { q: search = '', state: stateText, sort: sortText, map: mapText } = params;
  const states = useMemo(() => parseStates(stateText), [stateText]);
  const isShown = useMemo(() => matcherOf({ search, states }), [search, states]);
  const sort = useMemo(() => parseSort(sortText), [sortText]);
  const viewpoint = useMemo(() => parseViewpoint(mapText), [mapText]);
  const select = useCallback((vehicleId: string | undefined) => {
    setParams({ vehicle: vehicleId, ...(vehicleId === undefined ? { follow: undefined } : {}) });
  }, []);
  const follow = useCallback(
    (on: boolean) => setParams({ follow: on ? '1' : undefined }, { replace: true }),
    [],
  );
  const showAll = useCallback(() => setParams({ q: undefined, state: undefined }), []);
  return {
    vehicleId: params['vehicle'],
    search,
    states,
    sort,
    range: parseTrackRange(params['track']),
    isFollowing: params['follow'] === '1',
    viewpoint,
    isShown,
    select,
    follow,
    showAll,
  };
}

/** Changes that Back should not step through one by one. */
export const setFleetView = {
  search: (q: string) => setParams({ q }, { replace: true }),
  states: (states: readonly FleetState[]) => setParams({ state: states.join(',') }, { replace: true }),
  sort: (sort: Sort) => setParams({ sort: formatSort(sort) }, { replace: true }),
  range: (range: TrackRange) =>
    setParams({ track: range === defaultTrackRange ? undefined : range }, { replace: true }),
  viewpoint: (view: MapViewpoint) => setParams({ map: formatViewpoint(view) }, { replace: true }),
} as const;
