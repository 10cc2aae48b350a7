import { iso1A2Code } from '@rapideditor/country-coder';
import Holidays, { type HolidaysTypes } from 'date-holidays';

import { dayMs, hourMs } from '#shared/domain/time.ts';

import { holidayKinds, type DaysOff, type HolidayKind } from './days-off.ts';

/** A day counts that is off for so much of it. */
const longEnoughMs = 12 * hourMs;

/** The days off of a country (ISO 3166-1 alpha-2) in some years, both included; none where it is not known. */
export function holidaysOf(country: string | undefined, firstYear: number, lastYear: number): DaysOff {
  if (country === undefined) return new Map();
  const calendar = new Holidays(country, { types: [...holidayKinds] });
  const found = new Map<number, HolidayKind>();
  for (let year = firstYear; year <= lastYear; year += 1)
    for (const holiday of calendar.getHolidays(year))
      for (const day of daysOf(holiday)) {
        const kind = holiday.type as HolidayKind;
        const other = found.get(day);
        if (other === undefined || holidayKinds.indexOf(kind) < holidayKinds.indexOf(other))
          found.set(day, kind);
      }
  return found;
}

/** Its days as the country's own calendar counts them. */
function daysOf({ date, start, end }: HolidaysTypes.Holiday): number[] {
  const from = Date.parse(`${date.slice(0, 19).replace(' ', 'T')}Z`);
  const to = from + (end.getTime() - start.getTime());
  const days: number[] = [];
  for (let day = Math.floor(from / dayMs); day * dayMs < to; day += 1)
    if (Math.min(to, (day + 1) * dayMs) - Math.max(from, day * dayMs) >= longEnoughMs) days.push(day);
  return days;
}

/** The country a place lies in (ISO 3166-1 alpha-2); undefined at sea. */
export function countryAt(lat: number, lon: number): string | undefined {
  return iso1A2Code([lon, lat]) ?? undefined;
}
