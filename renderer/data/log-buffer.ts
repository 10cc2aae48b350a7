import type { LogFrame } from '#shared/contract/received-rows.ts';

/** The newest rows of a log and how many there have been. Replaced, never changed. */
export interface LogBuffer<Row> {
  readonly rows: readonly Row[] | undefined;
  readonly total: number;
  readonly skipped: number;
  readonly resets: number;
}

export const emptyLog: LogBuffer<never> = { rows: undefined, total: 0, skipped: 0, resets: 0 };

/** The log after one more frame, with at most `max` rows, the newest. */
export function growLog<Row>(buffer: LogBuffer<Row>, frame: LogFrame<Row>, max: number): LogBuffer<Row> {
  if (frame.reset) {
    return { rows: frame.rows.slice(-max), total: frame.rows.length, skipped: 0, resets: buffer.resets + 1 };
  }
  return {
    rows: [...(buffer.rows ?? []), ...frame.rows].slice(-max),
    total: buffer.total + frame.rows.length,
    skipped: buffer.skipped + frame.skipped,
    resets: buffer.resets,
  };
}
