import type { Clock } from '#engine/clock.ts';

/** A clock that stands still until told otherwise; timers run inside `advance`, in order of when they are due. */
export interface FakeClock extends Clock {
  /** Lets time pass (wall and monotonic), running every timer that falls due on the way. */
  advance(ms: number): void;
  /** Sets the wall clock, as a user or NTP does; timers and `monotonic` do not notice. */
  setNow(epochMs: number): void;
  /** How many timers are waiting: 0 once everything has been stopped. */
  pendingTimers(): number;
}

interface Timer {
  dueMs: number;
  readonly order: number;
  readonly periodMs: number | undefined;
  readonly run: () => void;
}

/** Starts at the given wall time; monotonic time starts at 0. */
export function createFakeClock(startMs: number = Date.UTC(2026, 10, 22, 8, 0, 0)): FakeClock {
  let wallMs = startMs;
  let elapsedMs = 0;
  const timers = new TimerQueue();

  const moveTo = (targetMs: number): void => {
    if (targetMs <= elapsedMs) return;
    wallMs += targetMs - elapsedMs;
    elapsedMs = targetMs;
  };

  return {
    now: () => wallMs,
    monotonic: () => elapsedMs,
    after: (delayMs, run) => timers.add(elapsedMs + Math.max(0, delayMs), undefined, run),
    every(periodMs, run) {
      // A period of 0 would never let `advance` end.
      const stepMs = Math.max(1, periodMs);
      return timers.add(elapsedMs + stepMs, stepMs, run);
    },
    advance(ms) {
      const targetMs = elapsedMs + ms;
      for (let timer = timers.take(targetMs); timer !== undefined; timer = timers.take(targetMs)) {
        moveTo(timer.dueMs);
        timer.run();
      }
      moveTo(targetMs);
    },
    setNow(epochMs) {
      wallMs = epochMs;
    },
    pendingTimers: () => timers.size,
  };
}

class TimerQueue {
  readonly #timers = new Set<Timer>();
  #order = 0;

  get size(): number {
    return this.#timers.size;
  }

  add(dueMs: number, periodMs: number | undefined, run: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { dueMs, order: this.#order, periodMs, run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** The next timer due by then, as it is now; a periodic one stays for its next turn. */
  take(untilMs: number): { readonly dueMs: number; readonly run: () => void } | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= untilMs && (next === undefined || isBefore(timer, next))) next = timer;
    }
    if (next === undefined) return undefined;
    const { dueMs, run } = next;
    if (next.periodMs === undefined) this.#timers.delete(next);
    else next.dueMs += next.periodMs;
    return { dueMs, run };
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}
