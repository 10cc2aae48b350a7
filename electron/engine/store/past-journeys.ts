import type Database from 'better-sqlite3';

import type { OrderState } from '#shared/domain/order-state.ts';

/** A journey that ended before Waymark was there. Instants in epoch milliseconds. */
export interface PastJourney {
  readonly orderNumber: string;
  /** The first instant that is known of it. */
  readonly started: number;
  readonly delivered: number;
  readonly promised?: number | undefined;
  readonly origin?: string | undefined;
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly city?: string | undefined;
  readonly serviceLevel?: string | undefined;
  readonly carrier?: string | undefined;
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
  /** The states it is known to have been in, and since when, the earliest first; `created` when it was placed. */
  readonly entries: readonly { readonly state: OrderState; readonly entered: number }[];
}

/** How much history there is. Instants in epoch milliseconds; null without any. */
export interface PastExtent {
  readonly journeys: number;
  readonly from: number | null;
  readonly to: number | null;
  /** When any of it came in last. */
  readonly changed: number | null;
}

/** A model as it was learned: what it says of itself, and itself as bytes. */
export interface StoredModel {
  readonly version: number;
  readonly trainedTime: number;
  /** Of the bytes; another format is not read. */
  readonly format: number;
  /** JSON. */
  readonly summary: string;
  readonly model: Buffer;
}

/** Imported journeys, and the models learned from them. */
export interface PastJourneyStore {
  /** False where the same was known already. Remembers what was there before. Only inside a transaction. */
  put(journey: PastJourney, recordTime: number): boolean;
  /** What was put stays: what was there before is forgotten. Only inside a transaction. */
  settle(): void;
  /** Something was put that was not settled. */
  isUnsettled(): boolean;
  /** Puts back some of what was there before it was put; true when there may be more. Only inside a transaction. */
  undoSome(limit: number): boolean;
  extent(): PastExtent;
  /** The newest by delivery. */
  newest(limit: number): PastJourney[];
  /** Keeps a model and gives its version; of earlier ones the newest few stay. */
  addModel(model: Omit<StoredModel, 'version'>): number;
  newestModel(): StoredModel | undefined;
}

const keptModels = 3;

export function createPastJourneyStore(db: Database.Database): PastJourneyStore {
  const put = db.prepare(
    `INSERT INTO past_journeys (order_number, started, delivered, journey, record_time)
     VALUES (:orderNumber, :started, :delivered, :journey, :recordTime)
     ON CONFLICT (order_number) DO UPDATE SET started = excluded.started, delivered = excluded.delivered,
       journey = excluded.journey, record_time = excluded.record_time
     WHERE journey <> excluded.journey`,
  );
  const before = createBefore(db);
  const extent = db.prepare<[], PastExtent>(
    `SELECT count(*) AS journeys, min(started) AS "from", max(delivered) AS "to", max(record_time) AS changed FROM past_journeys`,
  );
  const newest = db
    .prepare<[number], string>(
      'SELECT journey FROM past_journeys ORDER BY delivered DESC, order_number LIMIT ?',
    )
    .pluck();
  const add = db.prepare(
    'INSERT INTO eta_models (trained_time, format, summary, model) VALUES (:trainedTime, :format, :summary, :model)',
  );
  const dropOld = db.prepare('DELETE FROM eta_models WHERE version <= ?');
  const last = db.prepare<[], StoredModel>(
    `SELECT version, trained_time AS trainedTime, format, summary, model FROM eta_models
     ORDER BY version DESC LIMIT 1`,
  );
  return {
    put(journey, recordTime) {
      const { orderNumber, started, delivered } = journey;
      before.keep(orderNumber);
      return (
        put.run({ orderNumber, started, delivered, journey: JSON.stringify(journey), recordTime }).changes > 0
      );
    },
    settle: before.forget,
    isUnsettled: () => before.has(),
    undoSome: (atMost) => before.undoSome(atMost),
    extent: () => extent.get()!,
    newest: (limit) => newest.all(limit).map((text) => JSON.parse(text) as PastJourney),
    addModel(model) {
      const version = Number(add.run(model).lastInsertRowid);
      dropOld.run(version - keptModels);
      return version;
    },
    newestModel: () => last.get(),
  };
}

/** What was there before a journey was put. */
function createBefore(db: Database.Database) {
  const columns = 'order_number, started, delivered, journey, record_time';
  const keep = db.prepare(
    `INSERT OR IGNORE INTO past_journeys_before (${columns})
     SELECT n.value, p.started, p.delivered, p.journey, p.record_time
     FROM (SELECT ? AS value) n LEFT JOIN past_journeys p ON p.order_number = n.value`,
  );
  const some = db
    .prepare<[number], string>('SELECT order_number FROM past_journeys_before ORDER BY order_number LIMIT ?')
    .pluck();
  const any = db.prepare('SELECT 1 FROM past_journeys_before LIMIT 1');
  const drop = db.prepare('DELETE FROM past_journeys WHERE order_number = ?');
  const putBack = db.prepare(
    `INSERT INTO past_journeys (${columns})
     SELECT ${columns} FROM past_journeys_before WHERE order_number = ? AND journey IS NOT NULL`,
  );
  const forgetOne = db.prepare('DELETE FROM past_journeys_before WHERE order_number = ?');
  const forgetAll = db.prepare('DELETE FROM past_journeys_before');
  return {
    keep: (orderNumber: string) => void keep.run(orderNumber),
    has: () => any.get() !== undefined,
    forget: () => void forgetAll.run(),
    undoSome(limit: number): boolean {
      const numbers = some.all(limit);
      for (const number of numbers) for (const statement of [drop, putBack, forgetOne]) statement.run(number);
      return numbers.length === limit;
    },
  };
}
