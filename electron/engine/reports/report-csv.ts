import type { ExcursionRecord } from '#shared/contract/types.ts';
import { csvCell } from '#shared/domain/csv.ts';

import type { ReportReadingRow } from './report-data.ts';

/** The readings of a report, one a line; lines end with CR LF. */
export function readingsCsv({
  readings,
  excursion,
}: {
  readonly readings: readonly ReportReadingRow[];
  readonly excursion: ExcursionRecord;
}): string {
  const { uom, limit } = excursion;
  const head = ['time', 'type', 'value', 'uom', 'rawValue', 'beyond', 'fault', 'recordTime', 'late'];
  const rows = readings.map((reading) => [
    reading.time,
    limit.quantity,
    reading.value,
    uom,
    reading.rawValue ?? reading.value,
    String(reading.beyond),
    String(reading.fault),
    reading.recordTime,
    String(reading.late),
  ]);
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
