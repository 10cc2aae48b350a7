import type { ScanEventRow } from '#shared/contract/types.ts';

/** What a page of the stream looks like while it is held: the rows of that moment, and what came since. */
export interface HeldStream {
  /** Newest first. */
  readonly rows: readonly ScanEventRow[];
  /** How many matching rows came since. */
  readonly waiting: number;
  /** More came than the page keeps: `waiting` is the least it can be. */
  readonly isOverfull: boolean;
}

/**
 * The stream as it is shown: without a hold the newest rows, under a hold those of its beginning and a count of
 * what came since. Both lists are oldest first, as they arrive.
 */
export function showStream(
  current: readonly ScanEventRow[],
  frozen: readonly ScanEventRow[] | undefined,
  matches: (row: ScanEventRow) => boolean,
): HeldStream {
  const shown = (frozen ?? current).filter(matches).reverse();
  if (frozen === undefined || frozen === current) return { rows: shown, waiting: 0, isOverfull: false };
  const lastId = frozen.at(-1)?.scanId;
  const at = current.findLastIndex((row) => row.scanId === lastId);
  const since = current.slice(at + 1);
  return { rows: shown, waiting: since.filter(matches).length, isOverfull: at < 0 && since.length > 0 };
}

/** Adds a page of older rows; a row that is there already is not added twice. */
export function addPage(
  rows: readonly ScanEventRow[],
  page: readonly ScanEventRow[],
): readonly ScanEventRow[] {
  const known = new Set(rows.map((row) => row.scanId));
  const added = page.filter((row) => !known.has(row.scanId));
  return added.length === 0 ? rows : [...rows, ...added];
}

/** How much later than it happened a scan was received; negative when the device's clock runs ahead. */
export function delayMs({ time, recordTime }: Pick<ScanEventRow, 'time' | 'recordTime'>): number {
  return Date.parse(recordTime) - Date.parse(time);
}
