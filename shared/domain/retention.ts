import { dayMs, hourMs } from './time.ts';

/** Data that is deleted when it is old enough. Orders, scans, alerts and the audit are the record, and are kept. */
export const retentionClasses = [
  'messages',
  'quarantine',
  'readings',
  'positions',
  'statuses',
  'rollups',
] as const;
export type RetentionClass = (typeof retentionClasses)[number];

/** Days each class is kept unless configured; null: for ever. */
export const defaultKeepDays: Readonly<Record<RetentionClass, number | null>> = {
  messages: 30,
  quarantine: 90,
  readings: 400,
  positions: 400,
  statuses: 400,
  rollups: null,
};

export const holdSubjectTypes = ['order', 'alert', 'device', 'time-span'] as const;
export type HoldSubjectType = (typeof holdSubjectTypes)[number];

/** A span of event time in which nothing is deleted, of one device or of all. */
export interface HeldSpan {
  readonly deviceId: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** True when some held span touches this closed range of the device. */
export function isHeld(held: readonly HeldSpan[], deviceId: string, from: number, to: number): boolean {
  return held.some(
    (span) =>
      (span.deviceId === undefined || span.deviceId === deviceId) && span.from <= to && span.to >= from,
  );
}

/**
 * What of the time before an instant is held for nobody, as half-open ranges, oldest first. Held spans are widened to
 * whole hours, since readings are deleted by the hour.
 */
export function freeRanges(
  held: readonly HeldSpan[],
  deviceId: string,
  before: number,
): { from: number; to: number }[] {
  const spans = held
    .filter((span) => span.deviceId === undefined || span.deviceId === deviceId)
    .map(({ from, to }) => ({
      from: Math.floor(from / hourMs) * hourMs,
      to: (Math.floor(to / hourMs) + 1) * hourMs,
    }))
    .sort((a, b) => a.from - b.from);
  const free: { from: number; to: number }[] = [];
  let at = 0;
  for (const { from, to } of spans) {
    if (from >= before) break;
    if (from > at) free.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  if (at < before) free.push({ from: at, to: before });
  return free;
}

/** So much time must lie between samples before a rate is told. */
const leastSpanMs = hourMs;
/** Only what happened lately tells what comes. */
const rateSpanMs = 7 * dayMs;

export interface Forecast {
  /** Growth of the data; negative when more is deleted than comes in. Undefined while it is not known yet. */
  readonly bytesPerDay: number | undefined;
  /** When the disk is full at this rate; undefined when it does not fill up, or nothing is known. */
  readonly fullTime: number | undefined;
}

/** When the disk will be full if the data goes on growing as it did lately; samples oldest first. */
export function forecastFull(
  samples: readonly { readonly time: number; readonly bytes: number }[],
  freeBytes: number,
  now: number,
): Forecast {
  const recent = samples.filter(({ time }) => time >= now - rateSpanMs);
  const [first, last] = [recent[0], recent.at(-1)];
  if (first === undefined || last === undefined || last.time - first.time < leastSpanMs)
    return { bytesPerDay: undefined, fullTime: undefined };
  const perMs = (last.bytes - first.bytes) / (last.time - first.time);
  return {
    bytesPerDay: perMs * dayMs,
    fullTime: perMs > 0 ? now + freeBytes / perMs : undefined,
  };
}
