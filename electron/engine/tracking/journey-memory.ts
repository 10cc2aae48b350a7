import type { StoredOrder } from '../store/orders.ts';
import { Remembered } from '../store/remembered.ts';
import type { Journey, ScanFact, ScansOf } from './journey.ts';
import { readPosted } from './posted.ts';
import { journeysBy } from './scan-facts.ts';

/** As many as a site has in hand. */
const keptOrders = 10_000;

/** The journey of each parcel of an order, with what it was made from. */
interface Made {
  readonly posted: string;
  /** The scans of every code that was asked for. */
  readonly from: readonly (readonly [string, readonly ScanFact[]])[];
  readonly journeys: ReadonlyMap<string, Journey>;
}

/**
 * Journeys as they are believed now, made again only where something they follow from is another: a vehicle with
 * hundreds of parcels aboard is looked at every few minutes, and hardly anything of what it carries was scanned since.
 */
export class JourneyMemory {
  readonly #scansOf: ScansOf;
  readonly #made = new Remembered<number, Made>(keptOrders);

  /** `scansOf` has to give the same list for as long as nothing of it has changed. */
  constructor(scansOf: ScansOf) {
    this.#scansOf = scansOf;
  }

  of(order: StoredOrder): ReadonlyMap<string, Journey> {
    const known = this.#made.get(order.key);
    if (known !== undefined && this.#isStill(known, order)) return known.journeys;
    const from = new Map<string, readonly ScanFact[]>();
    const scansOf = (code: string): readonly ScanFact[] => {
      const scans = this.#scansOf(code);
      from.set(code, scans);
      return scans;
    };
    const journeys = journeysBy(readPosted(order), scansOf, Number.MAX_SAFE_INTEGER);
    this.#made.set(order.key, { posted: order.posted, from: [...from], journeys });
    return journeys;
  }

  #isStill({ posted, from }: Made, order: StoredOrder): boolean {
    return posted === order.posted && from.every(([code, scans]) => this.#scansOf(code) === scans);
  }
}
