import { allowedAt, brokenSilence, type AllowedSilence, type Stillness } from './allowed-silence.ts';
import type { Gap as DeafTime } from './excursions.ts';
import type { Limit } from './limits.ts';
import { habitualPauseMs, patienceMs, type Pause } from './pauses.ts';
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
  readonly deaf?: readonly DeafTime[];
  /** Instants up to and including this one only tell the rhythm. */
  readonly after?: number | undefined;
  /**
   * Every pause that is known, before, among and after the instants, ascending: its habits. Those after the instants
   * are judged as well. Without it the instants are all there is.
   */
  readonly pauses?: readonly Pause[] | undefined;
}

export interface SilenceDetail {
  /** The last that was heard before it. */
  readonly last: number;
  readonly limitMs: number;
  /** The limit it broke; undefined for what was learned. */
  readonly limit?: Limit | undefined;
  /** How long it habitually pauses, where that told. */
  readonly pauseMs?: number | undefined;
}

/** A stretch without a word, and after how long its rhythm alone would call it a silence. */
interface Gap {
  readonly last: number;
  readonly usualMs: number | undefined;
}

/**
 * Every silence that a limit does not allow; where none applies, every one longer than twice the cadence and a minute,
 * and clearly longer than it habitually pauses. It begins when that has passed since the last sign of life, and lasts
 * until the next. What was never regular is silent only where a limit says so, and time in which nobody listened does
 * not count.
 */
export function silencesOf(input: SilenceInput): Span<SilenceDetail>[] {
  const { allowed = [], now, deaf, expectedEveryMs } = input;
  const pauses = expectedEveryMs === undefined ? (input.pauses ?? pausesOf(input)) : [];
  const found: Span<SilenceDetail>[] = [];
  const look = ({ last, usualMs }: Gap, until: number, end: number | undefined): void => {
    if (last === -Infinity) return;
    const isLong = usualMs !== undefined && until - last > usualMs;
    const learnedMs = isLong ? patienceMs(usualMs, pauses, last) : usualMs;
    const broken = brokenSilence(allowed, learnedMs, withDeaf({ last, until }, deaf));
    if (broken === undefined) return;
    const { start, limitMs, limit } = broken;
    const pauseMs = limit === undefined && limitMs !== usualMs ? habitualPauseMs(pauses, last) : undefined;
    found.push({ start, end, detail: { last, limitMs, limit, pauseMs } });
  };
  const open = walk(input, (gap, until) => look(gap, until, until));
  if (now === undefined)
    for (const pause of pauses) if (pause.last >= open.last) look(pause, pause.until, pause.until);
  if (now !== undefined && !stillTalks(input, open, pauses, now)) look(open, now, undefined);
  return found;
}

/** Stretches that were too long by the rhythm alone, whatever its habits are. Those in which nobody listened do not count. */
export function pausesOf(input: SilenceInput): Pause[] {
  const found: Pause[] = [];
  walk(input, ({ last, usualMs }, until) => {
    if (usualMs === undefined || until - last <= usualMs) return;
    const isPause = brokenSilence([], usualMs, withDeaf({ last, until }, input.deaf)) !== undefined;
    if (isPause && last !== -Infinity) found.push({ last, until, usualMs });
  });
  return found;
}

/** Goes from sign of life to sign of life; what comes after the last is returned. */
function walk(
  { instants, signs = [], expectedEveryMs, after = -Infinity }: SilenceInput,
  look: (gap: Gap, until: number) => void,
): Gap {
  const rhythm = new Rhythm();
  let last = -Infinity;
  for (const { time, beats } of inOrder(instants, signs)) {
    if (time > after) look({ last, usualMs: rhythm.silentAfterMs(expectedEveryMs) }, time);
    if (beats) rhythm.push(time);
    last = time;
  }
  return { last, usualMs: rhythm.silentAfterMs(expectedEveryMs) };
}

const withDeaf = (stretch: Pick<Stillness, 'last' | 'until'>, deaf: SilenceInput['deaf']): Stillness =>
  deaf === undefined ? stretch : { ...stretch, deaf };

function stillTalks(
  { heardAt = -Infinity, allowed = [] }: SilenceInput,
  { last, usualMs }: Gap,
  pauses: readonly Pause[],
  now: number,
): boolean {
  if (heardAt === -Infinity) return false;
  const learnedMs = usualMs === undefined ? undefined : patienceMs(usualMs, pauses, last);
  return now - heardAt <= (allowedAt(allowed, learnedMs, now) ?? Infinity);
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
