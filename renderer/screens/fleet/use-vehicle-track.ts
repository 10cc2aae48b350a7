import { useMemo } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';
import type { ContractError } from '#shared/result.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import type { TrackFix } from '#renderer/map/track-features.ts';
import { joinTrack, type TrackRange, trackRangeMs } from './track-fixes.ts';

export interface VehicleTrack {
  readonly fixes: readonly TrackFix[];
  readonly isLoading: boolean;
  readonly error: ContractError | undefined;
  readonly refresh: () => void;
}

const noTrail: VehicleStateRow['trail'] = [];

/** The selected vehicle's way over a range up to now: asked for once, then continued live. */
export function useVehicleTrack(vehicle: VehicleStateRow | undefined, range: TrackRange): VehicleTrack {
  const minute = useNow(minuteMs);
  const hour = useNow(hourMs);
  const vehicleId = vehicle?.vehicleId;
  const rangeMs = trackRangeMs[range];
  const isOn = vehicleId !== undefined && rangeMs > 0;
  // Asked for from a full hour on, so that one answer serves for a while; the window below moves on.
  const answer = useQuery('vehicles.track', isOn ? { vehicleId, from: toIso(hour - rangeMs) } : undefined);
  const trail = isOn ? (vehicle?.trail ?? noTrail) : noTrail;
  const fixes = useMemo(
    () => (isOn ? joinTrack({ track: answer.data, trail, fromMs: minute - rangeMs }) : []),
    [isOn, answer.data, trail, minute, rangeMs],
  );
  return { fixes, isLoading: answer.isLoading, error: answer.error, refresh: answer.refresh };
}
