import type { OrderBelief } from '../tracking/believe.ts';
import { toleranceMs, type MilestoneBelief } from '../tracking/milestones.ts';
import { spanWords } from './what-if.ts';

type Standing = Pick<OrderBelief, 'lateness' | 'milestones' | 'estimate'>;

/**
 * Why an order is late or probably will be, in words: by how much it was behind when it was seen last, what was
 * expected of it and has not come, and what its estimate rests on. Nothing of an order that is in time. Pure.
 */
export function whyLate(
  { lateness, milestones, estimate }: Standing,
  now: number,
  siteName: (siteId: string) => string,
): string[] {
  const stepWords = (milestone: MilestoneBelief): string => stepAt(milestone, siteName);
  if (lateness === 'on-time' || lateness === 'unknown') return [];
  const last = milestones.findLast(({ status, eventTime }) => status === 'done' && eventTime !== undefined);
  const missed = milestones.find(({ status }) => status === 'missed');
  return [
    ...(last === undefined ? [] : behindWords(last, stepWords)),
    ...(missed?.expectedTime === undefined
      ? []
      : [`${stepWords(missed)} was expected ${spanWords(now - missed.expectedTime)} ago and has not come`]),
    ...(estimate?.reasons ?? []),
  ];
}

/** The promise itself is no step on the way: being late by it is what is to be explained. */
function behindWords(
  milestone: MilestoneBelief,
  stepWords: (milestone: MilestoneBelief) => string,
): string[] {
  const { eventTime, expectedTime, source } = milestone;
  if (eventTime === undefined || expectedTime === undefined || source === 'promise') return [];
  const behind = eventTime - expectedTime;
  if (behind <= toleranceMs) return [];
  return [
    `${stepWords(milestone)} came ${spanWords(behind)} after ${source === 'plan' ? 'its plan' : 'what is usual'}`,
  ];
}

function stepAt(
  { milestone, bizStep, siteId }: MilestoneBelief,
  siteName: (siteId: string) => string,
): string {
  const step = (bizStep ?? milestone).replaceAll(/[_-]/g, ' ');
  return siteId === undefined ? step : `${step} at ${siteName(siteId)}`;
}
