import type { Clock } from '../clock.ts';

/** A span of event time to look at. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * What has to be looked at because of new facts. Facts come all the time, so that marking costs next to nothing, and
 * what was looked at waits a while before it is looked at again.
 */
export class Marks<Key> {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #stretches = new Map<Key, Stretch>();
  readonly #looked = new Map<Key, number>();

  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  mark(key: Key, time: number): void {
    const known = this.#stretches.get(key);
    if (known !== undefined && known.from <= time && known.to >= time) return;
    this.#stretches.set(key, {
      from: Math.min(time, known?.from ?? time),
      to: Math.max(time, known?.to ?? time),
    });
  }

  /** The next one whose turn it is. */
  due(): Key | undefined {
    const now = this.#clock.now();
    for (const key of this.#stretches.keys())
      if (Math.abs(now - (this.#looked.get(key) ?? -Infinity)) >= this.#everyMs) return key;
    return undefined;
  }

  /** Takes a mark away to look at it. */
  take(key: Key): Stretch | undefined {
    const stretch = this.#stretches.get(key);
    this.#stretches.delete(key);
    this.#looked.set(key, this.#clock.now());
    return stretch;
  }
}
