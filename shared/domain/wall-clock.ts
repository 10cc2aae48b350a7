import { dayMs, hourMs, minuteMs, zoneOffsetMs } from './time.ts';

/** An instant as the clock on a wall in a zone shows it, as ISO text that ends in a `Z` it does not mean. */
export function wallIso(epochMs: number, timeZone: string): string {
  return new Date(epochMs + zoneOffsetMs(epochMs, timeZone)).toISOString();
}

/** Days since 1970-01-01 on the calendar of a zone. */
export function dayNumber(epochMs: number, timeZone: string): number {
  return Math.floor((epochMs + zoneOffsetMs(epochMs, timeZone)) / dayMs);
}

/** Offset of a zone at an instant: `+02:00`, with a real minus sign. */
export function zoneOffsetText(epochMs: number, timeZone: string): string {
  const offset = zoneOffsetMs(epochMs, timeZone);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / hourMs)).padStart(2, '0');
  const minutes = String(Math.floor((size % hourMs) / minuteMs)).padStart(2, '0');
  return `${offset < 0 ? '−' : '+'}${hours}:${minutes}`;
}

/** Local time of a zone with its offset, as reports and timelines print it: `2026-11-28 14:05:10 +01:00`. */
export function zonedText(epochMs: number, timeZone: string, to: 'minute' | 'second' = 'second'): string {
  const wall = wallIso(epochMs, timeZone);
  const time = wall.slice(11, to === 'minute' ? 16 : 19);
  return `${wall.slice(0, 10)} ${time} ${zoneOffsetText(epochMs, timeZone)}`;
}
