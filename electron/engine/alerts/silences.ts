import type { Gap } from './excursions.ts';
import { Rhythm } from './rhythm.ts';
import type { Span } from './rule.ts';

/** The instants at which something spoke, and until when it was listened to. */
export interface SilenceInput {
  /** Ascending, each once. */
  readonly instants: readonly number[];
  /** How often it is expected to speak, where that is configured. */
  readonly expectedEveryMs?: number | undefined;
  /** Until when it is known that nothing more was said; without it only silences that ended count. */
  readonly now?: number | undefined;
  /** Times in which nothing could be heard: the engine or its broker was away. Ascending. */
  readonly deaf?: readonly Gap[];
  /** Instants up to and including this one only tell the rhythm. */
  readonly after?: number;
}

export interface SilenceDetail {
  /** The last that was heard before it. */
  readonly last: number;
  readonly limitMs: number;
}

/**
 * Every silence longer than twice the cadence and a minute. It begins when that has passed since the last instant.
 * What was never regular is never silent, and time in which nobody listened does not count.
 */
export function silencesOf({ instants, expectedEveryMs, now, deaf = [], after = -Infinity }: SilenceInput): Span<SilenceDetail>[] {
  const rhythm = new Rhythm();
  const found: Span<SilenceDetail>[] = [];
  const look = (last: number, until: number, end: number | undefined): void => {
    const limitMs = rhythm.silentAfterMs(expectedEveryMs);
    if (limitMs === undefined || until - last <= limitMs) return;
    if (until - last - deafTime(deaf, last, until) > limitMs) found.push({ start: last + limitMs, end, detail: { last, limitMs } });
  };
  for (const instant of instants) {
    if (rhythm.newest !== -Infinity && instant > after) look(rhythm.newest, instant, instant);
    rhythm.push(instant);
  }
  if (now !== undefined && rhythm.newest !== -Infinity) look(rhythm.newest, now, undefined);
  return found;
}

/** How much of a time nothing could be heard. */
export function deafTime(deaf: readonly Gap[], from: number, to: number): number {
  return deaf.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.to, to) - Math.max(gap.from, from)), 0);
}
