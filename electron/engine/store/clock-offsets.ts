import { hourMs, minuteMs } from '#shared/domain/time.ts';
import type Database from 'better-sqlite3';

/** How far a device's clock was off; instants are arrivals, `until` is open while it is. */
export interface ClockOffset {
  /** 0 where it was wrong when the device was first heard: nobody knows since when. */
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

/** What arrives within this time of what it tells of tells by that what its clock said. */
const promptMs = 2 * minuteMs;
/** Devices speak so seldom at times that a clock went wrong, or right, this long before it was noticed. */
const noticedWithinMs = 2 * hourMs;
const right: readonly number[] = [0];

/**
 * By how much what a device said of an instant may have been off, the likeliest first; 0 alone where its clock was
 * right. What came promptly tells by its arrival. What was held up is off by what the clock was found to be off by
 * then, and where that is not known either: before the device was first heard, or about when its clock changed.
 */
export function offsetsAt(
  offsets: readonly ClockOffset[],
  said: number,
  receivedAt: number,
): readonly number[] {
  if (offsets.length === 0) return right;
  const near = offsets.filter((each) => isIn(each, said, noticedWithinMs));
  if (near.length === 0) return right;
  const known = near.findLast((each) => isIn(each, said, 0));
  const possible = [...new Set([known?.offsetMs ?? 0, 0, ...near.map(({ offsetMs }) => offsetMs)])];
  const prompt = possible.filter((offsetMs) => Math.abs(said - offsetMs - receivedAt) <= promptMs);
  if (prompt.length > 0) return prompt;
  return known !== undefined && known.since > 0 ? [known.offsetMs] : possible;
}

function isIn({ since, until = Infinity, offsetMs }: ClockOffset, said: number, marginMs: number): boolean {
  return said - offsetMs >= since - marginMs && said - offsetMs < until + marginMs;
}
