import { quantityOf } from '#shared/domain/quantities.ts';
import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';
import { wallIso, zoneOffsetText } from '#shared/domain/wall-clock.ts';

import { differenceToShown, shownSymbol, shownUnits, toShown } from './units.ts';

/** A number with its unit, kept apart so that the unit can be set smaller and never wraps away from it. */
export interface Measured {
  readonly value: string;
  readonly unit: string;
}

const decimalFormats = new Map<number, Intl.NumberFormat>();

/** Grouped digits with exactly `decimals` places and a real minus sign, so that columns line up. */
export function formatNumber(value: number, decimals = 0): string {
  let format = decimalFormats.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-GB', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    decimalFormats.set(decimals, format);
  }
  const text = format.format(value);
  const isNegativeZero = /^-0(\.0*)?$/.test(text);
  return isNegativeZero ? text.slice(1) : text.replace('-', '−');
}

/** Whole counts: `12,345`. */
export function formatCount(value: number): string {
  return formatNumber(value, 0);
}

/** Symbols of the Rec 20 units that devices send; a unit not listed is shown by its code. */
const unitSymbols: Readonly<Record<string, string>> = {
  CEL: '°C',
  P1: '%',
  A97: 'hPa',
  LUX: 'lx',
  VLT: 'V',
  K40: 'g',
  MTR: 'm',
  MTS: 'm/s',
  KMH: 'km/h',
  DBM: 'dBm',
  DD: '°',
  SEC: 's',
  KGM: 'kg',
  AMP: 'A',
  WTT: 'W',
  KWH: 'kWh',
  HTZ: 'Hz',
  '59': 'ppm',
};

/** A sensor value in the unit it is read in and fixed decimals; a door says open or closed. */
export function formatQuantity(type: string, value: number, uom: string | null): Measured {
  const quantity = quantityOf(type);
  if (type === 'DoorOpen') return { value: value === 0 ? 'closed' : 'open', unit: '' };
  if (quantity !== undefined && quantity.uom === uom) {
    return {
      value: formatNumber(toShown(uom, value), quantity.decimals),
      unit: shownSymbol(uom, quantity.symbol),
    };
  }
  const unit = uom === null ? '' : (unitSymbols[uom] ?? uom);
  return { value: formatNumber(value, decimalsOf(value)), unit };
}

/** How far two values of a quantity are apart: `0.4 °C`. */
export function formatDifference(type: string, difference: number, uom: string | null): Measured {
  const quantity = quantityOf(type);
  if (quantity === undefined || quantity.uom !== uom) return formatQuantity(type, difference, uom);
  return {
    value: formatNumber(differenceToShown(uom, difference), quantity.decimals),
    unit: shownSymbol(uom, quantity.symbol),
  };
}

function decimalsOf(value: number): number {
  const text = String(value);
  if (text.includes('e')) return 3;
  return Math.min(3, text.split('.')[1]?.length ?? 0);
}

/** The label of a measurement type: its plain name, or the type itself with spaces between its words. */
export function quantityLabel(type: string): string {
  const known = quantityOf(type);
  if (known !== undefined) return known.label;
  const words = type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

const metresPerMile = 1609.344;
const metresPerFoot = 0.3048;

/** Speed over ground in km/h, or miles per hour, from m/s. */
export function formatSpeed(mps: number): Measured {
  if (shownUnits().length === 'imperial')
    return { value: formatNumber((mps * 3600) / metresPerMile, 0), unit: 'mph' };
  return { value: formatNumber(mps * 3.6, 0), unit: 'km/h' };
}

const compassPoints = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

/** A course as degrees and compass point: `278° W`. */
export function formatHeading(deg: number): string {
  const turned = ((deg % 360) + 360) % 360;
  return `${formatNumber(turned, 0)}° ${compassPoints[Math.round(turned / 45) % 8]}`;
}

/** Latitude and longitude with five decimals (about one metre). */
export function formatCoordinates(lat: number, lon: number): string {
  return `${formatNumber(lat, 5)}, ${formatNumber(lon, 5)}`;
}

/** Metres below one kilometre, kilometres above; feet below a fifth of a mile and miles above. */
export function formatDistance(metres: number): Measured {
  if (shownUnits().length === 'imperial') return formatMiles(metres);
  if (Math.abs(metres) < 1000) return { value: formatNumber(metres, 0), unit: 'm' };
  return { value: formatNumber(metres / 1000, Math.abs(metres) < 100_000 ? 1 : 0), unit: 'km' };
}

function formatMiles(metres: number): Measured {
  const miles = metres / metresPerMile;
  if (Math.abs(miles) < 0.2) return { value: formatNumber(metres / metresPerFoot, 0), unit: 'ft' };
  return { value: formatNumber(miles, Math.abs(miles) < 100 ? 1 : 0), unit: 'mi' };
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in powers of 1,000, three significant figures at most. */
export function formatBytes(bytes: number): Measured {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 999.5 && step < byteUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  const decimals = step === 0 || Math.abs(value) >= 100 ? 0 : 1;
  return { value: formatNumber(value, decimals), unit: byteUnits[step] ?? 'B' };
}

/** A rate per second; below ten it keeps one decimal so that a trickle is not shown as nothing. */
export function formatRate(perSecond: number): Measured {
  const decimals = perSecond > 0 && perSecond < 10 ? 1 : 0;
  return { value: formatNumber(perSecond, decimals), unit: '/s' };
}

/** How long ago, or how long something lasts: `3 s`, `4 min`, `2 h 05 min`, `3 d`. Ahead of now: `in 3 s`. */
export function formatAge(ageMs: number): string {
  if (ageMs <= -1000) return `in ${formatAge(-ageMs)}`;
  const age = Math.max(0, ageMs);
  if (age < minuteMs) return `${Math.floor(age / 1000)} s`;
  if (age < hourMs) return `${Math.floor(age / minuteMs)} min`;
  if (age < 2 * dayMs) {
    const minutes = Math.floor((age % hourMs) / minuteMs);
    return `${Math.floor(age / hourMs)} h ${String(minutes).padStart(2, '0')} min`;
  }
  return `${formatCount(Math.floor(age / dayMs))} d`;
}

/** A period or cadence given in seconds: `10 s`, `1 min 30 s`, `15 min`, `6 h`. */
export function formatDuration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(seconds);
  if (rest < 1) return seconds === 0 ? '0 s' : `${formatNumber(seconds, 1)} s`;
  for (const [size, unit] of [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const) {
    const whole = Math.floor(rest / size);
    if (whole > 0) parts.push(`${formatCount(whole)} ${unit}`);
    rest -= whole * size;
  }
  return parts.slice(0, 2).join(' ');
}

/** A signed clock offset in seconds: `+2.4 s`, `−1 h`. */
export function formatOffset(seconds: number): string {
  const sign = seconds < 0 ? '−' : '+';
  const size = Math.abs(seconds);
  return sign + (size < 60 ? `${formatNumber(size, 1)} s` : formatDuration(size));
}

/** Offset of a zone at an instant as ISO writes it: `+02:00`. */
export function formatZoneOffset(epochMs: number, timeZone: string): string {
  return zoneOffsetText(epochMs, timeZone);
}

/** Wall-clock time of day in a zone: `14:02:11`. */
export function formatClock(epochMs: number, timeZone: string): string {
  return wallIso(epochMs, timeZone).slice(11, 19);
}

/** Calendar day in a zone: `2026-11-22`. */
export function formatDay(epochMs: number, timeZone: string): string {
  return wallIso(epochMs, timeZone).slice(0, -14);
}

/** Day, time and offset in a zone: `2026-11-22 14:02:11 +01:00`. */
export function formatDateTime(epochMs: number, timeZone: string): string {
  const wall = wallIso(epochMs, timeZone);
  return `${wall.slice(0, -14)} ${wall.slice(11, 19)} ${formatZoneOffset(epochMs, timeZone)}`;
}

/** The same instant in UTC: `2026-11-22 13:02:11 UTC`. */
export function formatUtc(epochMs: number): string {
  const wall = new Date(epochMs).toISOString();
  return `${wall.slice(0, -14)} ${wall.slice(11, 19)} UTC`;
}

/** As short as stays unambiguous next to `nowMs`: the time of day alone today, with the date otherwise. */
export function formatTimeShort(epochMs: number, timeZone: string, nowMs: number): string {
  const wall = wallIso(epochMs, timeZone);
  const clock = wall.slice(11, 19);
  return wall.slice(0, -14) === formatDay(nowMs, timeZone) ? clock : `${wall.slice(0, -14)} ${clock}`;
}

const longCode = /^[0-9A-Z()-]{15,}$/;

/** A long code by its end, which is what tells it from the next one; any other text as it is. */
export function codeEnd(text: string): string {
  return longCode.test(text) ? `…${text.slice(-10)}` : text;
}
