import type { LogMessage } from '#shared/contract/received-rows.ts';
import { DomainError } from '#shared/result.ts';

import type { LogFeed } from './feed.ts';
import { FramePacer } from './frame-pacer.ts';
import type { FrameOutcome } from './frame-pacer.ts';
import type { Subscription, SubscriptionOptions } from './subscription.ts';

/** How many of the newest rows a log starts with. */
export const logTailRows = 200;
/** A reader further behind than this in one frame is told how many it missed, and gets the newest. */
export const maxLogRowsPerFrame = 500;
/** A reader further behind than this starts over from the tail: missed rows are not counted by reading them all. */
export const maxLogRowsCounted = 10_000;

interface LogOptions extends SubscriptionOptions {
  readonly feed: LogFeed<unknown>;
  /** Where the reader was when its last connection ended. */
  readonly from: string | undefined;
}

interface Missed {
  readonly rows: readonly unknown[];
  readonly cursor: string;
  readonly skipped: number;
}

/** Follows a log for one reader. It holds a cursor and nothing else: rows are read when a frame can go out. */
export class LogSubscription implements Subscription {
  readonly #options: LogOptions;
  readonly #pacer: FramePacer;
  #cursor: string | undefined;
  #isFirst = true;
  #unwatch: () => void = () => undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#cursor = options.from;
    this.#pacer = new FramePacer(options.clock, (seq) => this.#send(seq));
  }

  start(): void {
    this.#unwatch = this.#options.feed.watch(() => this.#pacer.changed());
    this.#pacer.flush();
  }

  ack(seq: number): boolean {
    return this.#pacer.ack(seq);
  }

  stop(): void {
    this.#unwatch();
    this.#pacer.stop();
  }

  #send(seq: number): FrameOutcome {
    try {
      const missed = this.#cursor === undefined ? undefined : this.#since(this.#cursor);
      const posted = missed === undefined ? this.#sendTail(seq) : this.#sendMissed(seq, missed);
      return { posted, more: false };
    } catch (error) {
      this.#options.fail(error);
      return { posted: false, more: false };
    }
  }

  #sendTail(seq: number): boolean {
    const { id, feed, params } = this.#options;
    const { rows, cursor } = feed.tail(params, logTailRows);
    this.#post({ type: 'snapshot', id, seq, rows, cursor }, cursor);
    return true;
  }

  #sendMissed(seq: number, { rows, cursor, skipped }: Missed): boolean {
    // A reader that resumes is told where it stands even when there is nothing new.
    const isNews = rows.length > 0 || this.#isFirst;
    if (!isNews) {
      this.#cursor = cursor;
      return false;
    }
    const { id } = this.#options;
    const frame = { type: 'append', id, seq, rows, cursor } as const;
    this.#post(skipped === 0 ? frame : { ...frame, skipped }, cursor);
    return true;
  }

  #post(frame: LogMessage, cursor: string): void {
    for (const row of frame.rows) this.#options.checkRow?.(row);
    this.#options.post(frame);
    this.#cursor = cursor;
    this.#isFirst = false;
  }

  /** What the reader has not had, or nothing when it has to start over. */
  #since(cursor: string): Missed | undefined {
    const { feed, params } = this.#options;
    try {
      const page = feed.since(params, cursor, maxLogRowsPerFrame);
      if (!page.more) return { rows: page.rows, cursor: page.cursor, skipped: 0 };
      const rest = feed.since(params, page.cursor, maxLogRowsCounted - maxLogRowsPerFrame);
      if (rest.more) return undefined;
      const rows = [...page.rows, ...rest.rows];
      const skipped = Math.max(0, rows.length - maxLogRowsPerFrame);
      return { rows: rows.slice(skipped), cursor: rest.cursor, skipped };
    } catch (error) {
      // A cursor of another database, after a restore for one: the log starts over.
      if (error instanceof DomainError && error.code === 'not-found') return undefined;
      throw error;
    }
  }
}
