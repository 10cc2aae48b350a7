import type Database from 'better-sqlite3';

/** Devices that somebody counts on and that never said anything, with the instant since when. */
export interface ExpectedDeviceStore {
  all(): { readonly deviceId: string; readonly since: number }[];
  put(deviceId: string, since: number): void;
  remove(deviceId: string): void;
}

export function createExpectedDeviceStore(db: Database.Database): ExpectedDeviceStore {
  const all = db.prepare<[], { deviceId: string; since: number }>(
    'SELECT device_id AS deviceId, since FROM expected_devices ORDER BY device_id',
  );
  const insert = db.prepare('INSERT OR IGNORE INTO expected_devices (device_id, since) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM expected_devices WHERE device_id = ?');
  return {
    all: () => all.all(),
    put: (deviceId, since) => void insert.run(deviceId, since),
    remove: (deviceId) => void remove.run(deviceId),
  };
}
