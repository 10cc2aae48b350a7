/** Answers that are asked for again and again, at most so many; the ones remembered longest are forgotten first. */
export class Remembered<Key, Value> {
  readonly #limit: number;
  readonly #known = new Map<Key, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is remembered, else what `find` gives; `undefined` is asked for again. */
  of(key: Key, find: (key: Key) => Value): Value {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = find(key);
    if (found !== undefined) this.set(key, found);
    return found;
  }

  get(key: Key): Value | undefined {
    return this.#known.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#known.size >= this.#limit && !this.#known.has(key)) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    this.#known.set(key, value);
  }

  forget(key: Key): void {
    this.#known.delete(key);
  }

  clear(): void {
    this.#known.clear();
  }
}
