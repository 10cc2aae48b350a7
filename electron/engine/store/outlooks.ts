import type Database from 'better-sqlite3';

/** How likely an order was to come too late at an instant; undefined where nobody could say. */
export interface OutlookSample {
  /** Epoch milliseconds, a full minute. */
  readonly time: number;
  readonly probability: number | undefined;
  /** A number for the facts it follows from. */
  readonly digest: number;
}

/** What was asked of an order. Instants in epoch milliseconds. */
export interface StoredOutlook {
  readonly orderKey: number;
  /** The promise it was asked about last. */
  readonly promise: number | undefined;
  /** What was asked of instants before this stays as it was said: the promise was another one then. */
  readonly settledUntil: number | undefined;
  /** By time. */
  readonly samples: readonly OutlookSample[];
  /** From which of them on it is to be asked again. */
  readonly againFrom: number | undefined;
  /** When there is something to ask; undefined for never. */
  readonly due: number | undefined;
}

/** What was asked of orders about their promises. */
export interface OutlookStore {
  of(orderKey: number): StoredOutlook | undefined;
  /** Keeps what was asked; nothing of it is to be asked again. */
  put(outlook: Omit<StoredOutlook, 'againFrom'>): void;
  /** There is something to ask of an order at an instant, by default now. */
  ask(orderKey: number, due?: number): void;
  /** What was asked of an order about instants from here on is to be asked again. */
  askAgain(orderKey: number, againFrom: number): void;
  /** The same of every order of which something was asked since; gives how many. */
  askAllSince(from: number): number;
  /** Orders of which there is something to ask, those that have waited longest first. */
  due(now: number, limit: number): number[];
  drop(orderKey: number): void;
  /** The same, unless it was thought likely once: what was told then stays told. */
  dropUnlikely(orderKey: number): void;
}

interface Row {
  readonly orderKey: number;
  readonly promise: number | null;
  readonly settledUntil: number | null;
  readonly samples: string;
  readonly againFrom: number | null;
  readonly due: number | null;
}

const minuteMs = 60_000;
const parts = 10_000;
const unknown = -1;

export function createOutlookStore(db: Database.Database): OutlookStore {
  const one = db.prepare<[number], Row>(
    `SELECT order_key AS orderKey, promise, settled_until AS settledUntil, samples, again_from AS againFrom, due
     FROM order_outlooks WHERE order_key = ?`,
  );
  const put = db.prepare(
    `INSERT OR REPLACE INTO order_outlooks (order_key, promise, settled_until, samples, newest, due)
     VALUES (:orderKey, :promise, :settledUntil, :samples, :newest, :due)`,
  );
  const ask = db.prepare(
    `INSERT INTO order_outlooks (order_key, samples, due) VALUES (?, '[]', ?)
     ON CONFLICT DO UPDATE SET due = min(coalesce(due, excluded.due), excluded.due)`,
  );
  const askAgain = db.prepare(
    'UPDATE order_outlooks SET due = 0, again_from = min(coalesce(again_from, :from), :from) WHERE order_key = :orderKey',
  );
  const askAll = db.prepare(
    'UPDATE order_outlooks SET due = 0, again_from = min(coalesce(again_from, :from), :from) WHERE newest >= :from',
  );
  const due = db
    .prepare<[number, number], number>(
      'SELECT order_key FROM order_outlooks WHERE due <= ? ORDER BY due LIMIT ?',
    )
    .pluck();
  const drop = db.prepare('DELETE FROM order_outlooks WHERE order_key = ?');
  const dropUnlikely = db.prepare(
    `DELETE FROM order_outlooks WHERE order_key = ? AND NOT EXISTS (
       SELECT 1 FROM alerts JOIN orders ON alerts.subject_id = orders.order_number
       WHERE orders.order_key = order_outlooks.order_key AND alerts.rule_key = 'late-predicted')`,
  );
  return {
    of(orderKey) {
      const row = one.get(orderKey);
      return (
        row && {
          orderKey,
          promise: row.promise ?? undefined,
          settledUntil: row.settledUntil ?? undefined,
          samples: unpacked(row.samples),
          againFrom: row.againFrom ?? undefined,
          due: row.due ?? undefined,
        }
      );
    },
    put({ orderKey, promise = null, settledUntil = null, samples, due: next = null }) {
      const newest = samples.at(-1)?.time ?? null;
      put.run({ orderKey, promise, settledUntil, samples: packed(samples), newest, due: next });
    },
    ask: (orderKey, next = 0) => void ask.run(orderKey, next),
    askAgain: (orderKey, from) => void askAgain.run({ orderKey, from }),
    askAllSince: (from) => askAll.run({ from }).changes,
    due: (now, limit) => due.all(now, limit),
    drop: (orderKey) => void drop.run(orderKey),
    dropUnlikely: (orderKey) => void dropUnlikely.run(orderKey),
  };
}

function packed(samples: readonly OutlookSample[]): string {
  return JSON.stringify(
    samples.flatMap(({ time, probability, digest }) => [
      time / minuteMs,
      probability === undefined ? unknown : Math.round(probability * parts),
      digest,
    ]),
  );
}

function unpacked(text: string): OutlookSample[] {
  const numbers = JSON.parse(text) as number[];
  return Array.from({ length: numbers.length / 3 }, (_, index) => {
    const [minutes, said, digest] = numbers.slice(3 * index, 3 * index + 3);
    const probability = said === unknown ? undefined : said! / parts;
    return { time: minutes! * minuteMs, probability, digest: digest! };
  });
}
