import type { Clock } from '#engine/clock.ts';

/** npm passes on what the terminal has already sent to the whole group: both mean one press. */
const samePressMs = 250;

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves at the first signal to stop; a second one, later, calls `hurry`. */
export function firstStopSignal(source: NodeJS.EventEmitter, clock: Clock, hurry: () => void): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (): void => {
      if (first === undefined) {
        first = clock.monotonic();
        resolve();
      } else if (clock.monotonic() - first > samePressMs) hurry();
    };
    for (const signal of stopSignals) source.on(signal, onSignal);
  });
}
