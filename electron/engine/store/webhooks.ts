import type Database from 'better-sqlite3';

/** One call of a webhook as it came. */
export interface DeliveryRow {
  readonly provider: string;
  /** What makes it known again: the sender's id of it, else the hash of its body. */
  readonly deliveryId: string;
  readonly topic: string | undefined;
  readonly receivedTime: number;
  readonly body: string;
  readonly outcome: DeliveryOutcome;
  /** Why, where nothing came of it. */
  readonly detail: string | undefined;
}

export type DeliveryOutcome = 'taken' | 'ignored' | 'rejected';

/** Which order a shop's own key means, and how new what is known of it is. */
export interface ShopOrderRow {
  readonly orderNumber: string;
  readonly updatedTime: number;
}

export interface ProviderCount {
  readonly provider: string;
  readonly outcome: DeliveryOutcome;
  readonly count: number;
  readonly lastTime: number;
}

export interface ReasonCount {
  readonly outcome: 'ignored' | 'rejected';
  readonly reason: string;
  readonly count: number;
}

const shownReasons = 5;

export interface WebhookStore {
  /** False when it has been kept before. */
  keep(delivery: DeliveryRow): boolean;
  isKnown(provider: string, deliveryId: string): boolean;
  counts(): ProviderCount[];
  /** Why nothing came of calls, the most frequent first. */
  reasons(provider: string): ReasonCount[];
  /** Somebody called without proof; what was sent is not kept. */
  refuse(provider: string, now: number): void;
  refused(provider: string): { readonly count: number; readonly lastTime: number } | undefined;
  shopOrder(provider: string, shopKey: string): ShopOrderRow | undefined;
  putShopOrder(provider: string, shopKey: string, row: ShopOrderRow): void;
}

export function createWebhookStore(db: Database.Database): WebhookStore {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO webhook_deliveries (provider, delivery_id, topic, received_time, body, outcome, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const known = db
    .prepare<[string, string], number>(
      'SELECT 1 FROM webhook_deliveries WHERE provider = ? AND delivery_id = ?',
    )
    .pluck();
  const counts = db.prepare<[], ProviderCount>(
    `SELECT provider, outcome, count(*) AS count, max(received_time) AS lastTime
     FROM webhook_deliveries GROUP BY provider, outcome`,
  );
  const reasons = db.prepare<[string, number], ReasonCount>(
    `SELECT outcome, detail AS reason, count(*) AS count FROM webhook_deliveries
     WHERE provider = ? AND outcome <> 'taken' AND detail IS NOT NULL
     GROUP BY outcome, detail ORDER BY count(*) DESC, detail LIMIT ?`,
  );
  const refuse = db.prepare(
    `INSERT INTO webhook_refusals VALUES (?, 1, ?)
     ON CONFLICT DO UPDATE SET count = count + 1, last_time = excluded.last_time`,
  );
  const refused = db.prepare<[string], { count: number; lastTime: number }>(
    'SELECT count, last_time AS lastTime FROM webhook_refusals WHERE provider = ?',
  );
  const order = db.prepare<[string, string], ShopOrderRow>(
    `SELECT order_number AS orderNumber, updated_time AS updatedTime FROM shop_orders
     WHERE provider = ? AND shop_key = ?`,
  );
  const putOrder = db.prepare(
    `INSERT INTO shop_orders VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET order_number = excluded.order_number, updated_time = excluded.updated_time`,
  );
  return {
    keep: ({ provider, deliveryId, topic, receivedTime, body, outcome, detail }) =>
      insert.run(provider, deliveryId, topic ?? null, receivedTime, body, outcome, detail ?? null).changes >
      0,
    isKnown: (provider, deliveryId) => known.get(provider, deliveryId) !== undefined,
    counts: () => counts.all(),
    reasons: (provider) => reasons.all(provider, shownReasons),
    refuse: (provider, now) => void refuse.run(provider, now),
    refused: (provider) => refused.get(provider),
    shopOrder: (provider, shopKey) => order.get(provider, shopKey),
    putShopOrder: (provider, shopKey, { orderNumber, updatedTime }) =>
      void putOrder.run(provider, shopKey, orderNumber, updatedTime),
  };
}
