import type { SettledBooks } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import type { Sanity } from './sanity.ts';
import { settleMessage, type Settlement, type UnderstoodMessage } from './settle.ts';

/** A row of the quarantine as a retry needs it. */
export interface QuarantinedEntry {
  readonly quarantineKey: number;
  readonly part: boolean;
  readonly count: number;
}

interface Retry {
  readonly store: Store;
  readonly books: SettledBooks;
  readonly understood: UnderstoodMessage;
  readonly entry: QuarantinedEntry;
  readonly sanity: Sanity;
  readonly inTransaction: (settlements: readonly Settlement[]) => void;
}

/** Stops the transaction of a retry that changed nothing. */
class StillQuarantined extends Error {
  readonly settlement: Settlement;

  constructor(settlement: Settlement) {
    super('still quarantined');
    this.settlement = settlement;
  }
}

/**
 * Its earlier counts move from quarantined to what it became: the first to the outcome, repetitions to duplicate.
 * A part was never counted, so it is not counted now.
 */
export function retryInStore({ store, books, understood, entry, sanity, inTransaction }: Retry) {
  const next = { ...books };
  try {
    const settlement = store.transaction(() => {
      store.ledger.dropQuarantine(entry.quarantineKey);
      const result = settleMessage(store, next, understood, sanity);
      if (result.outcome === 'quarantined') throw new StillQuarantined(result);
      if (entry.part) {
        next[result.outcome] -= 1;
      } else {
        next.quarantined -= entry.count;
        next.duplicate += entry.count - 1;
      }
      inTransaction([result]);
      store.devices.flush();
      store.ledger.writeBooks(next);
      return result;
    });
    return { settlement, next };
  } catch (error) {
    sanity.forget();
    if (error instanceof StillQuarantined) return { settlement: error.settlement, next: books };
    throw error;
  }
}
