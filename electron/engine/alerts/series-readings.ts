import type { QualityFlag } from '#shared/domain/quality.ts';

import { unmeasured, type RankedReading } from '../store/alert-facts.ts';
import { corrected } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { SeriesWatch } from './watches.ts';
import { isWorse, type Limit } from './limits.ts';
import { isFault } from './rules/sensor-fault.ts';

/** The unit limits on a quantity are in; what comes in no unit is not judged. */
export const unitOf: Readonly<Record<string, string>> = { Temperature: 'CEL', RelativeHumidity: 'P1' };

const unmeasuredFlags: ReadonlySet<QualityFlag> = new Set(unmeasured);

/** False for facts that were flagged as not measured. */
export function isMeasured(quality: readonly QualityFlag[]): boolean {
  return !quality.some((flag) => unmeasuredFlags.has(flag));
}

/** Readings by instant; of two at one instant the one that breaks a limit most is the one that counts. */
export function byInstant(
  readings: readonly RankedReading[],
  { quantity, calibrations }: Pick<SeriesWatch, 'quantity' | 'calibrations'>,
): RankedReading[][] {
  const groups: RankedReading[][] = [];
  for (const sent of readings) {
    if (isFault(quantity, sent.value)) continue;
    const reading =
      calibrations.length === 0 ? sent : { ...sent, value: corrected(calibrations, sent.time, sent.value) };
    const last = groups.at(-1);
    if (last?.[0]?.time === reading.time) last.push(reading);
    else groups.push([reading]);
  }
  return groups;
}

export function worstOf(group: readonly RankedReading[], limit: Limit): RankedReading {
  return group.reduce((worst, each) => (isWorse(limit, each.value, worst.value) ? each : worst));
}

/** How often a device is expected to speak, where that is configured. */
export function expectedMs({ expectedEveryS }: Device): number | undefined {
  return expectedEveryS === undefined ? undefined : expectedEveryS * 1000;
}
