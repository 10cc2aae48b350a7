import type { Observation, Rejected } from '#shared/domain/observation.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';
import { clockSetMs, futureLimitMs, lateAfterMs, toIso } from '#shared/domain/time.ts';

import type { PlacedFact } from '../store/facts.ts';

export interface Arrival {
  readonly receivedAt: number;
  /** A message a device sent just now: neither the broker's retained copy nor part of a back-fill batch. */
  readonly live: boolean;
}

export type Placement =
  | { readonly ok: true; readonly fact: PlacedFact }
  | { readonly ok: false; readonly rejected: Rejected };

/**
 * Decides when a fact happened. A time more than 24 h ahead is refused; zero or before 2010 means the device's
 * clock is not set, and no time at all means the receive time stands in; anything else is believed however old.
 */
export function placeInTime(observation: Observation, arrival: Arrival): Placement {
  const { time } = observation;
  const flags: QualityFlag[] = [...(observation.quality ?? [])];
  if (time === undefined) {
    if (!flags.includes('clock-not-set')) flags.push('no-time');
    return placed(observation, arrival.receivedAt, false, flags);
  }
  if (time > arrival.receivedAt + futureLimitMs) {
    return {
      ok: false,
      rejected: {
        reason: 'time-in-future',
        detail: `the time ${toIso(time)} is more than 24 h ahead of its arrival`,
      },
    };
  }
  if (time < clockSetMs) {
    if (time === 0) flags.push('zero-time');
    flags.push('clock-not-set');
    return placed(observation, arrival.receivedAt, false, flags);
  }
  if (time - arrival.receivedAt > lateAfterMs) flags.push('time-ahead');
  if (arrival.live && arrival.receivedAt - time > lateAfterMs) flags.push('late');
  return placed(observation, time, true, flags);
}

function placed(
  observation: Observation,
  eventTime: number,
  timed: boolean,
  flags: readonly QualityFlag[],
): Placement {
  return { ok: true, fact: { observation, eventTime, timed, quality: [...new Set(flags)] } };
}
