import type { Clock } from '../clock.ts';

/** Changes are gathered this long before a frame goes out. */
export const flushMs = 150;

export interface FrameOutcome {
  /** False when the changes came to nothing and no frame went out. */
  readonly posted: boolean;
  /** True when the frame was full: the next goes out as soon as this one is acknowledged. */
  readonly more: boolean;
}

/** When frames of one subscription go out: at most one every `flushMs`, and never a second before the first's ack. */
export class FramePacer {
  readonly #clock: Clock;
  readonly #send: (seq: number) => FrameOutcome;
  #seq = 0;
  #awaitingAck = false;
  /** A frame is wanted as soon as the reader has taken the one under way. */
  #due = false;
  #cancelTimer: (() => void) | undefined;
  #stopped = false;

  constructor(clock: Clock, send: (seq: number) => FrameOutcome) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Something changed: a frame goes out within `flushMs`, or once the reader is ready. */
  changed(): void {
    if (this.#stopped || this.#due || this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#clock.after(flushMs, () => {
      this.#cancelTimer = undefined;
      if (this.#awaitingAck) this.#due = true;
      else this.flush();
    });
  }

  /** Sends a frame now. */
  flush(): void {
    this.#due = false;
    const { posted, more } = this.#send(this.#seq + 1);
    if (!posted) return;
    this.#seq += 1;
    this.#awaitingAck = true;
    this.#due = more;
  }

  /** The reader has taken a frame; false when there never was such a frame. */
  ack(seq: number): boolean {
    if (seq > this.#seq) return false;
    if (seq < this.#seq || !this.#awaitingAck) return true;
    this.#awaitingAck = false;
    if (this.#due && !this.#stopped) this.flush();
    return true;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
