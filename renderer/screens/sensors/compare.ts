import { maxLines } from '#renderer/charts/chart-line.ts';

import type { SensorItem } from './sensor-items.ts';

interface CompareOptions {
  readonly items: readonly SensorItem[];
  /** The sensor that is compared with the others. */
  readonly sensorId: string;
}

/** The sensors an address compares with; unknown ones and the sensor itself are left out. */
export function readCompare(
  text: string | undefined,
  { items, sensorId }: CompareOptions,
): readonly SensorItem[] {
  const wanted = new Set(compareIds(text).filter((id) => id !== sensorId));
  if (wanted.size === 0) return [];
  const found = new Map(
    items.filter((item) => wanted.has(item.row.sensorId)).map((item) => [item.row.sensorId, item]),
  );
  return [...wanted].flatMap((id) => found.get(id) ?? []).slice(0, maxLines - 1);
}

/** Ids as they stand in an address: escaped and joined by commas. */
export function compareText(ids: readonly string[]): string | undefined {
  return ids.length === 0 ? undefined : ids.map((id) => encodeURIComponent(id)).join(',');
}

function compareIds(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => {
    try {
      return part === '' ? [] : [decodeURIComponent(part)];
    } catch {
      // Half an escape is no id; the rest of the address still counts.
      return [];
    }
  });
}
