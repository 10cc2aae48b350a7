import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

const atOnce = 200;
const retryMs = 2000;
/** What was sent goes with the next commit of messages; where none comes, by itself after this. */
const deleteAfterMs = 1000;

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
  /** Deletes what was sent; only inside a transaction. */
  deleteSent(): void;
  /** The transaction of `deleteSent` was committed. */
  committed(): void;
  stop(): void;
}

/**
 * Verdicts and order states are written to the outbox with the facts they follow from; a crash before the broker
 * has them only means that they are sent after the restart. A commit of its own for each deletion would hold up
 * messages as much as one of theirs.
 */
export function createAnnouncer({ store, clock, log, publish }: AnnouncerOptions): Announcer {
  let running = false;
  let stopped = false;
  let again = false;
  /** Everything up to this key was sent. */
  let sentUntil = 0;
  /** Keys of what was sent and is still in the outbox; so many of the first are deleted in a transaction under way. */
  let sent: number[] = [];
  let deleting = 0;
  let cancelDeletion: (() => void) | undefined;

  async function run(): Promise<void> {
    for (;;) {
      const rows = stopped ? [] : store.tracking.outgoing(sentUntil, atOnce);
      const last = rows.at(-1);
      if (last === undefined) return;
      await Promise.all(rows.map((row) => publish(row.topic, row.payload, row.retain)));
      sentUntil = last.key;
      for (const { key } of rows) sent.push(key);
      if (stopped) return deleteNow();
      cancelDeletion ??= clock.after(deleteAfterMs, deleteNow);
    }
  }

  function deleteSent(): void {
    deleting = sent.length;
    for (const key of sent) store.tracking.sent(key);
  }

  function committed(): void {
    if (deleting === 0) return;
    sent = sent.slice(deleting);
    deleting = 0;
    if (sent.length > 0) return;
    cancelDeletion?.();
    cancelDeletion = undefined;
  }

  /** Where the disk cannot take it now, the next commit tries again. */
  function deleteNow(): void {
    cancelDeletion = undefined;
    if (sent.length === 0 || !store.isOpen()) return;
    try {
      store.transaction(deleteSent);
      committed();
    } catch (error) {
      log.warn('announcements that were sent wait to be deleted', { error: String(error) });
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
    deleteSent,
    committed,
    stop() {
      stopped = true;
      cancelDeletion?.();
      deleteNow();
    },
  };
}
