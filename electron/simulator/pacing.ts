import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { SimulatorOptions } from './options.ts';
import { UsageError } from './options.ts';

/** With an explicit start the simulated clock may run ahead of the wall, but no receiver believes more than a day. */
const furthestAheadMs = 23 * hourMs;
const longestSleepMs = 1000;

export interface RunSpan {
  readonly fromMs: number;
  readonly toMs?: number;
  /** How far the simulated clock may be ahead of the wall. */
  readonly aheadMs: number;
}

/** Where a run begins and ends on the simulated clock. */
export function runSpan(options: SimulatorOptions, nowMs: number): RunSpan {
  const { lengthMs, startMs, speed } = options;
  const aheadMs = startMs === undefined ? 0 : furthestAheadMs;
  const fromMs = startMs ?? defaultStart(lengthMs, speed, nowMs);
  if (fromMs > nowMs + furthestAheadMs) throw new UsageError('--start lies more than 23 hours ahead');
  if (lengthMs === undefined) {
    if (speed === 'max') throw new UsageError('--speed max needs --days or --hours');
    return { fromMs, aheadMs };
  }
  const toMs = fromMs + lengthMs;
  if (speed === 'max' && toMs > nowMs + furthestAheadMs) {
    throw new UsageError('the run would end more than 23 hours ahead: choose an earlier --start');
  }
  return { fromMs, toMs, aheadMs };
}

function defaultStart(lengthMs: number | undefined, speed: number | 'max', nowMs: number): number {
  if (lengthMs !== undefined) return nowMs - lengthMs;
  return speed === 1 ? nowMs : nowMs - dayMs;
}

export interface Pace {
  /** Waits until something of the simulated clock is due; false when the run was stopped meanwhile. */
  until(atMs: number): Promise<boolean>;
  /** The simulated clock now. */
  now(): number;
}

/** Runs the simulated clock: start + elapsed × speed, never further ahead of the wall than allowed. */
export function pace(span: RunSpan, speed: number | 'max', wall: () => number, signal: AbortSignal): Pace {
  const beganMs = wall();
  if (speed === 'max') return { until: async () => !signal.aborted, now: () => span.toMs ?? wall() };
  const dueAt = (atMs: number): number =>
    Math.max(beganMs + (atMs - span.fromMs) / speed, atMs - span.aheadMs);
  return {
    now: () => Math.min(span.fromMs + (wall() - beganMs) * speed, wall() + span.aheadMs),
    async until(atMs) {
      // Short sleeps: the wall clock may be set, or the machine may sleep.
      for (let wait = dueAt(atMs) - wall(); wait > 0 && !signal.aborted; wait = dueAt(atMs) - wall()) {
        await sleep(Math.min(wait, longestSleepMs), signal);
      }
      return !signal.aborted;
    },
  };
}

/** Resolves after a time or as soon as the signal aborts. */
export async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
}
