/** A value with the event time that ranks it; of two of one time the id decides. */
interface Ranked<Value> {
  readonly id: string;
  readonly time: number;
  readonly value: Value;
}

/**
 * The newest values by event time, as they are now or as they were before an instant: the same whatever order they come
 * in. More are kept than are told, so that instants of a while ago can be asked about. Taking values out of a full list
 * does not bring back those that were pushed out of it.
 */
export class Newest<Value> {
  readonly #kept: Ranked<Value>[] = [];
  readonly #told: number;
  readonly #most: number;
  /** Ids that were added and not taken out; some may have been pushed out since. */
  readonly #ids = new Set<string>();
  #values: readonly Value[] | undefined;

  constructor(told: number, most: number = told) {
    this.#told = told;
    this.#most = most;
  }

  /** By event time, the oldest first. */
  get values(): readonly Value[] {
    return (this.#values ??= this.before(Infinity));
  }

  /** The newest of before an instant, the oldest first. */
  before(instant: number): readonly Value[] {
    const end = this.#countBy(({ time }) => time < instant);
    return this.#kept.slice(Math.max(0, end - this.#told), end).map(({ value }) => value);
  }

  add(ranked: Ranked<Value>): void {
    this.#kept.splice(
      this.#countBy((known) => isBefore(known, ranked)),
      0,
      ranked,
    );
    this.#ids.add(ranked.id);
    if (this.#kept.length > this.#most) this.#kept.shift();
    if (this.#ids.size > 2 * this.#most) this.#forgetPushedOut();
    this.#values = undefined;
  }

  #countBy(isEarlier: (known: Ranked<Value>) => boolean): number {
    let from = 0;
    let to = this.#kept.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (isEarlier(this.#kept[middle]!)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #forgetPushedOut(): void {
    const present = new Set(this.#kept.map(({ id }) => id));
    for (const id of this.#ids) if (!present.has(id)) this.#ids.delete(id);
  }

  /** Takes everything of an id out. */
  remove(id: string): void {
    if (!this.#ids.delete(id)) return;
    for (let index = this.#kept.length - 1; index >= 0; index -= 1)
      if (this.#kept[index]!.id === id) this.#kept.splice(index, 1);
    this.#values = undefined;
  }
}

function isBefore<Value>(a: Ranked<Value>, b: Ranked<Value>): boolean {
  return a.time < b.time || (a.time === b.time && a.id < b.id);
}
