import { deafTime } from './deaf-time.ts';
import type { Gap } from './excursions.ts';
import type { GovernedLimit } from './governance.ts';
import type { Limit } from './limits.ts';

const forever = Number.MAX_SAFE_INTEGER;

/** How long something may say nothing in a span of event time: from inclusive, to exclusive. */
export interface AllowedSilence {
  readonly from: number;
  readonly to: number;
  readonly limitMs: number;
  /** The limit that says so; without one it is what was learned. */
  readonly limit?: Limit | undefined;
}

/** A stretch without a word: after the last, until the next or until now. */
export interface Stillness {
  readonly last: number;
  readonly until: number;
  /** Times in which nothing could be heard. Ascending. */
  readonly deaf?: readonly Gap[];
}

/** What first made a stretch too long, and when. */
export interface BrokenSilence {
  readonly start: number;
  readonly limitMs: number;
  readonly limit: Limit | undefined;
}

/** The spans of limits on silence, one by one. */
export function allowedBy(limits: readonly GovernedLimit[]): AllowedSilence[] {
  return limits.flatMap(({ limit, spans }) =>
    spans.map(({ from, to }) => ({ from, to, limitMs: (limit.forS ?? 0) * 1000, limit })),
  );
}

/**
 * What first makes a stretch too long. Limits run side by side; where none applies what was learned does. A limit
 * counts from the last word, or from when it began to apply where that was later: what was quiet in the warehouse is
 * not late on the road at once. Pure.
 */
export function brokenSilence(
  allowed: readonly AllowedSilence[],
  learnedMs: number | undefined,
  { last, until, deaf = [] }: Stillness,
): BrokenSilence | undefined {
  let first: BrokenSilence | undefined;
  for (const { from, to, limitMs, limit } of withLearned(allowed, learnedMs)) {
    const base = Math.max(last, from);
    const end = Math.min(until, to);
    if (end - base <= limitMs || end - base - deafTime(deaf, base, end) <= limitMs) continue;
    const start = base + limitMs;
    const isSooner = first === undefined || start < first.start;
    if (isSooner || (start === first!.start && limitMs < first!.limitMs)) first = { start, limitMs, limit };
  }
  return first;
}

/** How long it may say nothing at an instant; undefined where nothing tells. */
export function allowedAt(
  allowed: readonly AllowedSilence[],
  learnedMs: number | undefined,
  at: number,
): number | undefined {
  const there = withLearned(allowed, learnedMs).filter(({ from, to }) => from <= at && at < to);
  return there.length === 0 ? undefined : Math.min(...there.map(({ limitMs }) => limitMs));
}

/** The shortest stretch that could be too long at any time: what is shorter need not be looked at. */
export function shortestAllowed(
  allowed: readonly AllowedSilence[],
  learnedMs: number | undefined,
): number | undefined {
  const all = withLearned(allowed, learnedMs);
  return all.length === 0 ? undefined : Math.min(...all.map(({ limitMs }) => limitMs));
}

function withLearned(
  allowed: readonly AllowedSilence[],
  learnedMs: number | undefined,
): readonly AllowedSilence[] {
  if (learnedMs === undefined) return allowed;
  if (allowed.length === 0) return [{ from: -forever, to: forever, limitMs: learnedMs }];
  return [...allowed, ...spansBetween(allowed).map((span) => ({ ...span, limitMs: learnedMs }))];
}

/** The time in which no limit applies. */
function spansBetween(allowed: readonly AllowedSilence[]): Pick<AllowedSilence, 'from' | 'to'>[] {
  const spans: Pick<AllowedSilence, 'from' | 'to'>[] = [];
  let until = -forever;
  for (const { from, to } of allowed.toSorted((a, b) => a.from - b.from)) {
    if (from > until) spans.push({ from: until, to: from });
    until = Math.max(until, to);
  }
  if (until < forever) spans.push({ from: until, to: forever });
  return spans;
}
