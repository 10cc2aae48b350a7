import type Database from 'better-sqlite3';

import type { OrderState } from '#shared/domain/order-state.ts';

/** One estimate of an order's arrival as it was given. Instants in epoch ms; '' where a property is not known. */
export interface PredictionRow {
  readonly orderKey: number;
  readonly made: number;
  readonly state: OrderState;
  readonly model: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly site: string;
  readonly lane: string;
  readonly carrier: string;
  readonly service: string;
  readonly driver: string;
}

/** A prediction beside when the order was really delivered. */
export interface JudgedPrediction extends PredictionRow {
  readonly delivered: number;
}

/** What was predicted: appended to, never changed. */
export interface PredictionStore {
  append(row: PredictionRow): void;
  /** The state and time of the newest prediction of an order. */
  last(orderKey: number): { readonly state: OrderState; readonly made: number } | undefined;
  /**
   * Predictions of the orders delivered in a half-open range, by order and time, from the newest deliveries back to
   * about `limit` of them; those made after the delivery, when late news came, are none.
   */
  judged(from: number, to: number, limit: number): JudgedPrediction[];
}

export function createPredictionStore(db: Database.Database): PredictionStore {
  const insert = db.prepare(
    `INSERT INTO eta_predictions (order_key, made_time, state, model, p10, p50, p90, site, lane, carrier, service, driver)
     VALUES (:orderKey, :made, :state, :model, :p10, :p50, :p90, :site, :lane, :carrier, :service, :driver)`,
  );
  const last = db.prepare<[number], { state: OrderState; made: number }>(
    `SELECT state, made_time AS made FROM eta_predictions WHERE order_key = ? ORDER BY made_time DESC LIMIT 1`,
  );
  const judged = db.prepare<{ from: number; to: number; limit: number }, JudgedPrediction>(
    `SELECT p.order_key AS orderKey, p.made_time AS made, p.state, p.model, p.p10, p.p50, p.p90, p.site, p.lane,
       p.carrier, p.service, p.driver, b.state_time AS delivered
     FROM order_beliefs b JOIN eta_predictions p USING (order_key)
     WHERE b.state = 'delivered' AND b.state_time >= :from AND b.state_time < :to AND p.made_time < b.state_time
     ORDER BY b.state_time DESC, b.order_key, p.made_time LIMIT :limit`,
  );
  return {
    append: (row) => void insert.run(row),
    last: (orderKey) => last.get(orderKey),
    judged: (from, to, limit) => judged.all({ from, to, limit }),
  };
}
