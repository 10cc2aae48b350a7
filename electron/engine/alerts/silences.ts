import { allowedAt, brokenSilence, type AllowedSilence } from './allowed-silence.ts';
import type { Gap } from './excursions.ts';
import type { Limit } from './limits.ts';
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
  /** What limits allow; where none applies what was learned does. */
  readonly allowed?: readonly AllowedSilence[];
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
  /** The limit it broke; undefined for what was learned. */
  readonly limit?: Limit | undefined;
}

/**
 * Every silence that a limit does not allow; where none applies, every one longer than twice the cadence and a minute.
 * It begins when that has passed since the last sign of life, and lasts until the next. What was never regular is
 * silent only where a limit says so, and time in which nobody listened does not count.
 */
export function silencesOf(input: SilenceInput): Span<SilenceDetail>[] {
  const { instants, signs = [], expectedEveryMs, allowed = [], now, deaf, after = -Infinity } = input;
  const rhythm = new Rhythm();
  const found: Span<SilenceDetail>[] = [];
  const look = (last: number, until: number, end: number | undefined): void => {
    if (last === -Infinity) return;
    const learnedMs = rhythm.silentAfterMs(expectedEveryMs);
    const broken = brokenSilence(allowed, learnedMs, {
      last,
      until,
      ...(deaf === undefined ? {} : { deaf }),
    });
    if (broken === undefined) return;
    const { start, limitMs, limit } = broken;
    found.push({ start, end, detail: { last, limitMs, limit } });
  };
  let last = -Infinity;
  for (const { time, beats } of inOrder(instants, signs)) {
    if (time > after) look(last, time, time);
    if (beats) rhythm.push(time);
    last = time;
  }
  if (now !== undefined && !stillTalks(input, rhythm, now)) look(last, now, undefined);
  return found;
}

function stillTalks(
  { heardAt = -Infinity, allowed = [], expectedEveryMs }: SilenceInput,
  rhythm: Rhythm,
  now: number,
): boolean {
  if (heardAt === -Infinity) return false;
  return now - heardAt <= (allowedAt(allowed, rhythm.silentAfterMs(expectedEveryMs), now) ?? Infinity);
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
