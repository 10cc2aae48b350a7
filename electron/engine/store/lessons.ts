import type Database from 'better-sqlite3';

/** What an order that ended taught; the text is its own. */
export interface StoredLesson {
  readonly orderKey: number;
  /** When it ended, in epoch milliseconds. */
  readonly ended: number;
  readonly lesson: string;
}

/** What each order that ended taught of what is usual. A cache: it follows from the facts. */
export interface LessonStore {
  put(lesson: StoredLesson): void;
  drop(orderKey: number): void;
  /** The newest by when they ended. */
  newest(limit: number): StoredLesson[];
  /** When the first scan that is kept was heard; undefined where there is none. */
  firstHeard(): number | undefined;
}

export function createLessonStore(db: Database.Database): LessonStore {
  const put = db.prepare(
    'INSERT OR REPLACE INTO order_lessons (order_key, ended, lesson) VALUES (:orderKey, :ended, :lesson)',
  );
  const drop = db.prepare('DELETE FROM order_lessons WHERE order_key = ?');
  const newest = db.prepare<[number], StoredLesson>(
    'SELECT order_key AS orderKey, ended, lesson FROM order_lessons ORDER BY ended DESC, order_key LIMIT ?',
  );
  const first = db.prepare<[], number>('SELECT record_time FROM scans ORDER BY scan_key LIMIT 1').pluck();
  return {
    firstHeard: () => first.get(),
    put: (lesson) => void put.run(lesson),
    drop: (orderKey) => void drop.run(orderKey),
    newest: (limit) => newest.all(limit),
  };
}
