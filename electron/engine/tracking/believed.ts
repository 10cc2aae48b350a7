import type { StoredOrder } from '../store/orders.ts';
import type { OrderBelief, PostedOrder } from './believe.ts';
import type { Journey } from './journey.ts';
import type { SummaryKey } from './order-view.ts';

/** Something that was learned: a scan, by its key and time; anything else is news to all scans after its time. */
export interface News {
  readonly scanKey: number;
  readonly eventTime: number;
}

/** An order that was posted or edited: all that was judged of its scans may be judged otherwise. */
export const editNews: readonly News[] = [{ scanKey: Infinity, eventTime: -Infinity }];

/** An order as it is believed now, with what that rests on. */
export interface Believed {
  readonly order: StoredOrder;
  readonly posted: PostedOrder;
  readonly belief: OrderBelief;
  readonly journeys: ReadonlyMap<string, Journey>;
}

/** Which past is asked for: how it was at an instant, and what had been stored by another. */
export interface Moment {
  readonly at?: number | undefined;
  readonly knownAt?: number | undefined;
}

/** An order that is to be believed again. */
export interface Renewal extends Pick<Believed, 'order' | 'journeys'> {
  readonly news: readonly News[];
  /** The list row as it was. */
  readonly before: string | undefined;
  readonly was: SummaryKey | undefined;
}

export interface BelievedListener {
  /**
   * An order was believed anew; inside the transaction that does so. Of a new order that nothing can be said of beyond
   * what was posted only where somebody awaits one of its codes.
   */
  tell(believed: Believed): void;
  /** Whether somebody waits for an order with this code. */
  isAwaited(code: string): boolean;
  /** False while what happened before is still coming in. */
  isUpToDate(): boolean;
}
