import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Trouble that passes when the disk or the lock does: wait and try again, judge nothing by it. */
export function isStorageTrouble(error: unknown): boolean {
  return /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB)/.test(codeOf(error));
}

/** The code of an error, '' where it has none. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Runs something nobody waits for; a database that cannot be written now must not end the program. */
export function runCarefully(log: Log, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    log.warn('the database cannot be written', { error: String(error) });
  }
}

/** A clock whose timers survive a database that cannot be written: what they did not get done comes again. */
export function carefulClock(clock: Clock, log: Log): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (delayMs, run) => clock.after(delayMs, () => runCarefully(log, run)),
    every: (periodMs, run) => clock.every(periodMs, () => runCarefully(log, run)),
  };
}
