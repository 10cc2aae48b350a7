import type Database from 'better-sqlite3';

/** One step of the schema, never edited once shipped. */
export interface Migration {
  /** Tens, so that a hot-fix can be slotted in. */
  readonly version: number;
  readonly name: string;
  up(db: Database.Database): void;
}
