import { dayMs } from '../time.ts';
import { dayNumber, wallIso, zoneOffsetText } from '../wall-clock.ts';
import type { Teller } from './answer-words.ts';

/** A calendar day as a teller sees it. */
export interface TellersDay {
  /** Days from the teller's today; negative before it. */
  readonly ahead: number;
  readonly weekday: number;
  readonly day: number;
  readonly month: number;
  /** The year, where it is not the teller's. */
  readonly year: number | undefined;
}

export function dayOf(epochMs: number, { now, timeZone }: Teller): TellersDay {
  const number = dayNumber(epochMs, timeZone);
  const today = dayNumber(now, timeZone);
  const date = new Date(number * dayMs);
  const year = date.getUTCFullYear();
  return {
    ahead: number - today,
    weekday: date.getUTCDay(),
    day: date.getUTCDate(),
    month: date.getUTCMonth(),
    year: year === new Date(today * dayMs).getUTCFullYear() ? undefined : year,
  };
}

/** Hours, minutes, and the offset where it is not the teller's, as after a clock change. */
export function clockOf(
  epochMs: number,
  { now, timeZone }: Teller,
): { readonly hours: string; readonly minutes: string; readonly offset: string } {
  const wall = wallIso(epochMs, timeZone);
  const clock = wall.slice(wall.indexOf('T') + 1);
  const offset = zoneOffsetText(epochMs, timeZone);
  return {
    hours: clock.slice(0, 2),
    minutes: clock.slice(3, 5),
    offset: offset === zoneOffsetText(now, timeZone) ? '' : ` ${offset}`,
  };
}
