import type Database from 'better-sqlite3';

/** A logger file that was imported; `body` is what the contract shows of it. */
export interface LoggerImportRow {
  readonly key: number;
  readonly deviceId: string;
  readonly importedTime: number;
  readonly body: string;
}

export interface LoggerImportStore {
  /** Keeps an import; the same file again takes the place of the one before. */
  put(row: Omit<LoggerImportRow, 'key'> & { readonly fileHash: string }): number;
  /** The newest first. */
  list(deviceId: string | undefined, limit: number): LoggerImportRow[];
}

export function createLoggerImportStore(db: Database.Database): LoggerImportStore {
  const upsert = db
    .prepare<[string, number, string, string], number>(
      `INSERT INTO logger_imports (device_id, imported_time, file_hash, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (file_hash) DO UPDATE SET device_id = excluded.device_id, imported_time = excluded.imported_time, body = excluded.body
       RETURNING import_key`,
    )
    .pluck();
  const select = db.prepare<Record<string, string | number | null>, LoggerImportRow>(
    `SELECT import_key AS key, device_id AS deviceId, imported_time AS importedTime, body FROM logger_imports
     WHERE :deviceId IS NULL OR device_id = :deviceId ORDER BY imported_time DESC, import_key DESC LIMIT :limit`,
  );
  return {
    put: ({ deviceId, importedTime, fileHash, body }) => upsert.get(deviceId, importedTime, fileHash, body)!,
    list: (deviceId, limit) => select.all({ deviceId: deviceId ?? null, limit }),
  };
}
