import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';

const factsLooked = 5000;

/**
 * When a device whose clock is known to have been wrong was heard between two instants: the times it says leap where
 * its clock was set, and a leap is no silence. Empty for all others, whose own times are believed.
 */
export function arrivalsOf(store: Store, { key }: Device, from: number, to: number): number[] {
  const offsets = store.clockOffsets.of(key);
  if (offsets.length === 0) return [];
  const farthest = Math.max(...offsets.map(({ offsetMs }) => Math.abs(offsetMs)));
  const range = { from: from - farthest, to: to + farthest, limit: factsLooked };
  const { queries } = store;
  return [...queries.positions(key, range), ...queries.statuses(key, range), ...queries.scans(key, range)]
    .map(({ record_time: time }) => time)
    .filter((time) => time >= from && time <= to)
    .sort((a, b) => a - b);
}
