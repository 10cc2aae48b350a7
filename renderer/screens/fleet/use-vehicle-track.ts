import { useMemo } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import type { ContractError } from '#shared/result.ts';

import { useNow } from '../../data/use-now.ts';
import { useQuery } from '../../data/use-query.ts';
import type { TrackFix } from '../../map/track-features.ts';
import { usePageClock } from '../../ui/clock.ts';
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
  const clock = usePageClock();
  const minute = useNow(60_000);
  const vehicleId = vehicle?.vehicleId;
  const rangeMs = trackRangeMs[range];
  const isOn = vehicleId !== undefined && rangeMs > 0;
  // The start stays where it was asked for, so that the answer stays too; the window below moves on.
  const from = useMemo(() => toIso(Math.floor((clock.now() - rangeMs) / 60_000) * 60_000), [clock, rangeMs, vehicleId]);
  const answer = useQuery('vehicles.track', isOn ? { vehicleId, from } : undefined);
  const trail = isOn ? (vehicle?.trail ?? noTrail) : noTrail;
  const fixes = useMemo(
    () => (isOn ? joinTrack({ track: answer.data, trail, fromMs: minute - rangeMs }) : []),
    [isOn, answer.data, trail, minute, rangeMs],
  );
  return { fixes, isLoading: answer.isLoading, error: answer.error, refresh: answer.refresh };
}
