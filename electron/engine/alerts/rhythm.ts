import { cadenceSamples } from '#shared/domain/cadence.ts';

const graceMs = 60_000;
const fewestGaps = 3;

/**
 * How often something speaks, judged by its instants in order of event time: the median of the newest gaps. Each
 * step costs well under a microsecond, since every reading of every device passes here.
 */
export class Rhythm {
  readonly #gaps: number[] = [];
  readonly #sorted: number[] = [];
  #newest = -Infinity;

  /** The newest instant; -Infinity before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** Takes in the next instant; it must be later than the newest. */
  push(time: number): void {
    if (this.#newest !== -Infinity) this.#add(time - this.#newest);
    this.#newest = time;
  }

  /** The usual gap: what was configured, else the median of at least three; undefined while it is not known. */
  cadenceMs(expectedMs: number | undefined): number | undefined {
    if (expectedMs !== undefined) return expectedMs;
    return this.#sorted.length < fewestGaps ? undefined : this.#sorted[this.#sorted.length >> 1];
  }

  /** After this long without news it is silent: twice its cadence and a minute. */
  silentAfterMs(expectedMs: number | undefined): number | undefined {
    const cadence = this.cadenceMs(expectedMs);
    return cadence === undefined ? undefined : 2 * cadence + graceMs;
  }

  #add(gap: number): void {
    if (this.#gaps.length === cadenceSamples - 1) {
      const oldest = this.#gaps.shift();
      this.#sorted.splice(this.#place(oldest ?? 0), 1);
    }
    this.#gaps.push(gap);
    this.#sorted.splice(this.#place(gap), 0, gap);
  }

  /** Where a gap is, or belongs, among the sorted ones. */
  #place(gap: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < gap) low = middle + 1;
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
