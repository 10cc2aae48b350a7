import { canonicalCode } from '#shared/domain/codes.ts';
import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { Marks } from './marks.ts';

/** The orders of one tracker are looked at again this often at most. */
const everyMs = 5 * minuteMs;

/**
 * Trackers that travel with parcels and pallets: where they are is no scan, so that nobody else would look again at
 * the orders they travel with. Positions only mark them, a timer looks.
 */
export class CarriedTrackers {
  readonly #tracking: Tracking;
  readonly #marks: Marks<string>;
  #known: {
    readonly of: readonly AssociationRow[];
    readonly byDevice: ReadonlyMap<string, AssociationRow[]>;
  } = { of: [], byDevice: new Map() };

  constructor(clock: Clock, tracking: Tracking) {
    this.#tracking = tracking;
    this.#marks = new Marks(clock, everyMs);
  }

  /** Takes in a fact. Runs for every one. */
  take({ observation, eventTime }: StoredFact): void {
    if (observation.kind === 'position' && this.#carried().has(observation.deviceId))
      this.#marks.mark(observation.deviceId, eventTime);
  }

  due(): string | undefined {
    return this.#marks.due();
  }

  /** Looks at the orders one tracker travels with. Only inside a transaction. */
  look(deviceId: string): void {
    const stretch = this.#marks.take(deviceId);
    if (stretch === undefined) return;
    const codes = (this.#carried().get(deviceId) ?? [])
      .filter(({ from, to = Infinity }) => from <= stretch.to && to >= stretch.from)
      .map(({ subjectId }) => canonicalCode(subjectId));
    for (const key of this.#tracking.ordersOf(codes, stretch.from)) this.#tracking.update(key);
  }

  #carried(): ReadonlyMap<string, AssociationRow[]> {
    const all = this.#tracking.world.associations();
    if (this.#known.of !== all)
      this.#known = {
        of: all,
        byDevice: Map.groupBy(
          all.filter(({ subjectType }) => subjectType === 'parcel' || subjectType === 'pallet'),
          ({ deviceId }) => deviceId,
        ),
      };
    return this.#known.byDevice;
  }
}
