import type { ResultOf } from '#shared/contract/index.ts';

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
