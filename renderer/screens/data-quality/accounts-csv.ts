import { csvCell } from '#shared/domain/csv.ts';

import {
  countNames,
  type DayAccount,
  type DeviceAccount,
  type FormatAccount,
  type TopicAccount,
} from './accounts.ts';

type Cell = string | number | undefined;

/** Rows under a line of headings; a cell without a value is empty. */
export function csvOf(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [headings, ...rows].map((row) => `${row.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`).join('');
}

function countsOf(row: Readonly<Record<(typeof countNames)[number], number>>): number[] {
  return countNames.map((name) => row[name]);
}

/** Classes of lateness by the second they end at; the last has no end. */
function latenessHeadings(boundsS: readonly number[]): string[] {
  return [...boundsS.map((bound) => `withinS${bound}`), 'later'];
}

export function devicesCsv(rows: readonly DeviceAccount[], boundsS: readonly number[]): string {
  const rest = ['lateShare', 'clockOffsetS', 'cadenceS', 'lastSeen', 'openDoubts'];
  return csvOf(
    ['deviceId', 'format', ...countNames, ...latenessHeadings(boundsS), ...rest],
    rows.map((row) => [
      row.deviceId,
      row.format,
      ...countsOf(row),
      ...row.lateness,
      row.lateShare,
      row.clockOffsetS,
      row.cadenceS,
      row.lastSeen,
      row.openDoubts,
    ]),
  );
}

export function formatsCsv(rows: readonly FormatAccount[], boundsS: readonly number[]): string {
  return csvOf(
    ['format', 'devices', ...countNames, ...latenessHeadings(boundsS)],
    rows.map((row) => [row.format, row.devices, ...countsOf(row), ...row.lateness]),
  );
}

export function topicsCsv(rows: readonly TopicAccount[]): string {
  return csvOf(
    ['topic', ...countNames, 'late'],
    rows.map((row) => [row.topic, ...countsOf(row), row.late]),
  );
}

export function daysCsv(rows: readonly DayAccount[]): string {
  return csvOf(
    ['day', ...countNames, 'late'],
    rows.map((row) => [row.day.slice(0, 10), ...countsOf(row), row.late]),
  );
}
