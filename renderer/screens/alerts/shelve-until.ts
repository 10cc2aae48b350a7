import { parseTyped } from '#renderer/charts/time-range.ts';
import { decisionForm } from '#renderer/text/alerts.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

export const shelvePeriods = ['hour', 'shift', 'day', 'week', 'own'] as const;

export type ShelvePeriod = (typeof shelvePeriods)[number];

const periodMs: Readonly<Record<Exclude<ShelvePeriod, 'own'>, number>> = {
  hour: hourMs,
  shift: 8 * hourMs,
  day: dayMs,
  week: 7 * dayMs,
};

interface UntilChoice {
  readonly period: ShelvePeriod;
  /** As typed, where the period is one of one's own. */
  readonly ownUntil: string;
}

export type Until =
  | { readonly time: number; readonly problem?: undefined }
  | { readonly time?: undefined; readonly problem: string };

interface PageTime {
  readonly now: () => number;
  readonly timeZone: string;
}

/** When a shelved alert comes back; a time that is typed is one of the page's zone. */
export function readUntil({ period, ownUntil }: UntilChoice, { now, timeZone }: PageTime): Until {
  if (period !== 'own') return { time: now() + periodMs[period] };
  const typed = parseTyped(ownUntil, timeZone);
  if (!typed.ok || typed.time === undefined) return { problem: decisionForm.untilWrong };
  return typed.time > now() ? { time: typed.time } : { problem: decisionForm.untilPast };
}
