import type { ResultOf } from '#shared/contract/index.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';

export type Quality = ResultOf<'dataQuality.get'>;
export type DeviceAccount = Quality['devices'][number];
export type FormatAccount = Quality['formats'][number];
export type TopicAccount = Quality['topics'][number];
export type DayAccount = Quality['days'][number];

export const countNames = ['received', 'stored', 'duplicate', 'ignored', 'quarantined', 'limited'] as const;
export type CountName = (typeof countNames)[number];

/** Messages nothing could be made of. */
export function badOf({ quarantined, limited }: Pick<DayAccount, 'quarantined' | 'limited'>): number {
  return quarantined + limited;
}

/** Where somebody would look first; the engine lists them in that order. */
export function worstOf(devices: readonly DeviceAccount[], count: number): DeviceAccount[] {
  return devices
    .filter((row) => badOf(row) > 0 || row.openDoubts > 0 || (row.lateShare ?? 0) > 0)
    .slice(0, count);
}

const daysShown = 14;

/** The last days up to this one, oldest first, days without anything included. */
export function lastDays(days: readonly DayAccount[], now: number) {
  const known = new Map(days.map((day) => [Date.parse(day.day), day]));
  const today = Math.floor(now / dayMs) * dayMs;
  return Array.from({ length: daysShown }, (_, index) => {
    const day = today - (daysShown - 1 - index) * dayMs;
    const account = known.get(day);
    return {
      day: toIso(day),
      received: account?.received ?? 0,
      bad: account === undefined ? 0 : badOf(account),
    };
  });
}
