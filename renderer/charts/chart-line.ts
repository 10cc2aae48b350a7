import type { SeriesResult } from '#shared/contract/types.ts';

import { chartText } from '../text/charts.ts';
import { formatNumber } from '../text/format.ts';
import type { ChartMark } from './chart-mark.ts';
import { type ChartSeries, type ShapeOptions, shapeSeries } from './chart-series.ts';

/** How many series one chart compares. */
export const maxLines = 3;

/** One series of a chart and its name. */
export interface ChartLine {
  readonly id: string;
  readonly label: string;
  readonly series: ChartSeries;
  /** What the sensor itself said, where its calibrations put that right. */
  readonly said?: ChartSeries | undefined;
  /** Where a calibration begins to apply. */
  readonly marks?: readonly ChartMark[];
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

export interface LineAnswer {
  readonly id: string;
  readonly label: string;
  readonly result: SeriesResult;
  readonly said?: SeriesResult | undefined;
}

/** The engine's answers about one series as a line of a chart. */
export function shapeLine({ id, label, result, said }: LineAnswer, options: ShapeOptions): ChartLine {
  const begun = (result.calibrations ?? []).filter(({ from }) => Date.parse(from) > options.from);
  return {
    id,
    label,
    series: shapeSeries(result, options),
    said: said && shapeSeries(said, options),
    marks: begun.map(({ calibrationId, from, offset }) => ({
      id: calibrationId,
      at: Date.parse(from),
      label: chartText.calibrated(
        calibrationId,
        `${offset < 0 ? '−' : '+'}${formatNumber(Math.abs(offset), 2)}`,
      ),
    })),
  };
}

/** True where an answer's values are not what the sensor itself said. */
export function isPutRight(result: SeriesResult | undefined): boolean {
  return result?.calibrations?.some(({ offset }) => offset !== 0) === true;
}
