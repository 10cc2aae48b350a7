import { quantityOf } from '#shared/domain/quantities.ts';
import { hourMs, minuteMs, zoneOffsetMs } from '#shared/domain/time.ts';

import { valueText } from '../alerts/limits.ts';
import { gapLimitOf, thin, type Point } from './chart-points.ts';
import type { ReportData } from './report-data.ts';
import { ink, type Sheet } from './sheet.ts';

const height = 190;
const axis = { left: 38, bottom: 18, top: 8 };
const mostPoints = 800;

interface Frame {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The readings with the limit and the excursion shaded; every extreme is drawn, and gaps stay gaps. */
export function drawChart(sheet: Sheet, report: ReportData): void {
  sheet.need(height + 16);
  const readings = report.readings.filter(({ fault }) => !fault);
  if (readings.length === 0) return sheet.text('No reading of this time is kept any more.', { dim: true });
  const points = readings.map(({ time, value }) => ({ time: Date.parse(time), value }));
  const span = { from: Date.parse(report.window.from), to: Date.parse(report.window.to) };
  const values = [
    ...readings.flatMap(({ value, rawValue = value }) => [value, rawValue]),
    report.excursion.limit.value,
  ];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = niceStep((high - low || 1) / 5);
  const range = { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step || step };
  const frame = frameOf(sheet, span, range);
  drawBand(sheet, frame, report, span);
  drawGrid(sheet, frame, { ...range, step });
  drawTimes(sheet, frame, { ...span, timeZone: report.timeZone });
  drawGaps(sheet, frame, points);
  const said = readings.flatMap(({ time, rawValue }) =>
    rawValue === undefined ? [] : [{ time: Date.parse(time), value: rawValue }],
  );
  drawLine(sheet, frame, { points: said, color: ink.dim, width: 0.6 });
  drawLine(sheet, frame, { points, color: ink.accent, width: 1.1 });
  drawLimit(sheet, frame, report);
  drawWorst(sheet, frame, report);
  sheet.doc.y = frame.bottom + axis.bottom;
  const { quantity } = report.excursion.limit;
  sheet.text(
    `${quantityOf(quantity)?.symbol ?? ''} over time (${report.timeZone}), ${readings.length} readings. Red: the excursion; ` +
      `grey: no readings; dashed: the limit; dot: the worst value` +
      (said.length === 0 ? '.' : '; thin: what the sensor said before its calibration.'),
    { dim: true },
  );
}

function frameOf(
  sheet: Sheet,
  span: { readonly from: number; readonly to: number },
  range: { readonly low: number; readonly high: number },
): Frame {
  const left = sheet.left + axis.left;
  const right = sheet.left + sheet.width;
  const top = sheet.doc.y + axis.top;
  const bottom = top + height - axis.bottom;
  const ms = Math.max(1, span.to - span.from);
  return {
    left,
    right,
    top,
    bottom,
    x: (time) => left + ((time - span.from) / ms) * (right - left),
    y: (value) => bottom - ((value - range.low) / (range.high - range.low)) * (bottom - top),
  };
}

function drawBand(
  { doc }: Sheet,
  { x, top, bottom }: Frame,
  { excursion }: ReportData,
  span: { readonly to: number },
): void {
  const from = x(Date.parse(excursion.startTime));
  const to = x(excursion.endTime === undefined ? span.to : Date.parse(excursion.endTime));
  doc.rect(from, top, Math.max(1, to - from), bottom - top).fill('#fbe3e1');
}

function drawGrid(
  sheet: Sheet,
  { left, right, y }: Frame,
  { low, high, step }: { readonly low: number; readonly high: number; readonly step: number },
): void {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let value = low; value <= high + step / 2; value += step) {
    sheet.doc.moveTo(left, y(value)).lineTo(right, y(value)).lineWidth(0.4).strokeColor(ink.line).stroke();
    sheet
      .body(7)
      .fillColor(ink.dim)
      .text(value.toFixed(digits), sheet.left, y(value) - 4, {
        width: axis.left - 6,
        align: 'right',
        lineBreak: false,
      });
  }
}

const steps = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minuteMs);

function drawTimes(
  sheet: Sheet,
  { x, bottom }: Frame,
  { from, to, timeZone }: { readonly from: number; readonly to: number; readonly timeZone: string },
): void {
  const step =
    steps.find((each) => (to - from) / each <= 8) ?? Math.ceil((to - from) / 8 / (24 * hourMs)) * 24 * hourMs;
  const offset = zoneOffsetMs(from, timeZone);
  for (let local = Math.ceil((from + offset) / step) * step; local - offset <= to; local += step) {
    const at = x(local - offset);
    const text = new Date(local).toISOString();
    const words = step >= 24 * hourMs ? text.slice(5, 10) : `${text.slice(5, 10)} ${text.slice(11, 16)}`;
    sheet.doc
      .moveTo(at, bottom)
      .lineTo(at, bottom + 3)
      .lineWidth(0.5)
      .strokeColor(ink.dim)
      .stroke();
    sheet.body(7).fillColor(ink.dim);
    const half = sheet.doc.widthOfString(words) / 2;
    sheet.doc.text(words, Math.min(at - half, sheet.left + sheet.width - 2 * half), bottom + 5, {
      lineBreak: false,
    });
  }
}

function drawLimit(sheet: Sheet, { left, right, top, y }: Frame, { excursion: { limit } }: ReportData): void {
  const { doc } = sheet;
  const at = y(limit.value);
  doc.moveTo(left, at).lineTo(right, at).lineWidth(0.9).dash(4, { space: 3 }).strokeColor(ink.bad).stroke();
  doc.undash();
  // On the side that is allowed, where it covers nothing that is beyond.
  const beside = limit.side === 'above' ? at + 2 : Math.max(top, at - 10);
  const words = `${limit.inclusive ? 'at or ' : ''}${limit.side} ${valueText(limit.quantity, limit.value)}`;
  sheet
    .body(7)
    .fillColor(ink.bad)
    .text(words, left + 3, beside, { lineBreak: false });
}

function drawWorst({ doc }: Sheet, { x, y }: Frame, { excursion: { worst } }: ReportData): void {
  doc
    .circle(x(Date.parse(worst.time)), y(worst.value), 2.4)
    .lineWidth(1)
    .fillAndStroke(ink.bad, '#ffffff');
}

/** Where no reading tells what was: a grey ground, so that nobody takes it for fine. */
function drawGaps(sheet: Sheet, { x, top, bottom }: Frame, points: readonly Point[]): void {
  const gapMs = gapLimitOf(points);
  for (const [index, { time }] of points.entries()) {
    const before = points[index - 1]?.time;
    if (before === undefined || time - before <= gapMs) continue;
    sheet.doc.rect(x(before), top, Math.max(1, x(time) - x(before)), bottom - top).fill('#eceef2');
  }
}

function drawLine(
  { doc }: Sheet,
  { x, y }: Frame,
  {
    points,
    color,
    width,
  }: { readonly points: readonly Point[]; readonly color: string; readonly width: number },
): void {
  if (points.length === 0) return;
  const gapMs = gapLimitOf(points);
  let before: number | undefined;
  for (const { time, value } of thin(points, mostPoints)) {
    if (before === undefined || time - before > gapMs)
      doc.moveTo(x(time), y(value)).lineTo(x(time) + 0.5, y(value));
    else doc.lineTo(x(time), y(value));
    before = time;
  }
  doc.lineWidth(width).strokeColor(color).stroke();
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? 10 * power;
}
