import type { DeviceStateRow } from '#shared/contract/types.ts';
import { silentAfterMs } from '#shared/domain/cadence.ts';

/** How many devices have been quiet for longer than they usually are; one that was never heard is not silent. */
export function countSilent(devices: readonly DeviceStateRow[], now: number): number {
  return devices.filter(({ lastSeen, expectedEveryS, cadenceS }) => {
    if (lastSeen === undefined) return false;
    const learnedMs = cadenceS === undefined ? undefined : cadenceS * 1000;
    return now - Date.parse(lastSeen) > silentAfterMs(expectedEveryS, learnedMs);
  }).length;
}
