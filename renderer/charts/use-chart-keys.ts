import type { KeyboardEvent } from 'react';

import { type ChartCursor, markedRange } from './chart-cursor.ts';

interface KeyOptions {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** The places to stop at, in order. */
  readonly stops: readonly number[];
  readonly cursor: ChartCursor;
  readonly leastMarkMs: number;
  readonly onZoom: (range: { readonly from: number; readonly to: number }) => void;
  readonly onReset: () => void;
}

/** The least range that can be zoomed into. */
const leastRangeMs = 1000;

/** Arrows read the chart out and, with Shift, mark a range; Enter, + and − zoom, 0 shows the whole range again. */
export function useChartKeys(options: KeyOptions) {
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!moveBy(event, options) && !actOn(event.key, options)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function moveBy({ key, shiftKey }: KeyboardEvent, { stops, cursor, from, to, title }: KeyOptions): boolean {
  const { time, anchor } = cursor.current();
  const target = targetOf(key, stops, time);
  if (target === undefined) return false;
  cursor.move({
    time: Math.max(from, Math.min(to, target)),
    anchor: shiftKey ? (anchor ?? time ?? target) : undefined,
    owner: title,
  });
  return true;
}

function actOn(key: string, options: KeyOptions): boolean {
  const { cursor, leastMarkMs, onZoom, onReset } = options;
  const range = markedRange(cursor.current(), leastMarkMs);
  if (key === 'Enter' && range !== undefined) {
    cursor.move({ anchor: undefined });
    onZoom(range);
  } else if (key === '+' || key === '=') zoomAround(0.5, options);
  else if (key === '-') zoomAround(2, options);
  else if (key === '0') {
    cursor.clear();
    onReset();
  } else if (key === 'Escape' && cursor.current().time !== undefined) cursor.clear();
  else return false;
  return true;
}

function zoomAround(factor: number, { cursor, from, to, onZoom }: KeyOptions): void {
  const middle = cursor.current().time ?? (from + to) / 2;
  const span = Math.max(leastRangeMs, (to - from) * factor);
  const start = middle - (span * (middle - from)) / (to - from);
  onZoom({ from: start, to: start + span });
}

/** Where a key leads from the current place; without one the arrows start at the newest end. */
export function targetOf(
  key: string,
  stops: readonly number[],
  time: number | undefined,
): number | undefined {
  if (stops.length === 0) return undefined;
  const last = stops.length - 1;
  const index = time === undefined ? undefined : nearestIndex(stops, time);
  const page = Math.max(1, Math.round(stops.length / 10));
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: (index ?? last + 1) - 1,
    ArrowRight: (index ?? last - 1) + 1,
    ArrowDown: (index ?? last + 1) - 1,
    ArrowUp: (index ?? last - 1) + 1,
    PageDown: (index ?? last) - page,
    PageUp: (index ?? last) + page,
    Home: 0,
    End: last,
  };
  const wanted = moves[key];
  return wanted === undefined ? undefined : stops[Math.max(0, Math.min(last, wanted))];
}

function nearestIndex(stops: readonly number[], time: number): number {
  let nearest = 0;
  for (let index = 1; index < stops.length; index += 1) {
    if (Math.abs((stops[index] ?? 0) - time) < Math.abs((stops[nearest] ?? 0) - time)) nearest = index;
  }
  return nearest;
}
