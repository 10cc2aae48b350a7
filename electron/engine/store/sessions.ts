import type Database from 'better-sqlite3';

export interface BrokerSession {
  readonly clientId: string;
  readonly filters: readonly string[];
  /** The broker's own count of messages it dropped, when it was last seen. */
  readonly dropped: number | undefined;
}

/** The sessions brokers keep for this database: a client id that stays, and the filters they hold. */
export interface SessionStore {
  get(broker: string): BrokerSession | undefined;
  put(broker: string, session: BrokerSession): void;
}

interface SessionRecord {
  client_id: string;
  filters: string;
  dropped: number | null;
}

export function createSessionStore(db: Database.Database): SessionStore {
  const select = db.prepare<[string], SessionRecord>(
    'SELECT client_id, filters, dropped FROM sessions WHERE broker = ?',
  );
  const upsert = db.prepare(
    `INSERT INTO sessions (broker, client_id, filters, dropped) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET client_id = excluded.client_id, filters = excluded.filters, dropped = excluded.dropped`,
  );
  return {
    get(broker) {
      const row = select.get(broker);
      return (
        row && {
          clientId: row.client_id,
          filters: JSON.parse(row.filters) as string[],
          dropped: row.dropped ?? undefined,
        }
      );
    },
    put: (broker, session) =>
      void upsert.run(broker, session.clientId, JSON.stringify(session.filters), session.dropped ?? null),
  };
}
