import type Database from 'better-sqlite3';

/** How far a device's clock was off; instants are arrivals, `until` is open while it is. */
export interface ClockOffset {
  readonly since: number;
  readonly until: number | undefined;
  /** Positive: the clock is fast. */
  readonly offsetMs: number;
}

/** Clocks that were found to be wrong; few, so that they are kept in memory. */
export interface ClockOffsetStore {
  /** Those of a device, the earliest first. */
  of(deviceKey: number): readonly ClockOffset[];
  /** Puts an offset, in the place of one that began at the same time. */
  put(deviceKey: number, offset: ClockOffset): void;
  /** Reads everything again. */
  reload(): void;
}

interface Row {
  readonly device_key: number;
  readonly since: number;
  readonly until: number | null;
  readonly offset_ms: number;
}

export function createClockOffsetStore(db: Database.Database): ClockOffsetStore {
  let known = new Map<number, ClockOffset[]>();
  const all = db.prepare<[], Row>('SELECT * FROM clock_offsets ORDER BY device_key, since');
  const upsert = db.prepare<[number, number, number | null, number]>(
    'INSERT INTO clock_offsets (device_key, since, until, offset_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until, offset_ms = excluded.offset_ms',
  );

  function reload(): void {
    known = new Map();
    for (const { device_key, since, until, offset_ms } of all.all()) {
      const offset = { since, until: until ?? undefined, offsetMs: offset_ms };
      known.set(device_key, [...(known.get(device_key) ?? []), offset]);
    }
  }

  reload();
  return {
    of: (deviceKey) => known.get(deviceKey) ?? [],
    put(deviceKey, offset) {
      upsert.run(deviceKey, offset.since, offset.until ?? null, offset.offsetMs);
      const others = (known.get(deviceKey) ?? []).filter(({ since }) => since !== offset.since);
      known.set(
        deviceKey,
        [...others, offset].sort((a, b) => a.since - b.since),
      );
    },
    reload,
  };
}

/** By how much what a device said of an instant was off; 0 where its clock was right. */
export function offsetAt(offsets: readonly ClockOffset[], said: number): number {
  const found = offsets.findLast(
    ({ since, until, offsetMs }) => said - offsetMs >= since && said - offsetMs < (until ?? Infinity),
  );
  return found?.offsetMs ?? 0;
}
