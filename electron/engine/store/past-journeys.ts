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
  /** False where the same was known already. Only inside a transaction. */
  put(journey: PastJourney, recordTime: number): boolean;
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
    put: (journey, recordTime) =>
      put.run({
        orderNumber: journey.orderNumber,
        started: journey.started,
        delivered: journey.delivered,
        journey: JSON.stringify(journey),
        recordTime,
      }).changes > 0,
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
