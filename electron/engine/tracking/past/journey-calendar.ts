import { countryCode } from '#shared/domain/postal-areas.ts';

import { countryAt, holidaysOf } from '../learner/public-holidays.ts';
import { calendarOf, type WorkingCalendar } from '../learner/working-time.ts';
import type { Lesson, Situation } from './journey-features.ts';

/** A model is asked for so many years after it was learned. */
const yearsAhead = 5;

/** What the days of the week and the public holidays did in these journeys, by the clock on the wall. */
export function calendarFrom(lessons: readonly Lesson[]): WorkingCalendar {
  const years = lessons.map(({ delivered }) => new Date(delivered).getUTCFullYear());
  const first = years.reduce((a, b) => Math.min(a, b), Infinity) - 1;
  const last = years.reduce((a, b) => Math.max(a, b), -Infinity) + yearsAhead;
  const byCountry = Map.groupBy(lessons, ({ situation }) => countryOf(situation));
  return calendarOf(
    [...byCountry].map(([country, own]) => ({
      spans: own.map(({ situation: { entered, offset }, delivered }) => ({
        from: entered + offset,
        end: delivered + offset,
      })),
      daysOff: holidaysOf(country, first, last),
    })),
  );
}

const countryOf = ({ country, lat, lon }: Situation): string | undefined =>
  countryCode(country) ?? (lat === undefined || lon === undefined ? undefined : countryAt(lat, lon));
