/** After a pause like this it is no longer the same talk. */
const pauseMs = 600_000;

/**
 * When something was heard, by our own clock. A device whose clock is slow speaks of the past all the time and is
 * not silent; one that hands over what it kept speaks of the past once, and is.
 */
export class Talk {
  #since = -Infinity;
  #last = -Infinity;

  note(time: number): void {
    if (time - this.#last > pauseMs) this.#since = time;
    if (time > this.#last) this.#last = time;
  }

  /** When it was last heard in a talk that has lasted longer than this; -Infinity where there is none. */
  lastAfter(lastingMs: number): number {
    return this.#last - this.#since > lastingMs ? this.#last : -Infinity;
  }
}
