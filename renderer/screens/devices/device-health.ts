import type { DeviceStateRow } from '#shared/contract/types.ts';
import { silentAfterMs } from '#shared/domain/cadence.ts';

export const deviceHealths = ['live', 'silent', 'offline', 'never'] as const;

export type DeviceHealth = (typeof deviceHealths)[number];

/** How a device is doing, by when it was last heard and how often it usually is. */
export function deviceHealth(row: DeviceStateRow, nowMs: number): DeviceHealth {
  if (row.lastSeen === undefined) return 'never';
  if (nowMs - Date.parse(row.lastSeen) > silentAfterDeviceMs(row)) return 'silent';
  return row.online === false ? 'offline' : 'live';
}

/** How long a device may be quiet before it counts as silent. */
export function silentAfterDeviceMs({ expectedEveryS, cadenceS }: DeviceStateRow): number {
  return silentAfterMs(expectedEveryS, cadenceS === undefined ? undefined : cadenceS * 1000);
}
