import { dayMs, hourMs, parseDeviceTime, toIso } from '#shared/domain/time.ts';

import { formatDateTime, formatZoneOffset } from '../text/format.ts';

export const rangePresets = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;

export type RangePreset = (typeof rangePresets)[number];

const presetMs: Readonly<Record<RangePreset, number>> = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '90d': 90 * dayMs,
};

/** A fixed span of time; a missing end is open. */
export interface FixedRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What an address says about time: a span that ends now, and over it perhaps a fixed one (a zoom, a custom range). */
export interface RangeChoice {
  readonly preset: RangePreset;
  readonly fixed: FixedRange | undefined;
}

export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Reads `range`, `from` and `to` of an address; what cannot be read is as if it were not there. */
export function readRange(
  params: Readonly<Record<string, string>>,
  fallback: RangePreset = '24h',
): RangeChoice {
  return {
    preset: rangePresets.find((each) => each === params['range']) ?? fallback,
    fixed: readFixed(params),
  };
}

/** Reads `from` and `to` of an address; undefined when there is neither or they make no range. */
export function readFixed(params: Readonly<Record<string, string>>): FixedRange | undefined {
  const from = readInstant(params['from']);
  const to = readInstant(params['to']);
  const isBackwards = from !== undefined && to !== undefined && to <= from;
  return isBackwards || (from === undefined && to === undefined) ? undefined : { from, to };
}

function readInstant(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The same as parameters of an address. */
export function fixedParams(fixed: FixedRange | undefined): {
  from: string | undefined;
  to: string | undefined;
} {
  return { from: isoOrNone(fixed?.from), to: isoOrNone(fixed?.to) };
}

function isoOrNone(time: number | undefined): string | undefined {
  return time === undefined ? undefined : toIso(Math.round(time));
}

export interface SpanOptions {
  readonly now: number;
  /** Points that will be asked for: a span that ends now moves by whole points, so that old points stay as they are. */
  readonly points: number;
}

/** The span to ask for. Without a fixed end it reaches past now by less than one point. */
export function spanOf(choice: RangeChoice, { now, points }: SpanOptions): TimeSpan {
  const { fixed } = choice;
  if (fixed?.to !== undefined) return { from: startOf(choice, now), to: fixed.to };
  const length = Math.max(1000, now - startOf(choice, now));
  const stepMs = Math.ceil(length / points);
  const from = fixed?.from ?? Math.ceil((now - length) / stepMs) * stepMs;
  return { from, to: from + stepMs * points };
}

/** Where the span begins, to the instant. */
export function startOf({ preset, fixed }: RangeChoice, now: number): number {
  return fixed?.from ?? (fixed?.to ?? now) - presetMs[preset];
}

/** True when new readings belong into the span. */
export function endsNow({ fixed }: RangeChoice): boolean {
  return fixed?.to === undefined;
}

/** How far apart now and its last look may be: one point of what is shown, at least a second. */
export function refreshPeriodMs(span: TimeSpan, points: number): number {
  const pointMs = (span.to - span.from) / points;
  return Math.max(1000, Math.min(60_000, Math.floor(pointMs / 1000) * 1000));
}

export type TypedInstant = { readonly ok: true; readonly time: number | undefined } | { readonly ok: false };

/** Reads a time as people type it: a date, a date with a time, in the zone given or with an offset. Empty is no time. */
export function parseTyped(text: string, timeZone: string): TypedInstant {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, time: undefined };
  if (/^[\d.+-]*$/.test(trimmed) && !/^\d{4}-\d\d-\d\d$/.test(trimmed)) return { ok: false };
  const parsed = parseDeviceTime(trimmed.replace('−', '-'), timeZone);
  return parsed.ok ? { ok: true, time: parsed.time } : { ok: false };
}

/** The text that `parseTyped` reads back. */
export function typedText(time: number | undefined, timeZone: string): string {
  if (time === undefined) return '';
  return formatDateTime(time, timeZone).slice(0, -formatZoneOffset(time, timeZone).length - 1);
}
