import type { ChartSeries } from './chart-series.ts';

/** How many series one chart compares. */
export const maxLines = 3;

/** One series of a chart and its name. */
export interface ChartLine {
  readonly id: string;
  readonly label: string;
  readonly series: ChartSeries;
}

/** What a chart measures; all its lines do. */
export interface ChartQuantity {
  readonly type: string;
  readonly uom: string | null;
}

/** Things that are one or the other, drawn as steps. */
export function isState(type: string): boolean {
  return type === 'DoorOpen';
}
