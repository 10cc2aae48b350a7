import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';

import type { OrderState } from '#shared/domain/order-state.ts';

import { Remembered } from './remembered.ts';

/** An order as it is kept; `posted` is its JSON as validated. */
export interface StoredOrder {
  readonly key: number;
  readonly orderNumber: string;
  readonly posted: string;
  readonly createdTime: number;
  readonly updatedTime: number;
}

export interface OrderCode {
  readonly code: string;
  /** '' for codes of the order itself. */
  readonly parcelId: string;
}

/** Whose a code is. */
export interface OwnedCode {
  readonly orderKey: number;
  /** '' for codes of the order itself. */
  readonly parcelId: string;
}

export type Lateness = 'on-time' | 'at-risk' | 'late' | 'delivered-late' | 'unknown';

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

export interface BeliefFilter {
  readonly final?: boolean | undefined;
  readonly state?: string | undefined;
  readonly lateness?: readonly Lateness[] | undefined;
  readonly promisedFrom?: number | undefined;
  readonly promisedTo?: number | undefined;
  readonly stateFrom?: number | undefined;
  readonly locationKind?: string | undefined;
  readonly locationId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface OrderStore {
  count(): number;
  get(orderNumber: string): StoredOrder | undefined;
  byKey(key: number): StoredOrder | undefined;
  /** The order as it was posted at an instant: before its first posting as it was posted first. */
  asPostedAt(order: StoredOrder, knownAt: number): StoredOrder;
  /** Keeps an order with its codes and words. 'unchanged' when the same content is there already. */
  upsert(input: {
    orderNumber: string;
    posted: string;
    codes: readonly OrderCode[];
    words: string;
    now: number;
  }): {
    readonly key: number;
    readonly status: 'created' | 'updated' | 'unchanged';
  };
  /** Orders and parcels a canonical code belongs to. */
  byCode(code: string): readonly OwnedCode[];
  /** Codes that begin or end like the text, at most `limit`. */
  codesLike(
    text: string,
    limit: number,
  ): { readonly code: string; readonly orderKey: number; readonly parcelId: string }[];
  /** Orders whose words match an FTS query, the newest first. */
  byWords(query: string, limit: number): number[];
  /** Which of the words any order has. */
  knownWords(words: readonly string[]): string[];
  putBelief(belief: BeliefRow): void;
  /** The summaries that match, the most urgent promise first. */
  beliefs(filter: BeliefFilter): string[];
  beliefOf(orderKey: number): string | undefined;
  countsByState(): { readonly state: OrderState; readonly count: number }[];
  countBeliefs(filter: Omit<BeliefFilter, 'limit' | 'offset'>): number;
  /** Orders that ended, the newest end first. */
  endedKeys(limit: number): number[];
  /** Orders that ended before an instant and whose state is still retained at the broker. */
  endedBefore(instant: number): { readonly key: number; readonly orderNumber: string }[];
  unannounce(orderKey: number): void;
  /** Numbers of the orders that were entered last, the newest first. */
  newestNumbers(limit: number): string[];
  /** Orders nothing is believed of yet. */
  unbelieved(): number[];
  /** Since when open orders have been at the sites they are at. */
  waitingAtSites(): { readonly siteId: string; readonly since: number }[];
  /** Orders that are not final. */
  openKeys(): number[];
  /** Open orders whose promise has passed and that were last believed to be in time, the earliest promise first. */
  promisesPassed(now: number, limit: number): number[];
  /** Forgets what a failed transaction left in memory. */
  reload(): void;
}

/** Enough for the orders a site has in hand. */
const rememberedOrders = 10_000;

interface OrderRecord {
  order_key: number;
  order_number: string;
  posted: string;
  posted_hash: Buffer;
  created_time: number;
  updated_time: number;
}

export function createOrderStore(db: Database.Database): OrderStore {
  const select = db.prepare<[string], OrderRecord>('SELECT * FROM orders WHERE order_number = ?');
  const selectKey = db.prepare<[number], OrderRecord>('SELECT * FROM orders WHERE order_key = ?');
  // A parcel is scanned many times in a row of days, its order is posted once.
  const orders = new Remembered<number, StoredOrder | undefined>(rememberedOrders);
  const codes = new Remembered<string, OwnedCode[]>(2 * rememberedOrders);
  const summaries = new Remembered<number, string | undefined>(rememberedOrders);
  const { upsert } = writeStatements(db, (orderNumber) => select.get(orderNumber));
  return {
    get: (orderNumber) => toOrder(select.get(orderNumber)),
    byKey: (key) => orders.of(key, () => toOrder(selectKey.get(key))),
    asPostedAt: versionStatement(db),
    upsert(input) {
      const result = upsert(input);
      if (result.status === 'created') for (const { code } of input.codes) codes.forget(code);
      if (result.status === 'updated') codes.clear();
      orders.forget(result.key);
      return result;
    },
    ...codeStatements(db, codes),
    ...beliefStatements(db, summaries),
    reload() {
      orders.clear();
      codes.clear();
      summaries.clear();
    },
  };
}

function toOrder(record: OrderRecord | undefined): StoredOrder | undefined {
  return (
    record && {
      key: record.order_key,
      orderNumber: record.order_number,
      posted: record.posted,
      createdTime: record.created_time,
      updatedTime: record.updated_time,
    }
  );
}

function versionStatement(db: Database.Database): OrderStore['asPostedAt'] {
  const select = db.prepare<[number, number], { posted: string; from_time: number }>(
    'SELECT posted, from_time FROM order_versions WHERE order_key = ? AND to_time > ? ORDER BY from_time LIMIT 1',
  );
  return (order, knownAt) => {
    if (knownAt >= order.updatedTime) return order;
    const version = select.get(order.key, knownAt);
    return version === undefined
      ? order
      : { ...order, posted: version.posted, updatedTime: version.from_time };
  };
}

function writeStatements(db: Database.Database, find: (orderNumber: string) => OrderRecord | undefined) {
  const insert = db.prepare(
    'INSERT INTO orders (order_number, posted, posted_hash, created_time, updated_time) VALUES (?, ?, ?, ?, ?)',
  );
  const update = db.prepare(
    'UPDATE orders SET posted = ?, posted_hash = ?, updated_time = ? WHERE order_key = ?',
  );
  const keepVersion = db.prepare(
    'INSERT INTO order_versions (order_key, from_time, to_time, posted) VALUES (?, ?, ?, ?)',
  );
  const dropCodes = db.prepare('DELETE FROM order_codes WHERE order_key = ?');
  const insertCode = db.prepare(
    'INSERT OR IGNORE INTO order_codes (code, order_key, parcel_id) VALUES (?, ?, ?)',
  );
  const dropWords = db.prepare('DELETE FROM order_words WHERE rowid = ?');
  const insertWords = db.prepare('INSERT INTO order_words (rowid, words) VALUES (CAST(? AS INTEGER), ?)');
  const describe = (key: number, codes: readonly OrderCode[], words: string): void => {
    for (const { code, parcelId } of codes) insertCode.run(code, key, parcelId);
    insertWords.run(key, words);
  };
  const upsert: OrderStore['upsert'] = ({ orderNumber, posted, codes, words, now }) => {
    const hash = createHash('sha256').update(posted).digest().subarray(0, 16);
    const known = find(orderNumber);
    if (known === undefined) {
      const key = Number(insert.run(orderNumber, posted, hash, now, now).lastInsertRowid);
      describe(key, codes, words);
      return { key, status: 'created' };
    }
    if (known.posted_hash.equals(hash)) return { key: known.order_key, status: 'unchanged' };
    keepVersion.run(known.order_key, known.updated_time, now, known.posted);
    update.run(posted, hash, now, known.order_key);
    dropCodes.run(known.order_key);
    dropWords.run(known.order_key);
    describe(known.order_key, codes, words);
    return { key: known.order_key, status: 'updated' };
  };
  return { upsert };
}

function codeStatements(db: Database.Database, remembered: Remembered<string, OwnedCode[]>) {
  const byCode = db.prepare<[string], OwnedCode>(
    'SELECT order_key AS orderKey, parcel_id AS parcelId FROM order_codes WHERE code = ?',
  );
  const like = db.prepare<
    { from: string; to: string; limit: number },
    { code: string; orderKey: number; parcelId: string }
  >(
    `SELECT code, order_key AS orderKey, parcel_id AS parcelId FROM order_codes
     WHERE code >= :from AND code < :to ORDER BY code LIMIT :limit`,
  );
  const words = db
    .prepare<[string, number], number>(
      'SELECT rowid FROM order_words WHERE order_words MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
    .pluck();
  const known = db
    .prepare<[string], string>(
      'SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM order_terms WHERE term = value)',
    )
    .pluck();
  return {
    byCode: (code: string) => remembered.of(code, () => byCode.all(code)),
    codesLike: (text: string, limit: number) => like.all({ from: text, to: `${text}\u{10ffff}`, limit }),
    byWords: (query: string, limit: number) => words.all(query, limit),
    knownWords: (asked: readonly string[]) => known.all(JSON.stringify(asked)),
  };
}

function beliefStatements(db: Database.Database, summaries: Remembered<number, string | undefined>) {
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
  const where = `(:final IS NULL OR final = :final) AND (:state IS NULL OR state = :state)
    AND (:lateness IS NULL OR instr(:lateness, ' ' || lateness || ' ') > 0)
    AND (:promisedFrom IS NULL OR promised_until >= :promisedFrom) AND (:promisedTo IS NULL OR promised_until < :promisedTo)
    AND (:stateFrom IS NULL OR state_time >= :stateFrom)
    AND (:locationKind IS NULL OR location_kind = :locationKind) AND (:locationId IS NULL OR location_id = :locationId)`;
  const list = db
    .prepare<Record<string, unknown>, string>(
      `SELECT summary FROM order_beliefs WHERE ${where}
       ORDER BY final, promised_until IS NULL, promised_until, order_key LIMIT :limit OFFSET :offset`,
    )
    .pluck();
  const count = db
    .prepare<Record<string, unknown>, number>(`SELECT count(*) FROM order_beliefs WHERE ${where}`)
    .pluck();
  const one = db.prepare<[number], string>('SELECT summary FROM order_beliefs WHERE order_key = ?').pluck();
  const byState = db.prepare<[], { state: OrderState; count: number }>(
    'SELECT state, count(*) AS count FROM order_beliefs GROUP BY state',
  );
  const open = db.prepare<[], number>('SELECT order_key FROM order_beliefs WHERE final = 0').pluck();
  const newest = db
    .prepare<[number], string>('SELECT order_number FROM orders ORDER BY order_key DESC LIMIT ?')
    .pluck();
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
  const all = db.prepare<[], number>('SELECT count(*) FROM orders').pluck();
  const ended = db
    .prepare<[number], number>(
      'SELECT order_key FROM order_beliefs WHERE final = 1 ORDER BY state_time DESC LIMIT ?',
    )
    .pluck();
  const longEnded = db.prepare<[number], { key: number; orderNumber: string }>(
    `SELECT o.order_key AS key, o.order_number AS orderNumber FROM order_beliefs b JOIN orders o USING (order_key)
     WHERE b.final = 1 AND b.announced = 1 AND b.state_time < ?`,
  );
  const unannounce = db.prepare('UPDATE order_beliefs SET announced = 0 WHERE order_key = ?');
  return {
    count: () => all.get() ?? 0,
    putBelief(belief: BeliefRow): void {
      put.run(toColumns(belief));
      summaries.set(belief.orderKey, belief.summary);
    },
    beliefs: (filter: BeliefFilter) =>
      list.all({ ...bind(filter), limit: filter.limit, offset: filter.offset }),
    beliefOf: (orderKey: number) => summaries.of(orderKey, () => one.get(orderKey)),
    countsByState: () => byState.all(),
    countBeliefs: (filter: Omit<BeliefFilter, 'limit' | 'offset'>) => count.get(bind(filter)) ?? 0,
    newestNumbers: (limit: number) => newest.all(limit),
    unbelieved: () => unbelieved.all(),
    waitingAtSites: () => waiting.all(),
    openKeys: () => open.all(),
    promisesPassed: (now: number, limit: number) => passed.all(now, limit),
    endedKeys: (limit: number) => ended.all(limit),
    endedBefore: (instant: number) => longEnded.all(instant),
    unannounce: (orderKey: number) => void unannounce.run(orderKey),
  };
}

function toColumns(belief: BeliefRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(belief).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? Number(value) : (value ?? null),
    ]),
  );
}

function bind(filter: Omit<BeliefFilter, 'limit' | 'offset'>): Record<string, unknown> {
  return {
    final: filter.final === undefined ? null : Number(filter.final),
    state: filter.state ?? null,
    lateness: filter.lateness === undefined ? null : ` ${filter.lateness.join(' ')} `,
    promisedFrom: filter.promisedFrom ?? null,
    promisedTo: filter.promisedTo ?? null,
    stateFrom: filter.stateFrom ?? null,
    locationKind: filter.locationKind ?? null,
    locationId: filter.locationId ?? null,
  };
}
