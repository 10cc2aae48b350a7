import type { AlertRow } from '#shared/contract/types.ts';
import { alertKeyOf } from '#shared/domain/alert.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook } from './book.ts';
import type { HoldAffected } from './hold-affected.ts';
import type { Surroundings } from './places.ts';
import { sensorSilent } from './rules/sensor-silent.ts';

const everyMs = 60_000;
/** Who was aboard is looked up again this long after an excursion: scans come late. */
const forMs = 86_400_000;

export interface AboardOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly surroundings: Surroundings;
  readonly holdAffected: HoldAffected;
  /** Alerts somebody may still look at. */
  readonly live: () => Iterable<AlertRow>;
}

/** Looks up again which orders excursions concern. */
export class Aboard {
  readonly #options: AboardOptions;
  #keys: number[] = [];
  #queuedAt = -Infinity;

  constructor(options: AboardOptions) {
    this.#options = options;
  }

  /** What is still to be looked up, one by one; each is to be called inside a transaction. */
  *due(): Iterable<() => void> {
    const now = this.#options.clock.monotonic();
    if (this.#keys.length === 0 && now - this.#queuedAt >= everyMs) {
      this.#queuedAt = now;
      this.#keys = this.#concerned();
    }
    while (this.#keys.length > 0) {
      const key = this.#keys.at(-1)!;
      yield () => {
        this.#keys.pop();
        this.#look(key);
      };
      if (this.#keys.at(-1) === key) return;
    }
  }

  #concerned(): number[] {
    const since = this.#options.clock.now() - forMs;
    return [...this.#options.live()]
      .filter(
        (row) => concernsGoods(row) && !row.withdrawn && Date.parse(row.endTime ?? row.changedTime) >= since,
      )
      .flatMap(({ alertId }) => alertKeyOf(alertId) ?? []);
  }

  #look(key: number): void {
    const { store, book, surroundings } = this.#options;
    const record = book.get(key);
    if (record === undefined) return;
    const device = record.deviceId === undefined ? undefined : store.devices.get(record.deviceId);
    const orderNumbers =
      device === undefined
        ? surroundings.ordersOn(record.subject.id, record)
        : surroundings.ordersNear(device, record.channel ?? '', record);
    if (orderNumbers.join('\n') === record.orderNumbers.join('\n')) return;
    this.#options.holdAffected(book.save({ ...record, orderNumbers }));
  }
}

/** It was judged by limits of goods, or is about what carries them. */
function concernsGoods({ measure, silence, kind, deviceId }: AlertRow): boolean {
  return (measure ?? silence) !== undefined || (kind === sensorSilent.id && deviceId === undefined);
}
