import type Database from 'better-sqlite3';

/** Goods with a profile of their own on a carrier (its canonical code), from an instant of event time until another. */
export interface CargoRow {
  readonly carrier: string;
  readonly from: number;
  readonly to: number;
  readonly profileId: string;
}

export interface CargoStore {
  /** Makes these the cargo of an order; gives what is no longer or newly so, both empty where nothing changed. */
  put(orderKey: number, rows: readonly CargoRow[]): readonly CargoRow[];
  /** Cargo of a carrier, with the order it is of. */
  on(carrier: string): (CargoRow & { readonly orderKey: number })[];
  /** Cargo of an order, by when it came aboard. */
  ofOrder(orderKey: number): CargoRow[];
  /** Orders with cargo of one of these profiles that was aboard after an instant. */
  ordersSince(time: number, profileIds: readonly string[]): number[];
  /** Forgets what a failed transaction left in memory. */
  reload(): void;
}

export function createCargoStore(db: Database.Database): CargoStore {
  const keys = db.prepare<[], number>('SELECT DISTINCT order_key FROM cargo').pluck();
  const ofOrder = db.prepare<[number], CargoRow>(
    'SELECT carrier, from_time AS "from", to_time AS "to", profile_id AS profileId FROM cargo WHERE order_key = ? ORDER BY from_time, carrier',
  );
  const onCarrier = db.prepare<[string], CargoRow & { orderKey: number }>(
    `SELECT order_key AS orderKey, carrier, from_time AS "from", to_time AS "to", profile_id AS profileId
     FROM cargo WHERE carrier = ? ORDER BY from_time, order_key`,
  );
  const since = db
    .prepare<[number, string], number>(
      'SELECT DISTINCT order_key FROM cargo WHERE to_time >= ? AND profile_id IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const remove = db.prepare('DELETE FROM cargo WHERE order_key = ?');
  const insert = db.prepare(
    `INSERT OR IGNORE INTO cargo (order_key, carrier, from_time, to_time, profile_id)
     VALUES (:orderKey, :carrier, :from, :to, :profileId)`,
  );
  /** Orders that have any: most have none and cost nothing. */
  let known = new Set(keys.all());
  return {
    put(orderKey, rows) {
      if (rows.length === 0 && !known.has(orderKey)) return [];
      const before = known.has(orderKey) ? ofOrder.all(orderKey) : [];
      const changed = difference(before, rows);
      if (changed.length === 0) return [];
      remove.run(orderKey);
      for (const row of rows) insert.run({ orderKey, ...row });
      if (rows.length === 0) known.delete(orderKey);
      else known.add(orderKey);
      return changed;
    },
    on: (carrier) => onCarrier.all(carrier),
    ofOrder: (orderKey) => ofOrder.all(orderKey),
    ordersSince: (time, profileIds) => since.all(time, JSON.stringify(profileIds)),
    reload() {
      known = new Set(keys.all());
    },
  };
}

/** Rows that are in one list only. */
function difference(before: readonly CargoRow[], after: readonly CargoRow[]): CargoRow[] {
  const textOf = ({ carrier, from, to, profileId }: CargoRow): string =>
    JSON.stringify([carrier, from, to, profileId]);
  const [was, is] = [new Set(before.map(textOf)), new Set(after.map(textOf))];
  return [...before.filter((row) => !is.has(textOf(row))), ...after.filter((row) => !was.has(textOf(row)))];
}
