import type { Excursion, Point } from './excursions.ts';
import type { GovernedLimit } from './governance.ts';
import { Tally } from './tally.ts';

const forever = Number.MAX_SAFE_INTEGER;

/** A limit that looks back on its way through all trips of a channel: each has a tally of its own. */
export class TallyCourse {
  readonly governed: GovernedLimit;
  readonly #dayOf: (time: number) => number;
  #trip: { readonly index: number; readonly day: number; readonly tally: Tally } | undefined;
  #ended: Excursion[] = [];

  /** `dayOf` counts the days of the place where the sensor is. */
  constructor(governed: GovernedLimit, dayOf: (time: number) => number) {
    this.governed = governed;
    this.#dayOf = dayOf;
  }

  /** Takes in the next reading by event time. */
  take(point: Point): void {
    const { limit, spans } = this.governed;
    const index = spans.findIndex(({ from, to }) => from <= point.time && point.time < to);
    const day = limit.scope === 'calendar' ? this.#dayOf(point.time) : 0;
    if (this.#trip?.index !== index || this.#trip.day !== day) this.#turn(index, day);
    this.#trip?.tally.take(point);
  }

  /** What ended since the last call, and what goes on. */
  takeFound(): Excursion[] {
    const ended = [...this.#ended, ...(this.#trip?.tally.ended.splice(0) ?? [])];
    this.#ended = [];
    const standing = this.#trip?.tally.standing();
    return standing === undefined ? ended : [...ended, standing];
  }

  #turn(index: number, day: number): void {
    if (this.#trip !== undefined) {
      this.#trip.tally.release();
      this.#ended.push(...this.#trip.tally.ended);
    }
    const span = this.governed.spans[index];
    this.#trip = span && { index, day, tally: new Tally(tallyOptions(this.governed, index)) };
  }
}

/** How a limit is judged in one of the spans it applies in. */
export function tallyOptions({ limit, spans }: GovernedLimit, index: number) {
  const span = spans[index]!;
  return { limit, isBounded: span.from !== -forever, lowerLimitC: limit.lowerLimit };
}
