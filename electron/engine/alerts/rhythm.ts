import { cadenceSamples } from '#shared/domain/cadence.ts';

const graceMs = 60_000;
const fewestGaps = 3;

/**
 * How often something speaks, judged by its newest instants in order of event time: the median of their gaps. A
 * step costs well under a microsecond, since every reading of every device passes here.
 */
export class Rhythm {
  /** The newest instants, ascending. */
  readonly #instants: number[] = [];
  /** The gaps between them, ascending. */
  readonly #gaps: number[] = [];

  /** The newest instant; -Infinity before the first. */
  get newest(): number {
    return this.#instants.at(-1) ?? -Infinity;
  }

  /** The oldest instant that still tells the rhythm. */
  get oldest(): number {
    return this.#instants[0] ?? -Infinity;
  }

  /** Takes in the next instant; it must be later than the newest. */
  push(time: number): void {
    const instants = this.#instants;
    const count = instants.length;
    if (count > 0) {
      if (count === cadenceSamples) {
        this.#gaps.splice(this.#place(instants[1]! - instants[0]!), 1);
        instants.shift();
      }
      const gap = time - instants[instants.length - 1]!;
      this.#gaps.splice(this.#place(gap), 0, gap);
    }
    instants.push(time);
  }

  /**
   * Takes in an instant that lies between those it remembers. True when the gap before it, or one after it, is so long
   * that it may be a silence, or none any more.
   */
  insert(time: number): boolean {
    const place = this.#instants.findIndex((each) => each >= time);
    if (place === -1 || this.#instants[place] === time) return false;
    const all = this.#instants.toSpliced(place, 0, time);
    this.#instants.length = 0;
    this.#gaps.length = 0;
    for (const each of all) this.push(each);
    return all.some((each, index) => index >= Math.max(1, place) && each - all[index - 1]! > graceMs);
  }

  /** The usual gap: what was configured, else the median of at least three; undefined while it is not known. */
  cadenceMs(expectedMs: number | undefined): number | undefined {
    if (expectedMs !== undefined) return expectedMs;
    const gaps = this.#gaps;
    return gaps.length < fewestGaps ? undefined : gaps[gaps.length >> 1];
  }

  /** After this long without news it is silent: twice its cadence and a minute. */
  silentAfterMs(expectedMs: number | undefined): number | undefined {
    const cadence = this.cadenceMs(expectedMs);
    return cadence === undefined ? undefined : 2 * cadence + graceMs;
  }

  /** True when so much time since the newest instant is a silence. */
  isSilence(gapMs: number, expectedMs: number | undefined): boolean {
    if (gapMs <= graceMs) return false;
    const limit = this.silentAfterMs(expectedMs);
    return limit !== undefined && gapMs > limit;
  }

  /** Where a gap is, or belongs, among the sorted ones. */
  #place(gap: number): number {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#gaps[middle]! < gap) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The rhythm after these instants; ascending, each once. */
export function rhythmOf(instants: Iterable<number>): Rhythm {
  const rhythm = new Rhythm();
  for (const time of instants) rhythm.push(time);
  return rhythm;
}
