import type { AlertRow, ProfileLimitRow } from '#shared/contract/types.ts';
import type { LimitMode } from '#shared/domain/alert.ts';

import type { ChartBand, ChartLimit } from '#renderer/charts/chart-limit.ts';
import { boundaryWords } from '#renderer/text/profiles.ts';

import { isOpen } from './alert-order.ts';

/** Ways in which a single value is compared with the limit's; the others judge something else. */
const valueModes: ReadonlySet<LimitMode> = new Set(['single', 'consecutive', 'cumulative', 'budget']);

/** The limits a value of this quantity can be held against. */
export function valueLimits(
  limits: readonly ProfileLimitRow[],
  quantity: string,
): readonly ProfileLimitRow[] {
  return limits.filter((limit) => limit.quantity === quantity && valueModes.has(limit.mode));
}

/** The same as lines of a chart. */
export function chartLimits(limits: readonly ProfileLimitRow[], quantity: string): readonly ChartLimit[] {
  return valueLimits(limits, quantity).map((limit, index) => ({
    id: `${limit.side} ${limit.value} ${index}`,
    side: limit.side,
    value: limit.value,
    label: boundaryWords(limit),
  }));
}

/** How far a value is inside a limit; negative beyond it, and zero at an inclusive one is beyond too. */
export function distanceTo({ side, value: limit }: ProfileLimitRow, value: number): number {
  return side === 'above' ? limit - value : value - limit;
}

/** True for a value that breaks the limit. */
export function isBeyond(limit: ProfileLimitRow, value: number): boolean {
  const distance = distanceTo(limit, value);
  return distance < 0 || (limit.inclusive && distance === 0);
}

const excursions: ReadonlySet<AlertRow['kind']> = new Set([
  'temperature-excursion',
  'humidity-excursion',
  'freeze',
]);

/** True for alerts that a profile's limit was broken. */
export function isExcursion({ kind }: Pick<AlertRow, 'kind'>): boolean {
  return excursions.has(kind);
}

/** Excursions as bands of a chart; one that goes on reaches to `until`. */
export function excursionBands(
  alerts: readonly AlertRow[],
  { quantity, until }: { readonly quantity: string; readonly until: number },
): readonly ChartBand[] {
  return alerts
    .filter((alert) => isExcursion(alert) && !alert.withdrawn)
    .filter(({ measure }) => measure === undefined || measure.limit.quantity === quantity)
    .map((alert) => ({
      id: alert.alertId,
      from: Date.parse(alert.startTime),
      to: alert.endTime === undefined ? until : Date.parse(alert.endTime),
      tone: isOpen(alert) ? 'bad' : 'soft',
    }));
}
