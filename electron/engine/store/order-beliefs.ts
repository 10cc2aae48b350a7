import type Database from 'better-sqlite3';

import { isFinal, type OrderState } from '#shared/domain/order-state.ts';

import { insertMany } from './insert-many.ts';
import { Remembered } from './remembered.ts';

export const latenesses = ['on-time', 'at-risk', 'late', 'delivered-late', 'unknown'] as const;
export type Lateness = (typeof latenesses)[number];

/** What lists need of what is believed of an order. */
export interface BeliefRow {
  readonly orderKey: number;
  readonly state: OrderState;
  readonly stateTime: number | undefined;
  readonly newestTime: number | undefined;
  readonly placedTime: number | undefined;
  readonly promisedUntil: number | undefined;
  readonly etaP50: number | undefined;
  readonly etaP90: number | undefined;
  readonly lateness: Lateness;
  readonly locationKind: string;
  readonly locationId: string | undefined;
  readonly final: boolean;
  /** The list row as JSON. */
  readonly summary: string;
}

/** What is believed of a new order nobody has heard of: where it is and when it arrives is not known. */
export type NewBelief = Pick<
  BeliefRow,
  'state' | 'stateTime' | 'placedTime' | 'promisedUntil' | 'lateness' | 'final' | 'summary'
>;

export interface BeliefFilter {
  readonly final?: boolean | undefined;
  readonly state?: string | undefined;
  readonly lateness?: readonly Lateness[] | undefined;
  readonly promisedFrom?: number | undefined;
  readonly promisedTo?: number | undefined;
  readonly stateFrom?: number | undefined;
  readonly locationKind?: string | undefined;
  readonly locationId?: string | undefined;
}

export type BeliefPage = BeliefFilter & { readonly limit: number; readonly offset: number };

/** What beliefs are counted by. */
export interface BeliefGist {
  readonly state: OrderState;
  readonly lateness: string;
}

/** What is believed of orders, for lists. */
export interface BeliefStore {
  /** Keeps what is believed of an order; `was`: what was believed of it before, where anything was. */
  putBelief(belief: BeliefRow, was: BeliefGist | undefined): void;
  /** The same of many new orders at once. */
  putNewBeliefs(beliefs: readonly (NewBelief & Pick<BeliefRow, 'orderKey'>)[]): void;
  /** Open orders on vehicles. */
  riding(): { readonly orderKey: number; readonly vehicleId: string }[];
  /** Nothing is believed of an order any more. */
  dropBelief(orderKey: number): void;
  /** The summaries that match, the most urgent promise first. */
  beliefs(page: BeliefPage): string[];
  beliefOf(orderKey: number): string | undefined;
  countsByState(): { readonly state: OrderState; readonly count: number }[];
  countBeliefs(filter: BeliefFilter): number;
  /** Orders that ended, the newest end first. */
  endedKeys(limit: number): number[];
  /** Orders that ended at an instant or since, the newest end first. */
  endedSince(instant: number, limit: number): number[];
  /** Orders that ended before an instant and whose state is still retained at the broker. */
  endedBefore(instant: number): { readonly key: number; readonly orderNumber: string }[];
  unannounce(orderKey: number): void;
  /** Orders nothing is believed of yet. */
  unbelieved(): number[];
  /** Since when open orders have been at the sites they are at. */
  waitingAtSites(): { readonly siteId: string; readonly since: number }[];
  /** Orders that are not final. */
  openKeys(): number[];
  /** Open orders whose promise has passed and that were last believed to be in time, the earliest promise first. */
  promisesPassed(now: number, limit: number): number[];
}

/** Enough for the orders a site has in hand. */
const rememberedOrders = 10_000;

export function createBeliefStore(db: Database.Database): BeliefStore & { forget(): void } {
  const summaries = new Remembered<number, string | undefined>(rememberedOrders);
  const counts = new BeliefCounts(db);
  const listingOf = listingsOf(db);
  const waiting = db.prepare<[], { siteId: string; since: number }>(
    `SELECT location_id AS siteId, state_time AS since FROM order_beliefs
     WHERE final = 0 AND location_kind = 'site' AND location_id IS NOT NULL AND state_time IS NOT NULL`,
  );
  const put = db.prepare(`
    INSERT INTO order_beliefs (order_key, state, state_time, newest_time, placed_time, promised_until, eta_p50, eta_p90,
      lateness, location_kind, location_id, final, summary)
    VALUES (:orderKey, :state, :stateTime, :newestTime, :placedTime, :promisedUntil, :etaP50, :etaP90,
      :lateness, :locationKind, :locationId, :final, :summary)
    ON CONFLICT DO UPDATE SET state = excluded.state, state_time = excluded.state_time, newest_time = excluded.newest_time,
      placed_time = excluded.placed_time, promised_until = excluded.promised_until, eta_p50 = excluded.eta_p50,
      eta_p90 = excluded.eta_p90, lateness = excluded.lateness, location_kind = excluded.location_kind,
      location_id = excluded.location_id, final = excluded.final, announced = 1, summary = excluded.summary`);
  const putNew = insertMany(
    db,
    `INSERT INTO order_beliefs
      (order_key, state, state_time, placed_time, promised_until, lateness, location_kind, final, summary)`,
    "(?, ?, ?, ?, ?, ?, 'unknown', ?, ?)",
  );
  const riding = db.prepare<[], { orderKey: number; vehicleId: string }>(
    `SELECT order_key AS orderKey, location_id AS vehicleId FROM order_beliefs
     WHERE location_kind = 'vehicle' AND location_id IS NOT NULL AND final = 0`,
  );
  const drop = db.prepare<[number], BeliefGist>(
    'DELETE FROM order_beliefs WHERE order_key = ? RETURNING state, lateness',
  );
  const one = db.prepare<[number], string>('SELECT summary FROM order_beliefs WHERE order_key = ?').pluck();
  const open = db.prepare<[], number>('SELECT order_key FROM order_beliefs WHERE final = 0').pluck();
  const unbelieved = db
    .prepare<[], number>(
      'SELECT order_key FROM orders WHERE order_key NOT IN (SELECT order_key FROM order_beliefs)',
    )
    .pluck();
  const passed = db
    .prepare<[number, number], number>(
      `SELECT order_key FROM order_beliefs WHERE final = 0 AND lateness IN ('on-time', 'at-risk') AND promised_until < ?
       ORDER BY promised_until LIMIT ?`,
    )
    .pluck();
  const ended = db
    .prepare<[number], number>(
      'SELECT order_key FROM order_beliefs WHERE final = 1 ORDER BY state_time DESC LIMIT ?',
    )
    .pluck();
  const endedSince = db
    .prepare<[number, number], number>(
      'SELECT order_key FROM order_beliefs WHERE final = 1 AND state_time >= ? ORDER BY state_time DESC LIMIT ?',
    )
    .pluck();
  const longEnded = db.prepare<[number], { key: number; orderNumber: string }>(
    `SELECT o.order_key AS key, o.order_number AS orderNumber FROM order_beliefs b JOIN orders o USING (order_key)
     WHERE b.final = 1 AND b.announced = 1 AND b.state_time < ?`,
  );
  const unannounce = db.prepare('UPDATE order_beliefs SET announced = 0 WHERE order_key = ?');
  return {
    putBelief(belief, was) {
      put.run(toColumns(belief));
      if (was !== undefined) counts.add(was, -1);
      counts.add(belief, 1);
      summaries.set(belief.orderKey, belief.summary);
    },
    putNewBeliefs(beliefs) {
      putNew(beliefs.map(toNewRow));
      for (const belief of beliefs) counts.add(belief, 1);
    },
    riding: () => riding.all(),
    dropBelief(orderKey) {
      const gist = drop.get(orderKey);
      if (gist !== undefined) counts.add(gist, -1);
      summaries.forget(orderKey);
    },
    beliefs: (page) => listingOf(page).page.all({ ...bind(page), limit: page.limit, offset: page.offset }),
    beliefOf: (orderKey: number) => summaries.of(orderKey, () => one.get(orderKey)),
    countsByState: () => counts.byState(),
    countBeliefs: (filter) => counts.of(filter) ?? listingOf(filter).count.get(bind(filter)) ?? 0,
    unbelieved: () => unbelieved.all(),
    waitingAtSites: () => waiting.all(),
    openKeys: () => open.all(),
    promisesPassed: (now: number, limit: number) => passed.all(now, limit),
    endedKeys: (limit: number) => ended.all(limit),
    endedSince: (instant: number, limit: number) => endedSince.all(instant, limit),
    endedBefore: (instant: number) => longEnded.all(instant),
    unannounce: (orderKey: number) => void unannounce.run(orderKey),
    forget() {
      summaries.clear();
      counts.forget();
    },
  };
}

interface Listing {
  readonly page: Database.Statement<Record<string, unknown>, string>;
  readonly count: Database.Statement<Record<string, unknown>, number>;
}

/** The statements of each kind of filter: with only the conditions it has, SQLite can go by an index. */
function listingsOf(db: Database.Database): (filter: BeliefFilter) => Listing {
  const lists = new Map<string, Listing>();
  return (filter) => {
    const names = Object.keys(conditions).filter((name) => filter[name as keyof BeliefFilter] !== undefined);
    let listing = lists.get(names.join());
    if (listing === undefined) {
      const where =
        names.map((name) => `(${conditions[name as keyof BeliefFilter]})`).join(' AND ') || 'true';
      listing = {
        page: db
          .prepare<Record<string, unknown>, string>(
            `SELECT summary FROM order_beliefs WHERE ${where}
             ORDER BY final, promised_until IS NULL, promised_until, order_key LIMIT :limit OFFSET :offset`,
          )
          .pluck(),
        count: db
          .prepare<Record<string, unknown>, number>(`SELECT count(*) FROM order_beliefs WHERE ${where}`)
          .pluck(),
      };
      lists.set(names.join(), listing);
    }
    return listing;
  };
}

const conditions: Readonly<Record<keyof BeliefFilter, string>> = {
  final: 'final = :final',
  state: 'state = :state',
  lateness: 'lateness IN (SELECT value FROM json_each(:lateness))',
  promisedFrom: 'promised_until >= :promisedFrom',
  promisedTo: 'promised_until < :promisedTo',
  stateFrom: 'state_time >= :stateFrom',
  locationKind: 'location_kind = :locationKind',
  locationId: 'location_id = :locationId',
};

type Counts = Map<string, { readonly gist: BeliefGist; count: number }>;

/** How many orders are in each state, and how late: counted once, then kept up to date. */
class BeliefCounts {
  readonly #load: () => (BeliefGist & { readonly count: number })[];
  #counts: Counts | undefined;

  constructor(db: Database.Database) {
    const select = db.prepare<[], BeliefGist & { readonly count: number }>(
      'SELECT state, lateness, count(*) AS count FROM order_beliefs GROUP BY state, lateness',
    );
    this.#load = () => select.all();
  }

  add(gist: BeliefGist, many: number): void {
    if (this.#counts !== undefined) this.#add(this.#counts, gist, many);
  }

  /** Undefined where a filter asks for more than these counts tell. */
  of({ final, state, lateness, ...more }: BeliefFilter): number | undefined {
    if (Object.values(more).some((value) => value !== undefined)) return undefined;
    return this.#all()
      .filter(({ gist }) => final === undefined || isFinal(gist.state) === final)
      .filter(({ gist }) => state === undefined || gist.state === state)
      .filter(({ gist }) => lateness === undefined || lateness.some((each) => each === gist.lateness))
      .reduce((sum, { count }) => sum + count, 0);
  }

  byState(): { readonly state: OrderState; readonly count: number }[] {
    const states = new Map<OrderState, number>();
    for (const { gist, count } of this.#all())
      if (count > 0) states.set(gist.state, (states.get(gist.state) ?? 0) + count);
    return [...states].map(([state, count]) => ({ state, count }));
  }

  forget(): void {
    this.#counts = undefined;
  }

  #all(): readonly { readonly gist: BeliefGist; readonly count: number }[] {
    if (this.#counts === undefined) {
      this.#counts = new Map();
      for (const { count, ...gist } of this.#load()) this.#add(this.#counts, gist, count);
    }
    return [...this.#counts.values()];
  }

  #add(counts: Counts, { state, lateness }: BeliefGist, many: number): void {
    const name = `${state} ${lateness}`;
    const known = counts.get(name);
    if (known === undefined) counts.set(name, { gist: { state, lateness }, count: many });
    else known.count += many;
  }
}

function toNewRow(belief: NewBelief & Pick<BeliefRow, 'orderKey'>): unknown[] {
  return [
    belief.orderKey,
    belief.state,
    belief.stateTime,
    belief.placedTime,
    belief.promisedUntil,
    belief.lateness,
    Number(belief.final),
    belief.summary,
  ];
}

function toColumns(belief: BeliefRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(belief).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? Number(value) : (value ?? null),
    ]),
  );
}

function bind(filter: BeliefFilter): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(conditions).flatMap((name) => {
      const value = filter[name as keyof BeliefFilter];
      if (value === undefined) return [];
      if (typeof value === 'boolean') return [[name, Number(value)]];
      return [[name, typeof value === 'object' ? JSON.stringify(value) : value]];
    }),
  );
}
