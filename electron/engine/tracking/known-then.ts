import { minuteMs } from '#shared/domain/time.ts';

const quarterMs = 15 * minuteMs;

/** What is known of an instant is what had ended before this: the full quarter of an hour before it. */
export function knownUntil(at: number): number {
  return Math.floor(at / quarterMs) * quarterMs;
}

/** The first instant of which it is known what ended at another. */
export function knownFrom(ended: number): number {
  return knownUntil(ended) + quarterMs;
}
