import type Database from 'better-sqlite3';

import { gs1CheckDigit } from '#shared/domain/gs1-check.ts';
import type { ReturnDecision, ReturnKind } from '#shared/domain/return.ts';

export interface ReturnedItem {
  readonly sku?: string | undefined;
  readonly name: string;
  readonly quantity: number;
  readonly reason: string;
}

/** Goods on their way back; never deleted. */
export interface ReturnRow {
  readonly key: number;
  readonly orderKey: number;
  /** Its own number, canonical. */
  readonly returnNumber: string;
  readonly kind: ReturnKind;
  readonly items: readonly ReturnedItem[];
  readonly note: string | undefined;
  readonly createdTime: number;
  readonly createdBy: string;
}

export interface DecisionRow {
  readonly key: number;
  readonly decision: ReturnDecision;
  readonly note: string | undefined;
  readonly time: number;
  readonly who: string;
}

export interface ReturnStore {
  /** Keeps it and gives it its number. */
  create(created: Omit<ReturnRow, 'key' | 'returnNumber'>): ReturnRow;
  decide(key: number, decision: Omit<DecisionRow, 'key'>): void;
  get(returnNumber: string): ReturnRow | undefined;
  /** The order a canonical code is the return number of; from memory. */
  orderOf(code: string): number | undefined;
  /** As they were created. */
  ofOrder(orderKey: number): ReturnRow[];
  /** All that were made, the last counts. */
  decisionsOf(key: number): DecisionRow[];
  /** The newest first. */
  list(filter: {
    readonly orderKey?: number | undefined;
    readonly decided?: boolean | undefined;
    readonly limit: number;
    readonly offset: number;
  }): ReturnRow[];
  /** Reads the numbers again: what a failed transaction left in memory is not true. */
  reload(): void;
}

interface ReturnRecord {
  return_key: number;
  order_key: number;
  return_number: string;
  kind: ReturnKind;
  items: string;
  note: string | null;
  created_time: number;
  created_by: string;
}

interface DecisionRecord {
  decision_key: number;
  decision: ReturnDecision;
  note: string | null;
  time: number;
  who: string;
}

/** `RT`, a running number and a check digit, so that a mistyped one is noticed. */
export function returnNumberOf(key: number): string {
  const body = String(key).padStart(9, '0');
  return `RT${body}${gs1CheckDigit(body)}`;
}

export function createReturnStore(db: Database.Database): ReturnStore {
  const next = db.prepare<[], number>('SELECT ifnull(max(return_key), 0) + 1 FROM returns').pluck();
  const insert = db.prepare('INSERT INTO returns VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const decide = db.prepare(
    'INSERT INTO return_decisions (return_key, decision, note, time, who) VALUES (?, ?, ?, ?, ?)',
  );
  const one = db.prepare<[string], ReturnRecord>('SELECT * FROM returns WHERE return_number = ?');
  const ofOrder = db.prepare<[number], ReturnRecord>(
    'SELECT * FROM returns WHERE order_key = ? ORDER BY return_key',
  );
  const decisions = db.prepare<[number], DecisionRecord>(
    'SELECT * FROM return_decisions WHERE return_key = ? ORDER BY decision_key',
  );
  const list = db.prepare<Record<string, unknown>, ReturnRecord>(
    `SELECT * FROM returns r WHERE (:order IS NULL OR order_key = :order)
       AND (:decided IS NULL OR :decided = EXISTS (SELECT 1 FROM return_decisions d WHERE d.return_key = r.return_key))
     ORDER BY return_key DESC LIMIT :limit OFFSET :offset`,
  );
  const numbers = db.prepare<[], { return_number: string; order_key: number }>(
    'SELECT return_number, order_key FROM returns',
  );
  // Every scan of a code nobody knows asks whether it is one of these.
  let orders = new Map<string, number>();

  function reload(): void {
    orders = new Map(numbers.all().map((row) => [row.return_number, row.order_key]));
  }

  reload();
  return {
    create(created) {
      const key = next.get() ?? 1;
      const returnNumber = returnNumberOf(key);
      const { orderKey, kind, items, note, createdTime, createdBy } = created;
      const text = JSON.stringify(items);
      insert.run(key, orderKey, returnNumber, kind, text, note ?? null, createdTime, createdBy);
      orders.set(returnNumber, orderKey);
      return { ...created, key, returnNumber };
    },
    decide: (key, { decision, note, time, who }) => void decide.run(key, decision, note ?? null, time, who),
    get(returnNumber) {
      const record = one.get(returnNumber);
      return record && toReturn(record);
    },
    orderOf: (code) => orders.get(code),
    ofOrder: (orderKey) => ofOrder.all(orderKey).map(toReturn),
    decisionsOf: (key) =>
      decisions.all(key).map(({ decision_key, decision, note, time, who }) => ({
        key: decision_key,
        decision,
        note: note ?? undefined,
        time,
        who,
      })),
    list: ({ orderKey, decided, limit, offset }) =>
      list
        .all({
          order: orderKey ?? null,
          decided: decided === undefined ? null : Number(decided),
          limit,
          offset,
        })
        .map(toReturn),
    reload,
  };
}

function toReturn(record: ReturnRecord): ReturnRow {
  return {
    key: record.return_key,
    orderKey: record.order_key,
    returnNumber: record.return_number,
    kind: record.kind,
    items: JSON.parse(record.items) as ReturnedItem[],
    note: record.note ?? undefined,
    createdTime: record.created_time,
    createdBy: record.created_by,
  };
}
