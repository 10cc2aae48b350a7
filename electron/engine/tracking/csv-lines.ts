import { parse } from 'csv-parse/sync';

import { csvCell } from '#shared/domain/csv.ts';
import { DomainError } from '#shared/result.ts';

/** One line of the file with its number (the header is line 1). */
export interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

export interface RejectedLine extends Line {
  readonly reason: string;
}

/** Cuts a CSV file into cells. Fails (`invalid-request`) where it is none. */
export function parseCsv(text: string): string[][] {
  const lines = plainLines(text);
  if (lines !== undefined) return lines.map((line) => line.split(delimiters));
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      delimiter: [',', ';', '\t'],
    });
  } catch (error) {
    throw new DomainError(
      'invalid-request',
      `The file is not CSV: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

const delimiters = /[,;\t]/;

/** The lines of a text in which nothing is quoted and all end alike: they are cut at a tenth of what it costs else. */
function plainLines(text: string): string[] | undefined {
  if (text.includes('"') || text.includes('\uFEFF')) return undefined;
  const lines = text.split(text.includes('\r\n') ? '\r\n' : '\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.some((line) => line.includes('\r') || line.includes('\n')) ? undefined : lines;
}

/** What stands in front of the lines that were rejected, so that they can be corrected and imported as they are. */
export const reportColumns = ['reason', 'line'] as const;

export function isReportHeader(header: readonly string[]): boolean {
  return reportColumns.every((name, index) => header[index] === name);
}

/** A cell as it was before it was made safe for spreadsheets, by us or by another program. */
export function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell;
}

/** The rejected lines as CSV, the reason in front, safe to open in a spreadsheet. */
export function rejectedCsv(header: readonly string[], rejected: readonly RejectedLine[]): string {
  // Of such a file that was corrected only in part the old reasons are dropped.
  const from = isReportHeader(header) ? reportColumns.length : 0;
  const lines = [
    [...reportColumns, ...header.slice(from)],
    ...rejected.map((line) => [line.reason, String(line.number), ...line.cells.slice(from)]),
  ];
  return lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n');
}
