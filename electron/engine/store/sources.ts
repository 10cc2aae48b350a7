import type Database from 'better-sqlite3';

import type { Mapping } from '#shared/domain/mapping.ts';

/** A topic filter that is taken in beside the documented ones. */
export interface SourceConfig {
  readonly sourceId: string;
  readonly topicFilter: string;
  /** `auto`: by content; else the id of a format. */
  readonly format: string;
  readonly siteId?: string | undefined;
  /** How its messages become facts; wins over any format. */
  readonly mapping?: Mapping | undefined;
  readonly mappingVersion?: number | undefined;
}

/** A mapping as it was saved. */
export interface MappingVersion {
  readonly version: number;
  readonly savedTime: number;
  readonly savedBy: string;
  readonly mapping: Mapping;
}

export interface Saving {
  readonly time: number;
  readonly by: string;
}

/** Sources as configured; few, so they are kept in memory. */
export interface SourceStore {
  all(): Iterable<SourceConfig>;
  get(sourceId: string): SourceConfig | undefined;
  /** A mapping that differs from the one in force becomes a new version; the versions before are kept. */
  put(source: SourceConfig, saving: Saving): SourceConfig;
  /** False when there is no such source. */
  drop(sourceId: string): boolean;
  /** Newest first. */
  versions(sourceId: string): MappingVersion[];
}

interface SourceRecord {
  source_id: string;
  topic_filter: string;
  format: string;
  site_id: string | null;
  mapping_version: number | null;
  mapping: string | null;
}

interface VersionRecord {
  version: number;
  saved_time: number;
  saved_by: string;
  mapping: string;
}

export function createSourceStore(db: Database.Database): SourceStore {
  const sources = new Map<string, SourceConfig>();
  const rows = db
    .prepare<[], SourceRecord>(
      `SELECT s.*, m.mapping FROM sources s
       LEFT JOIN mappings m ON m.source_id = s.source_id AND m.version = s.mapping_version`,
    )
    .all();
  for (const row of rows) sources.set(row.source_id, configOf(row));
  const upsert = db.prepare(
    `INSERT INTO sources (source_id, topic_filter, format, site_id, mapping_version) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET topic_filter = excluded.topic_filter, format = excluded.format,
       site_id = excluded.site_id, mapping_version = excluded.mapping_version`,
  );
  const remove = db.prepare('DELETE FROM sources WHERE source_id = ?');
  const newest = db
    .prepare<[string], number | null>('SELECT max(version) FROM mappings WHERE source_id = ?')
    .pluck();
  const insertVersion = db.prepare(
    'INSERT INTO mappings (source_id, version, saved_time, saved_by, mapping) VALUES (?, ?, ?, ?, ?)',
  );
  const selectVersions = db.prepare<[string], VersionRecord>(
    'SELECT version, saved_time, saved_by, mapping FROM mappings WHERE source_id = ? ORDER BY version DESC',
  );

  function versionOf({ sourceId, mapping }: SourceConfig, { time, by }: Saving): number | undefined {
    if (mapping === undefined) return undefined;
    const text = JSON.stringify(mapping);
    const now = sources.get(sourceId);
    if (now?.mapping !== undefined && JSON.stringify(now.mapping) === text) return now.mappingVersion;
    const version = (newest.get(sourceId) ?? 0) + 1;
    insertVersion.run(sourceId, version, time, by, text);
    return version;
  }

  return {
    all: () => sources.values(),
    get: (sourceId) => sources.get(sourceId),
    put: (source, saving) =>
      db.transaction(() => {
        const mappingVersion = versionOf(source, saving);
        const { sourceId, topicFilter, format, siteId } = source;
        upsert.run(sourceId, topicFilter, format, siteId ?? null, mappingVersion ?? null);
        const saved = { ...source, mappingVersion };
        sources.set(sourceId, saved);
        return saved;
      })(),
    drop(sourceId) {
      remove.run(sourceId);
      return sources.delete(sourceId);
    },
    versions: (sourceId) =>
      selectVersions.all(sourceId).map((row) => ({
        version: row.version,
        savedTime: row.saved_time,
        savedBy: row.saved_by,
        mapping: JSON.parse(row.mapping) as Mapping,
      })),
  };
}

function configOf(row: SourceRecord): SourceConfig {
  return {
    sourceId: row.source_id,
    topicFilter: row.topic_filter,
    format: row.format,
    siteId: row.site_id ?? undefined,
    // It was checked when it was saved.
    mapping: row.mapping === null ? undefined : (JSON.parse(row.mapping) as Mapping),
    mappingVersion: row.mapping_version ?? undefined,
  };
}
