import type { RejectReason } from '#shared/domain/observation.ts';
import { parseDeviceTime, type ParsedTime } from '#shared/domain/time.ts';

import type { DecodeContext } from './adapter.ts';

/** For building an object field by field before it is handed out. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What cannot be true of anything that carries goods; headings are stored as 0 ≤ heading < 360. */
export const ranges = {
  speedMps: { min: 0, max: 1000 },
  headingDeg: { min: 0, max: 360 },
  accuracyM: { min: 0, max: 10_000_000 },
  altitudeM: { min: -1000, max: 100_000 },
  batteryPct: { min: 0, max: 100 },
  rssiDbm: { min: -200, max: 100 },
} as const satisfies Record<string, Range>;

/** Longest text taken as a name, a code or an identifier. */
export const maxTextLength = 256;

/** Longest name of a measured quantity. */
export const maxTypeLength = 64;

export interface Problem {
  readonly reason: RejectReason;
  readonly detail: string;
}

/** Says what is wrong with a number, or undefined when nothing is. */
export function numberProblem(name: string, value: unknown, range: Range): Problem | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { reason: 'invalid-field', detail: `${name} must be a number` };
  }
  if (value < range.min || value > range.max) {
    return {
      reason: 'out-of-range',
      detail: `${name} ${value} is impossible (${range.min} to ${range.max})`,
    };
  }
  return undefined;
}

/** The same direction as 0 ≤ heading < 360. */
export function wrapHeading(headingDeg: number): number {
  return headingDeg === 360 ? 0 : headingDeg;
}

/** A device's time; its zone is only looked up where the text has none. */
export function readTime(
  raw: unknown,
  context: DecodeContext,
  deviceId: string,
  siteId?: string,
): ParsedTime {
  const stated = typeof raw === 'number' || (typeof raw === 'string' && /Z\s*$/i.test(raw));
  return parseDeviceTime(raw, stated ? 'UTC' : context.timeZoneOf(deviceId, siteId));
}

/** The beginning of a text, for words of a device that may be of any length. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).toWellFormed();
}

const decimal = /^-?\d{1,15}(\.\d{1,17})?$/;

/** The number written in a text, for devices that send numbers as texts; undefined for any other text. */
export function numberOfText(text: string): number | undefined {
  const trimmed = text.trim();
  return decimal.test(trimmed) ? Number(trimmed) : undefined;
}
