import type Database from 'better-sqlite3';

/** A calibration as it is kept; instants in epoch ms. */
export interface CalibrationRecord {
  readonly calibrationId: string;
  readonly deviceId: string;
  readonly channel: string;
  readonly quantity: 'Temperature' | 'RelativeHumidity';
  readonly offset: number;
  readonly uncertainty?: number | undefined;
  readonly points?: readonly { readonly reference: number; readonly indicated: number }[] | undefined;
  readonly validFrom: number;
  readonly due?: number | undefined;
  readonly certificate?: string | undefined;
}

/** The calibration register; small, so that it is kept in memory. */
export interface CalibrationStore {
  put(record: CalibrationRecord): void;
  all(): Iterable<CalibrationRecord>;
  /** Those of a channel, the earliest first. */
  of(deviceId: string, channel: string, quantity: string): readonly CalibrationRecord[];
}

export function createCalibrationStore(db: Database.Database): CalibrationStore {
  const records = new Map<string, CalibrationRecord>();
  let byChannel = new Map<string, CalibrationRecord[]>();
  const rows = db.prepare<[], { body: string }>('SELECT body FROM calibrations').all();
  for (const { body } of rows) keep(JSON.parse(body) as CalibrationRecord);
  const upsert = db.prepare(
    'INSERT INTO calibrations (calibration_id, device_id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET device_id = excluded.device_id, body = excluded.body',
  );

  function keep(record: CalibrationRecord): void {
    records.set(record.calibrationId, record);
    const sorted = [...records.values()].sort((a, b) => a.validFrom - b.validFrom);
    byChannel = Map.groupBy(sorted, ({ deviceId, channel, quantity }) => nameOf(deviceId, channel, quantity));
  }

  return {
    put(record) {
      upsert.run(record.calibrationId, record.deviceId, JSON.stringify(record));
      keep(record);
    },
    all: () => records.values(),
    of: (deviceId, channel, quantity) => byChannel.get(nameOf(deviceId, channel, quantity)) ?? [],
  };
}

function nameOf(deviceId: string, channel: string, quantity: string): string {
  return `${deviceId}\n${channel}\n${quantity}`;
}

/** The one of these (earliest first) that applies at an instant. */
export function calibrationAt(
  records: readonly CalibrationRecord[],
  time: number,
): CalibrationRecord | undefined {
  return records.findLast(({ validFrom }) => validFrom <= time);
}

/** What a device said at an instant, with the offset of the calibration that applied then. */
export function corrected(records: readonly CalibrationRecord[], time: number, value: number): number {
  return withOffset(value, calibrationAt(records, time)?.offset ?? 0);
}

/** 8.1 - 0.1 is to be 8, as it would be on paper. */
export function withOffset(value: number, offset: number): number {
  return offset === 0 ? value : Number((value + offset).toFixed(6));
}
