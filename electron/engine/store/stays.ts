import type Database from 'better-sqlite3';

import { Remembered } from './remembered.ts';

/** A thing on another, from an instant of event time until another; canonical codes. */
export interface StayRow {
  readonly container: string;
  readonly from: number;
  readonly to: number;
}

/** Which codes were on which, in time. A cache: it follows from the scans. */
export interface StayStore {
  /** Makes these the stays of a code that end at an instant or later. Writes only what is not so already. */
  put(child: string, stays: readonly StayRow[], since?: number): void;
  /** Codes that were directly on a container at some time of a span, ends included. */
  childrenOf(container: string, from: number, to: number): string[];
  /** What a code was directly on at an instant. */
  containersOf(child: string, at: number): string[];
  /** True once after the table was made over a database that had scans before it. */
  isWanted(): boolean;
  /** Every code that was ever scanned onto something. */
  everyChild(): string[];
  built(): void;
}

/** So many things are known never to have had anything on them. */
const rememberedContainers = 50_000;

export function createStayStore(db: Database.Database): StayStore {
  const select = db.prepare<[string, number], StayRow>(
    'SELECT container, from_time AS "from", to_time AS "to" FROM stays WHERE child = ? AND to_time >= ?',
  );
  const remove = db.prepare(
    'DELETE FROM stays WHERE container = ? AND to_time = ? AND from_time = ? AND child = ?',
  );
  const insert = db.prepare(
    'INSERT OR IGNORE INTO stays (container, to_time, from_time, child) VALUES (?, ?, ?, ?)',
  );
  const children = db
    .prepare<[string, number, number], string>(
      'SELECT DISTINCT child FROM stays WHERE container = ? AND to_time >= ? AND from_time <= ?',
    )
    .pluck();
  const containers = db
    .prepare<{ child: string; at: number }, string>(
      'SELECT container FROM stays WHERE child = :child AND from_time <= :at AND to_time > :at',
    )
    .pluck();
  const wanted = db.prepare<[], number>("SELECT 1 FROM meta WHERE key = 'stays-wanted'").pluck();
  const every = db
    .prepare<[], string>(
      'SELECT DISTINCT c.code FROM scan_parents p JOIN scan_codes c ON c.scan_key = p.scan_key',
    )
    .pluck();
  const done = db.prepare("DELETE FROM meta WHERE key = 'stays-wanted'");
  const anyChild = db.prepare<[string], number>('SELECT 1 FROM stays WHERE container = ? LIMIT 1').pluck();
  // Parcels are asked about with each of their scans, and are hardly ever containers.
  const hasChildren = new Remembered<string, boolean>(rememberedContainers);
  return {
    put(child, stays, since = Number.MIN_SAFE_INTEGER) {
      const gone = new Map(select.all(child, since).map((row) => [nameOf(row), row]));
      const fresh = stays.filter((row) => row.to >= since && !gone.delete(nameOf(row)));
      for (const { container, from, to } of gone.values()) remove.run(container, to, from, child);
      for (const { container, from, to } of fresh) {
        insert.run(container, to, from, child);
        hasChildren.set(container, true);
      }
    },
    childrenOf: (container, from, to) =>
      hasChildren.of(container, () => anyChild.get(container) === 1) ? children.all(container, from, to) : [],
    containersOf: (child, at) => containers.all({ child, at }),
    isWanted: () => wanted.get() === 1,
    everyChild: () => every.all(),
    built: () => void done.run(),
  };
}

function nameOf({ container, from, to }: StayRow): string {
  return `${from} ${to} ${container}`;
}
