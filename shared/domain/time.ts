/** Instants are epoch milliseconds inside the program and ISO-8601 UTC text outside it. */

const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Before this a device's clock was never set (2010-01-01). */
export const clockSetMs = Date.UTC(2010, 0, 1);

/** Further ahead of the receiver's clock than this is no time at all. */
export const futureLimitMs = dayMs;

/** A live message this much older than its arrival is late. */
export const lateAfterMs = 120 * secondMs;

/** ISO-8601 UTC text with milliseconds only where there are any. */
export function toIso(epochMs: number): string {
  const text = new Date(epochMs).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

export type ParsedTime =
  | { readonly ok: true; readonly time: number; readonly zoneAssumed: boolean }
  | { readonly ok: false; readonly why: string };

const isoPattern =
  /^([+-]\d{6}|\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Reads a device's time: ISO-8601 text with or without zone, epoch seconds or epoch milliseconds (also as text).
 * Text without a zone is local time in `timeZone` (IANA) and says so.
 */
export function parseDeviceTime(raw: unknown, timeZone: string): ParsedTime {
  if (typeof raw === 'number') return fromEpoch(raw);
  if (typeof raw !== 'string') return { ok: false, why: `time must be text or a number, not ${typeof raw}` };
  const plain = fromPlainIso(raw);
  if (plain !== undefined) return { ok: true, time: plain, zoneAssumed: false };
  const text = raw.trim();
  if (/^-?\d+(\.\d+)?$/.test(text) && text.length > 4) return fromEpoch(Number(text));
  return fromIso(text, timeZone);
}

function fromEpoch(value: number): ParsedTime {
  if (!Number.isFinite(value)) return { ok: false, why: 'time is not a finite number' };
  const time = Math.round(Math.abs(value) < 1e11 ? value * secondMs : value);
  if (Math.abs(time) > 8.64e15) return { ok: false, why: 'time is outside the calendar' };
  return { ok: true, time, zoneAssumed: false };
}

/** What almost every device sends, `2026-11-23T08:00:00Z` with or without milliseconds, without a pattern. */
function fromPlainIso(text: string): number | undefined {
  if (text.length !== 20 && text.length !== 24) return undefined;
  const isPlain =
    text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  if (!isPlain || !text.endsWith('Z') || (text.length === 24 && text[19] !== '.')) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  const milliseconds = text.length === 24 ? digits(text, 20, 23) : 0;
  // Days that not every month has, and leap seconds, are looked at more closely.
  const isCommon = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!isCommon || !(hour <= 23 && minute <= 59 && second <= 59 && milliseconds >= 0)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

/** A whole number of decimal digits; NaN where there is anything else. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function fromIso(text: string, timeZone: string): ParsedTime {
  const match = isoPattern.exec(text);
  if (match === null) return { ok: false, why: `'${text.slice(0, 40)}' is not an ISO-8601 time` };
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Math.min(59, Number(second)),
  );
  const check = new Date(wall);
  const real =
    check.getUTCMonth() === Number(month) - 1 &&
    check.getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) <= 60;
  if (!real) return { ok: false, why: `'${text.slice(0, 40)}' names a time that does not exist` };
  const wallMs =
    wall + (Number(second) === 60 ? secondMs : 0) + Math.round(Number(`0.${fraction || '0'}`) * 1000);
  if (zone === undefined) return { ok: true, time: localToUtc(wallMs, timeZone), zoneAssumed: true };
  return { ok: true, time: wallMs - offsetOf(zone), zoneAssumed: false };
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return sign * (Number(digits.slice(0, 2)) * hourMs + Number(digits.slice(2, 4)) * minuteMs);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Offset of a zone from UTC at an instant, in milliseconds (east positive). */
export function zoneOffsetMs(epochMs: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(epochMs)) parts[type] = Number(value);
  const wall = Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  );
  return wall - Math.floor(epochMs / secondMs) * secondMs;
}

/**
 * The instant of a wall-clock time in a zone. In a fold (clocks go back) the earlier instant; in a gap the
 * instant the clock would have shown had it not jumped.
 */
export function localToUtc(wallMs: number, timeZone: string): number {
  const before = zoneOffsetMs(wallMs - dayMs, timeZone);
  const after = zoneOffsetMs(wallMs + dayMs, timeZone);
  const earlier = wallMs - Math.max(before, after);
  const later = wallMs - Math.min(before, after);
  if (earlier + zoneOffsetMs(earlier, timeZone) === wallMs) return earlier;
  if (later + zoneOffsetMs(later, timeZone) === wallMs) return later;
  return wallMs - before;
}

/** True when the runtime knows this IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch {
    return false;
  }
}
