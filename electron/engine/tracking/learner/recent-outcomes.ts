/** What outcomes known so far say: levels of the newest ones, whole and by group, and the pace of the last days. */

/** The newest `size` values in order of arrival. */
export class Recent {
  readonly #values: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
  }

  add(value: number): void {
    this.#values[this.#count % this.#values.length] = value;
    this.#count += 1;
  }

  get count(): number {
    return Math.min(this.#count, this.#values.length);
  }

  /** The value below which a share of the newest lies; NaN before there is one. */
  quantile(share: number): number {
    const sorted = this.#values.slice(0, this.count).sort();
    return sorted.length === 0
      ? NaN
      : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  }
}

/** One group's outcomes: a long mean drawn towards its parent while few are known, and the newest ones. */
export class GroupLevel {
  readonly recent: Recent;
  #sum = 0;
  #weight = 0;

  constructor(size: number) {
    this.recent = new Recent(size);
  }

  add(value: number): void {
    this.recent.add(value);
    this.#sum += value;
    this.#weight += 1;
  }

  /** Mean with `strength` outcomes of `prior` mixed in. */
  level(prior: number, strength: number): number {
    if (Number.isNaN(prior)) return this.#weight === 0 ? NaN : this.#sum / this.#weight;
    return (this.#sum + strength * prior) / (this.#weight + strength);
  }
}

/** Orders by start, with what was open and what ended when: for a life table over the last days. */
export interface Lives {
  /** Epoch milliseconds, ascending; `end` is NaN for one that never ended. */
  readonly from: Float64Array;
  readonly end: Float64Array;
}

const ageBands = 80;

/**
 * How long an order would take, in milliseconds, if all its days were like the last `windowMs` before `at`: a share of
 * a period life table. Orders still open count with their age, so a slow spell shows before its orders have ended.
 * NaN where fewer than ten ended in the window.
 */
export function periodLife(
  lives: Lives,
  at: number,
  windowMs: number,
  longestMs: number,
  share: number,
): number {
  const band = longestMs / ageBands;
  const exposed = new Float64Array(ageBands);
  const ended = new Float64Array(ageBands);
  const since = at - windowMs;
  let count = 0;
  for (let index = 0; index < lives.from.length; index += 1) {
    const from = lives.from[index]!;
    if (from >= at) break;
    const end = lives.end[index]!;
    const known = end <= at;
    const first = Math.max(0, since - from);
    if ((known && end < since) || first >= longestMs) continue;
    const last = Math.min((known ? end : at) - from, longestMs);
    for (let each = Math.floor(first / band); each < ageBands && each * band < last; each += 1)
      exposed[each]! += Math.min(last, (each + 1) * band) - Math.max(first, each * band);
    if (known && end - from < longestMs) {
      ended[Math.floor((end - from) / band)]! += 1;
      count += 1;
    }
  }
  return count < 10 ? NaN : survivalQuantile(exposed, ended, band, share);
}

function survivalQuantile(exposed: Float64Array, ended: Float64Array, band: number, share: number): number {
  let hazard = 0;
  const wanted = -Math.log(1 - share);
  for (let each = 0; each < ageBands; each += 1) {
    const step = exposed[each]! > 0 ? (ended[each]! / exposed[each]!) * band : 0;
    if (hazard + step >= wanted) return band * (each + (wanted - hazard) / step);
    hazard += step;
  }
  return band * ageBands;
}
