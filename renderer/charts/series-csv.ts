import { csvCell } from '#shared/domain/csv.ts';
import { toIso } from '#shared/domain/time.ts';

import type { ChartLine, ChartQuantity } from './chart-line.ts';

/** One chart as it is written to a file. */
export interface ExportedChart {
  readonly quantity: ChartQuantity;
  readonly lines: readonly ChartLine[];
}

export interface ExportOptions {
  readonly from: number;
  readonly to: number;
  /** When it was exported. */
  readonly now: number;
  readonly timeZone: string;
}

const columns = [
  'sensor',
  'type',
  'uom',
  'row',
  'from',
  'until',
  'mean',
  'min',
  'max',
  'count',
  'sensorSaid',
] as const;

/**
 * What the charts show as CSV: lines that begin with `#` say the range, the units and how readings were summed
 * up; then a row per reading or span, and a row per gap. Values have the offsets of the calibration register; the last
 * column is what the sensor itself said. Instants are UTC.
 */
export function seriesCsv(charts: readonly ExportedChart[], options: ExportOptions): string {
  const rows: (readonly (string | number)[])[] = [columns];
  for (const { quantity, lines } of charts) {
    for (const { id, series, said } of lines) {
      const saidAt = new Map(said?.points.map(({ from, mean }) => [from, mean]));
      const head = [id, quantity.type, quantity.uom ?? ''] as const;
      for (const point of series.points) {
        const span = [toIso(point.from), toIso(point.until)] as const;
        rows.push([
          ...head,
          series.raw ? 'reading' : 'span',
          ...span,
          point.mean,
          point.min,
          point.max,
          point.count,
          saidAt.get(point.from) ?? (said === undefined ? point.mean : ''),
        ]);
      }
      for (const gap of series.gaps)
        rows.push([...head, 'gap', toIso(gap.from), toIso(gap.to), '', '', '', 0, '']);
    }
  }
  return (
    [...heading(charts, options), ...rows.map((row) => row.map(csvCell).join(','))].join('\r\n') + '\r\n'
  );
}

function heading(charts: readonly ExportedChart[], { from, to, now, timeZone }: ExportOptions): string[] {
  const lines = [
    '# Waymark sensor readings',
    `# range: ${toIso(from)} to ${toIso(to)}`,
    `# exported: ${toIso(now)}`,
    `# instants: UTC; site zone ${timeZone}`,
  ];
  for (const { quantity, lines: series } of charts) {
    for (const { id, series: each } of series) {
      const form = each.raw ? 'every reading' : `spans of ${each.bucketMs / 1000} s with mean, min and max`;
      const unit = quantity.uom ?? 'not stated';
      lines.push(oneLine(`# ${id}, ${quantity.type}: unit ${unit}; ${each.count} readings; ${form}`));
    }
  }
  return lines;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}

/** A file name that every system takes. */
export function fileNameOf(...parts: readonly string[]): string {
  const words = parts.map((part) => part.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, ''));
  return words
    .filter((word) => word !== '')
    .join('_')
    .slice(0, 120);
}
