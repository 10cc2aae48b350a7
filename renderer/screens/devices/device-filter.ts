import type { DeviceStateRow } from '#shared/contract/types.ts';

import { deviceHealth } from './device-health.ts';
import { kindOf } from './device-kind.ts';

export interface DeviceFilter {
  /** Words that must all be found in the id, what it is, site or firmware. */
  readonly q: string;
  /** Format id, or empty for all. */
  readonly format: string;
  /** A `DeviceHealth`, or empty for all. */
  readonly state: string;
}

/** True when the filter may leave something out. */
export function isFiltering({ q, format, state }: DeviceFilter): boolean {
  return q.trim() !== '' || format !== '' || state !== '';
}

/** The devices a filter lets through. */
export function filterDevices(
  rows: readonly DeviceStateRow[],
  filter: DeviceFilter,
  nowMs: number,
): readonly DeviceStateRow[] {
  if (!isFiltering(filter)) return rows;
  const words = filter.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => {
    if (filter.format !== '' && row.format !== filter.format) return false;
    if (filter.state !== '' && deviceHealth(row, nowMs) !== filter.state) return false;
    const text = [row.deviceId, kindOf(row), row.siteId, row.firmware, row.readPoint].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
