import type Database from 'better-sqlite3';

/** A topic filter that is taken in beside the documented ones. */
export interface SourceConfig {
  readonly sourceId: string;
  readonly topicFilter: string;
  /** `auto`: by content; else the id of a format. */
  readonly format: string;
  readonly siteId?: string | undefined;
}

/** Sources as configured; few, so they are kept in memory. */
export interface SourceStore {
  all(): Iterable<SourceConfig>;
  put(source: SourceConfig): void;
  /** False when there is no such source. */
  drop(sourceId: string): boolean;
}

export function createSourceStore(db: Database.Database): SourceStore {
  const sources = new Map<string, SourceConfig>();
  const rows = db
    .prepare<[], { source_id: string; topic_filter: string; format: string; site_id: string | null }>(
      'SELECT * FROM sources',
    )
    .all();
  for (const row of rows) {
    sources.set(row.source_id, {
      sourceId: row.source_id,
      topicFilter: row.topic_filter,
      format: row.format,
      siteId: row.site_id ?? undefined,
    });
  }
  const upsert = db.prepare(
    `INSERT INTO sources (source_id, topic_filter, format, site_id) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET topic_filter = excluded.topic_filter, format = excluded.format, site_id = excluded.site_id`,
  );
  const remove = db.prepare('DELETE FROM sources WHERE source_id = ?');
  return {
    all: () => sources.values(),
    put(source) {
      upsert.run(source.sourceId, source.topicFilter, source.format, source.siteId ?? null);
      sources.set(source.sourceId, source);
    },
    drop(sourceId) {
      remove.run(sourceId);
      return sources.delete(sourceId);
    },
  };
}
