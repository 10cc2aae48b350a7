import { knownFrom, knownUntil } from '../tracking/known-then.ts';

/** How many of the newest tell what is usual, and from how many on they say something. */
const told = 400;
const enough = 20;

/** How long something took in an order that ended then, in milliseconds. */
export interface Sample {
  readonly orderKey: number;
  readonly ended: number;
  readonly ms: number;
  /** How much later it was heard. */
  readonly lateMs: number;
}

/**
 * How long something took in orders that ended, as it was known at any instant of event time: the same whatever order
 * they were heard of in.
 */
export class Usual<Answer> {
  readonly #answerOf: (sorted: readonly number[], late: readonly number[]) => Answer;
  /** By when they ended. */
  readonly #samples: Sample[] = [];
  /** By how many had ended. */
  readonly #answers = new Map<number, Answer>();

  /** `answerOf` is given how long it took and how much later it was heard, both in milliseconds, ascending. */
  constructor(answerOf: (sorted: readonly number[], late: readonly number[]) => Answer) {
    this.#answerOf = answerOf;
  }

  get size(): number {
    return this.#samples.length;
  }

  add(sample: Sample): void {
    const index = this.#countBy((known) => compare(known, sample) < 0);
    this.#samples.splice(index, 0, sample);
    this.#changed(index);
  }

  /** Takes out what an order taught that ended then. */
  remove(orderKey: number, ended: number): void {
    let index = this.#countBy((known) => known.ended < ended);
    const first = index;
    while (this.#samples[index]?.ended === ended)
      if (this.#samples[index]!.orderKey === orderKey) this.#samples.splice(index, 1);
      else index += 1;
    this.#changed(first);
  }

  /** What was known at an instant; undefined where that was too little. */
  at(instant: number): Answer | undefined {
    const limit = knownUntil(instant);
    const count = this.#countBy(({ ended }) => ended < limit);
    if (count < enough) return undefined;
    if (!this.#answers.has(count)) {
      const known = this.#samples.slice(Math.max(0, count - told), count);
      const ascending = (of: (sample: Sample) => number) => known.map(of).sort((a, b) => a - b);
      this.#answers.set(
        count,
        this.#answerOf(
          ascending(({ ms }) => ms),
          ascending(({ lateMs }) => lateMs),
        ),
      );
    }
    return this.#answers.get(count);
  }

  /** The next instant at which more is known than at this one; undefined where nothing is. */
  nextAfter(instant: number): number | undefined {
    const limit = knownUntil(instant);
    const next = this.#samples[this.#countBy(({ ended }) => ended < limit)];
    return next && knownFrom(next.ended);
  }

  #changed(index: number): void {
    for (const count of this.#answers.keys()) if (count > index) this.#answers.delete(count);
  }

  #countBy(isBefore: (sample: Sample) => boolean): number {
    let from = 0;
    let to = this.#samples.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (isBefore(this.#samples[middle]!)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** By content: which of two of one instant are among the newest does not depend on which was heard of first. */
function compare(a: Sample, b: Sample): number {
  return a.ended - b.ended || a.ms - b.ms || a.orderKey - b.orderKey;
}
