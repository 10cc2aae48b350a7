import type { Gap } from './excursions.ts';
import { Rhythm } from './rhythm.ts';
import type { Span } from './rule.ts';

/** The instants at which something spoke, and until when it was listened to. */
export interface SilenceInput {
  /** Ascending, each once. */
  readonly instants: readonly number[];
  /** Further signs of life that say nothing about how often to expect them. Ascending. */
  readonly signs?: readonly number[];
  /** How often it is expected to speak, where that is configured. */
  readonly expectedEveryMs?: number | undefined;
  /** Until when it is known that nothing more was said; without it only silences that ended count. */
  readonly now?: number | undefined;
  /** When it was last heard, whatever time it spoke of: what still talks is not silent. */
  readonly heardAt?: number | undefined;
  /** Times in which nothing could be heard: the engine or its broker was away. Ascending. */
  readonly deaf?: readonly Gap[];
  /** Instants up to and including this one only tell the rhythm. */
  readonly after?: number | undefined;
}

export interface SilenceDetail {
  /** The last that was heard before it. */
  readonly last: number;
  readonly limitMs: number;
}

/**
 * Every silence longer than twice the cadence and a minute. It begins when that has passed since the last sign of
 * life. What was never regular is never silent, and time in which nobody listened does not count.
 */
export function silencesOf(input: SilenceInput): Span<SilenceDetail>[] {
  const {
    instants,
    signs = [],
    expectedEveryMs,
    now,
    heardAt = -Infinity,
    deaf = [],
    after = -Infinity,
  } = input;
  const rhythm = new Rhythm();
  const found: Span<SilenceDetail>[] = [];
  const look = (last: number, until: number, end: number | undefined): void => {
    const limitMs = rhythm.silentAfterMs(expectedEveryMs);
    if (limitMs === undefined || last === -Infinity || until - last <= limitMs) return;
    if (until - last - deafTime(deaf, last, until) > limitMs)
      found.push({ start: last + limitMs, end, detail: { last, limitMs } });
  };
  let last = -Infinity;
  for (const { time, beats } of inOrder(instants, signs)) {
    if (time > after) look(last, time, time);
    if (beats) rhythm.push(time);
    last = time;
  }
  const stillTalks =
    now !== undefined && now - heardAt <= (rhythm.silentAfterMs(expectedEveryMs) ?? Infinity);
  if (now !== undefined && !stillTalks) look(last, now, undefined);
  return found;
}

/** Instants and other signs of life, merged; where both share an instant it is a beat. */
function inOrder(
  instants: readonly number[],
  signs: readonly number[],
): { readonly time: number; readonly beats: boolean }[] {
  const beats = instants.map((time) => ({ time, beats: true }));
  if (signs.length === 0) return beats;
  const known = new Set(instants);
  const others = signs.filter((time) => !known.has(time)).map((time) => ({ time, beats: false }));
  return [...beats, ...others].sort((a, b) => a.time - b.time);
}

/** How much of a time nothing could be heard. */
export function deafTime(deaf: readonly Gap[], from: number, to: number): number {
  return deaf.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.to, to) - Math.max(gap.from, from)), 0);
}
