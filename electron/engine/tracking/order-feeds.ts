import type { RowOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Clock } from '../clock.ts';
import { createKeyedFeed, type KeyedFeed, type MemoryFeed } from '../live/feed.ts';
import type { Store } from '../store/store.ts';
import { withOpenAlerts } from './order-alerts.ts';
import { filterOf, type OrderFilter } from './order-lists.ts';
import type { OrderBelievedRow, OrderSummaryRow } from './order-view.ts';
import type { Tracking } from './tracking.ts';

type Overview = RowOf<'orders.overview'>;

/** What pages watch of orders: counts, and single orders, believed anew whenever they are looked at. */
export interface OrderFeeds {
  readonly overview: MemoryFeed<Overview>;
  readonly live: KeyedFeed<OrderBelievedRow, { readonly orderNumber: string }>;
  /** Tells watchers of these orders; the counts are renewed at the next `renew`. */
  changed(orderNumbers: readonly string[]): void;
  /** Counts again when anything changed since, or when `always`. */
  renew(always: boolean): void;
  /** The same after somebody did something, who looks at a list and waits; unless it was counted just now. */
  renewSoon(): void;
}

const attentionRows = 20;
const soonMs = 250;
/** More are not told apart. */
const mostHolds = 1000;
const dayMs = 86_400_000;

export function createOrderFeeds(store: Store, clock: Clock, tracking: Tracking): OrderFeeds {
  const overview = createKeyedFeed<Overview>((row) => row.overviewId);
  const watchers = new Set<(keys: Iterable<string>) => void>();
  let stale = true;
  let changes = 0;
  let renewed = -Infinity;

  function find(orderNumber: string): OrderBelievedRow | undefined {
    const order = store.orders.get(orderNumber);
    return order && tracking.view(order);
  }

  /** The number as posted, for a number as somebody typed it. */
  function postedNumber(text: string): string {
    const [found] = store.orders.byCode(canonicalCode(text)).filter((row) => row.parcelId === '');
    return (found === undefined ? undefined : store.orders.byKey(found.orderKey)?.orderNumber) ?? text;
  }

  function count(filter: OrderFilter): number {
    return store.orders.countBeliefs(filterOf(filter, clock.now()));
  }

  function renew(): void {
    const now = clock.now();
    const worst = store.orders.beliefs({
      final: false,
      lateness: ['late', 'at-risk'],
      limit: attentionRows,
      offset: 0,
    });
    overview.set({
      overviewId: 'orders',
      changes,
      byState: Object.fromEntries(
        store.orders.countsByState().map(({ state, count: many }) => [state, many]),
      ) as Overview['byState'],
      open: count('open'),
      dueToday: count('due-today'),
      late: count('late'),
      atRisk: count('at-risk'),
      deliveredToday: store.orders.countBeliefs({ final: true, state: 'delivered', stateFrom: now - dayMs }),
      unknownCodesToday: store.tracking.countVerdicts('unknown', now - dayMs),
      holds: store.holds.list({ standing: true, limit: mostHolds }).length,
      attention: worst.map((text) =>
        withOpenAlerts(store, tracking.freshened(JSON.parse(text) as OrderSummaryRow)),
      ),
    });
    stale = false;
    renewed = clock.monotonic();
  }

  renew();
  return {
    overview,
    live: {
      *snapshot({ orderNumber }) {
        const row = find(postedNumber(orderNumber));
        if (row !== undefined) yield row;
      },
      watch(listener) {
        const entry = (keys: Iterable<string>): void => listener(keys);
        watchers.add(entry);
        return () => void watchers.delete(entry);
      },
      get: find,
      matches: (row, params) => canonicalCode(row.orderNumber) === canonicalCode(params.orderNumber),
    },
    changed(orderNumbers) {
      if (orderNumbers.length === 0) return;
      stale = true;
      changes += 1;
      for (const watcher of watchers) watcher(orderNumbers);
    },
    renew(always) {
      if (stale || always) renew();
    },
    renewSoon() {
      if (stale && clock.monotonic() - renewed >= soonMs) renew();
    },
  };
}
