import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

const atOnce = 200;
const retryMs = 2000;

export interface AnnouncerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly publish: (topic: string, payload: Uint8Array, retain: boolean) => Promise<void>;
}

/** Publishes what the outbox holds, in order, and deletes what the broker has taken. */
export interface Announcer {
  /** There may be something new. */
  wake(): void;
  stop(): void;
}

/**
 * Verdicts and order states are written to the outbox with the facts they follow from; a crash before the broker
 * has them only means that they are sent after the restart.
 */
export function createAnnouncer({ store, clock, log, publish }: AnnouncerOptions): Announcer {
  let running = false;
  let stopped = false;
  let again = false;

  async function run(): Promise<void> {
    for (;;) {
      const rows = stopped ? [] : store.tracking.outgoing(atOnce);
      if (rows.length === 0) return;
      await Promise.all(rows.map((row) => publish(row.topic, row.payload, row.retain)));
      if (stopped) return;
      store.transaction(() => {
        for (const row of rows) store.tracking.sent(row.key);
      });
    }
  }

  function finished(): void {
    running = false;
    if (again) wake();
  }

  function wake(): void {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    void run().then(finished, (error: unknown) => {
      log.warn('announcements wait for the broker', {
        error: error instanceof Error ? error.message : String(error),
      });
      clock.after(retryMs, () => {
        running = false;
        wake();
      });
    });
  }

  return {
    wake,
    stop() {
      stopped = true;
    },
  };
}
