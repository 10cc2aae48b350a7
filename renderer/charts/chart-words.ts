import { chartText, rangeText } from '../text/charts.ts';
import {
  formatAge,
  formatClock,
  formatCount,
  formatDateTime,
  formatDay,
  formatNumber,
  formatQuantity,
  formatZoneOffset,
} from '../text/format.ts';
import { type ChartQuantity, isState } from './chart-line.ts';
import type { ChartFault, ChartGap, ChartPoint, ChartReading } from './chart-series.ts';

/** A value with its unit in one text. */
export function valueWords({ type, uom }: ChartQuantity, value: number): string {
  const { value: number, unit } = formatQuantity(type, value, uom);
  return unit === '' ? number : `${number} ${unit}`;
}

/** The unit alone, for headings. */
export function unitWords({ type, uom }: ChartQuantity): string {
  return formatQuantity(type, 0, uom).unit;
}

/** What something that is open or closed was in a span. */
export function stateWords(point: ChartPoint): string {
  if (point.min !== point.max) return chartText.both;
  return point.max === 0 ? chartText.closedNow : chartText.openNow;
}

/** The line of a chart at a point, in few words. */
export function pointWords(quantity: ChartQuantity, point: ChartPoint): string {
  return isState(quantity.type) ? stateWords(point) : valueWords(quantity, point.mean);
}

/** An instant, or a span with what its ends have in common said once; the offset always. */
export function spanWords(from: number, until: number, timeZone: string): string {
  if (until - from < 1000) return formatDateTime(from, timeZone);
  const end = formatDateTime(until, timeZone);
  const isSameDay = formatDay(from, timeZone) === formatDay(until, timeZone);
  const offset = formatZoneOffset(from, timeZone);
  if (offset !== formatZoneOffset(until, timeZone))
    return rangeText.between(formatDateTime(from, timeZone), end);
  const start = formatDateTime(from, timeZone).slice(0, -offset.length - 1);
  return rangeText.between(start, isSameDay ? `${formatClock(until, timeZone)} ${offset}` : end);
}

/** Where readings are missing, in words. */
export function gapWords(gap: ChartGap, timeZone: string): string {
  if (gap.kind === 'before') return chartText.noReadingsBefore(formatDateTime(gap.to, timeZone));
  if (gap.kind === 'after') return chartText.noReadingsSince(formatDateTime(gap.from, timeZone));
  return chartText.noReadingsIn(formatAge(gap.to - gap.from));
}

/** What was said that is no measurement, in words. */
export function faultWords(quantity: ChartQuantity, { count, values }: ChartFault): string {
  const said = values.map((value) => valueWords(quantity, value)).join(', ');
  return chartText.noMeasurement(formatCount(count), said);
}

/** Everything a reading says, for those who hear the chart. */
export function readingWords(quantity: ChartQuantity, reading: ChartReading, timeZone: string): string {
  if (reading.kind === 'gap') return gapWords(reading.gap, timeZone);
  if (reading.kind === 'fault') {
    const { fault } = reading;
    return `${spanWords(fault.from, fault.to, timeZone)}, ${faultWords(quantity, fault)}`;
  }
  const { point } = reading;
  const parts = [spanWords(point.from, point.until, timeZone), pointWords(quantity, point)];
  if (point.count > 1) {
    if (!isState(quantity.type)) {
      parts.push(
        `${chartText.min} ${valueWords(quantity, point.min)}`,
        `${chartText.max} ${valueWords(quantity, point.max)}`,
      );
    }
    parts.push(chartText.readings(formatCount(point.count)));
  }
  return parts.join(', ');
}

/** A share as a percentage that says neither 0 nor 100 unless it is. */
export function percentWords(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  if (percent < 100 && percent > 99.9) return '> 99.9 %';
  return `${formatNumber(percent, Number.isInteger(percent) ? 0 : 1)} %`;
}
