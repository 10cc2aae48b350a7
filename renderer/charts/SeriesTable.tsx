import { useMemo } from 'react';

import { chartText } from '../text/charts.ts';
import {
  formatClock,
  formatCount,
  formatDateTime,
  formatDay,
  formatQuantity,
  formatZoneOffset,
} from '../text/format.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Table } from '../ui/Table.tsx';
import type { Column } from '../ui/table-column.ts';
import { Time } from '../ui/Time.tsx';
import { Value } from '../ui/Value.tsx';
import type { ChartLine, ChartQuantity } from './chart-line.ts';
import { isState } from './chart-line.ts';
import type { ChartPoint } from './chart-series.ts';
import { stateWords } from './chart-words.ts';
import styles from './SeriesTable.module.css';

export interface SeriesTableProps {
  readonly title: string;
  readonly quantity: ChartQuantity;
  readonly lines: readonly ChartLine[];
  readonly timeZone: string;
  readonly height: number;
}

interface SeriesRow {
  readonly key: string;
  readonly label: string;
  readonly from: number;
  readonly until: number;
  /** Absent: a span without readings. */
  readonly point?: ChartPoint;
  /** What the sensor itself said, where that is something else. */
  readonly said?: number | undefined;
}

/** The same data as the chart, newest first, gaps included: for reading exact values and for screen readers. */
export function SeriesTable({ title, quantity, lines, timeZone, height }: SeriesTableProps) {
  const rows = useMemo(() => rowsOf(lines), [lines]);
  const isRaw = lines.every((line) => line.series.raw);
  const isOne = lines.length === 1;
  const isPutRight = lines.some(({ said }) => said !== undefined);
  const columns = useMemo(
    () => columnsOf(quantity, { timeZone, isRaw, isOne, isPutRight }),
    [quantity, timeZone, isRaw, isOne, isPutRight],
  );
  return (
    <div className={styles['frame']} style={{ height }}>
      <Table
        label={chartText.table(title)}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        minWidth={isOne ? '40rem' : '48rem'}
        empty={<EmptyState title={chartText.tableEmpty} />}
      />
    </div>
  );
}

function rowKey(row: SeriesRow): string {
  return row.key;
}

function rowsOf(lines: readonly ChartLine[]): SeriesRow[] {
  const rows = lines.flatMap(({ id, label, series, said }) => {
    const saidAt = new Map(said?.points.map(({ from, mean }) => [from, mean]));
    return [
      ...series.points.map((point, index): SeriesRow => ({
        key: `${id} ${index}`,
        label,
        from: point.from,
        until: point.until,
        point,
        said: saidAt.get(point.from),
      })),
      ...series.gaps.map((gap): SeriesRow => ({
        key: `${id} gap ${gap.from}`,
        label,
        from: gap.from,
        until: gap.to,
      })),
    ];
  });
  return rows.sort((a, b) => b.from - a.from || b.until - a.until);
}

interface ColumnOptions {
  readonly timeZone: string;
  readonly isRaw: boolean;
  readonly isOne: boolean;
  readonly isPutRight: boolean;
}

function columnsOf(
  quantity: ChartQuantity,
  { timeZone, isRaw, isOne, isPutRight }: ColumnOptions,
): Column<SeriesRow>[] {
  const { column } = chartText;
  const number = (id: 'mean' | 'min' | 'max', label: string): Column<SeriesRow> => ({
    id,
    title: label,
    width: '5.25rem',
    align: 'end',
    cell: ({ point }) => {
      if (point !== undefined) return cellValue(quantity, point, id);
      return id === 'mean' ? <span className={styles['gap']}>{chartText.noneHere}</span> : null;
    },
  });
  return [
    ...(isOne
      ? []
      : [
          {
            id: 'series',
            title: column.series,
            width: '7rem',
            cell: (row: SeriesRow) => <span>{row.label}</span>,
          },
        ]),
    {
      id: 'time',
      title: column.time,
      width: '11.75rem',
      cell: (row) => <Time at={row.from} timeZone={timeZone} />,
    },
    ...(isRaw
      ? []
      : [
          {
            id: 'until',
            title: column.until,
            width: '5.5rem',
            cell: (row: SeriesRow) => <span>{untilWords(row, timeZone)}</span>,
          },
        ]),
    number('mean', isRaw ? column.value : column.mean),
    ...(isPutRight ? [saidColumn(quantity)] : []),
    ...(isRaw ? [] : [number('min', column.min), number('max', column.max)]),
    ...(isRaw ? [] : [countColumn]),
  ];
}

function saidColumn(quantity: ChartQuantity): Column<SeriesRow> {
  return {
    id: 'said',
    title: chartText.column.said,
    width: '6rem',
    align: 'end',
    cell: ({ said }) =>
      said === undefined ? null : <Value measured={formatQuantity(quantity.type, said, quantity.uom)} />,
  };
}

const countColumn: Column<SeriesRow> = {
  id: 'count',
  title: chartText.column.count,
  width: 'minmax(4.5rem, 1fr)',
  align: 'end',
  cell: ({ point }) => (point === undefined ? null : <span>{formatCount(point.count)}</span>),
};

/** The end of a span: its day and offset are those of its beginning unless they are said. */
function untilWords({ from, until }: SeriesRow, timeZone: string): string {
  const isSame =
    formatDay(from, timeZone) === formatDay(until, timeZone) &&
    formatZoneOffset(from, timeZone) === formatZoneOffset(until, timeZone);
  return isSame ? formatClock(until, timeZone) : formatDateTime(until, timeZone);
}

function cellValue(quantity: ChartQuantity, point: ChartPoint, id: 'mean' | 'min' | 'max') {
  if (isState(quantity.type) && id === 'mean') return <span>{stateWords(point)}</span>;
  return <Value measured={formatQuantity(quantity.type, point[id], quantity.uom)} />;
}
