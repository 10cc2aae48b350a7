import type Database from 'better-sqlite3';

import type { Pause } from '../alerts/pauses.ts';

/** Pauses of devices and channels, as their facts tell them. A cache: it follows from the facts. */
export interface PauseStore {
  /** Those that overlap a span of event time or touch it, ascending. */
  touching(ref: string, from: number, to: number): Pause[];
  /** Puts others in the place of those that lie in a closed span; what ended before `keptSince` is forgotten. */
  replace(
    ref: string,
    span: { readonly from: number; readonly to: number },
    pauses: readonly Pause[],
    keptSince: number,
  ): void;
}

export function createPauseStore(db: Database.Database): PauseStore {
  const touching = db.prepare<[string, number, number], Pause>(
    'SELECT last, until, usual_ms AS usualMs FROM pauses WHERE ref = ? AND until >= ? AND last <= ? ORDER BY last',
  );
  const remove = db.prepare('DELETE FROM pauses WHERE ref = ? AND last >= ? AND until <= ?');
  const forget = db.prepare('DELETE FROM pauses WHERE ref = ? AND last < ?');
  const insert = db.prepare('INSERT OR REPLACE INTO pauses (ref, last, until, usual_ms) VALUES (?, ?, ?, ?)');
  return {
    touching: (ref, from, to) => touching.all(ref, from, to),
    replace(ref, { from, to }, pauses, keptSince) {
      remove.run(ref, from, to);
      for (const { last, until, usualMs } of pauses) insert.run(ref, last, until, usualMs);
      forget.run(ref, keptSince);
    },
  };
}
