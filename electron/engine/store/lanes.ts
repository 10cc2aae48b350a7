import type Database from 'better-sqlite3';

/** A touchpoint that an order passed with all its parcels, and who scanned the last of them. */
export interface Touch {
  readonly siteId: string;
  readonly bizStep: string;
  /** Milliseconds after the order was placed. */
  readonly afterMs: number;
  readonly eventTime: number;
  readonly deviceId: string;
  readonly readPoint: string | undefined;
}

/** How an order went that has been delivered. */
export interface Trip {
  readonly orderNumber: string;
  readonly ended: number;
  /** Milliseconds from placing to delivery. */
  readonly deliveredMs: number;
  readonly touches: readonly Touch[];
}

/** A device that scans at a place, and where there. */
export interface UsualDevice {
  readonly deviceId: string;
  readonly readPoint: string | undefined;
}

/** Trips of orders that were delivered, by lane. A cache: it follows from the scans. */
export interface LaneStore {
  put(orderKey: number, lane: string, trip: Trip): void;
  forget(orderKey: number): void;
  /** The lane an order taught, if it did. */
  laneOf(orderKey: number): string | undefined;
  /** Trips of a lane that had ended by an instant, the newest first. */
  trips(lane: string, until: number, limit: number): Trip[];
  /** When trips of a lane ended, the newest first. */
  ends(lane: string, limit: number): number[];
  /** Touchpoints of orders that ended since an instant, by order and time; at most `limit`, the newest orders. */
  touchesSince(ended: number, limit: number): PassedTouch[];
  /** Who scanned last at a site for a step up to an instant, the most frequent first, at most three. */
  usualDevices(siteId: string, bizStep: string, until: number): UsualDevice[];
}

/** A touchpoint an order passed that has ended. */
export interface PassedTouch {
  readonly orderKey: number;
  readonly siteId: string;
  readonly time: number;
  /** It was delivered after its promise. */
  readonly late: number;
}

interface TouchRecord {
  siteId: string;
  bizStep: string;
  afterMs: number;
  eventTime: number;
  deviceId: string;
  readPoint: string | null;
}

export function createLaneStore(db: Database.Database): LaneStore {
  const put = db.prepare(
    'INSERT OR REPLACE INTO lane_trips (order_key, lane, order_number, ended, delivered_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const putTouch = db.prepare(
    `INSERT OR REPLACE INTO lane_touches (order_key, site_id, biz_step, after_ms, event_time, device_id, read_point)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const drop = db.prepare('DELETE FROM lane_trips WHERE order_key = ?');
  const dropTouches = db.prepare('DELETE FROM lane_touches WHERE order_key = ?');
  const lane = db.prepare<[number], string>('SELECT lane FROM lane_trips WHERE order_key = ?').pluck();
  const trips = db.prepare<
    [string, number, number],
    { orderKey: number; orderNumber: string; ended: number; deliveredMs: number }
  >(
    `SELECT order_key AS orderKey, order_number AS orderNumber, ended, delivered_ms AS deliveredMs FROM lane_trips
     WHERE lane = ? AND ended <= ? ORDER BY ended DESC, order_number LIMIT ?`,
  );
  const ends = db
    .prepare<[string, number], number>(
      'SELECT ended FROM lane_trips WHERE lane = ? ORDER BY ended DESC LIMIT ?',
    )
    .pluck();
  const touches = db.prepare<[number], TouchRecord>(
    `SELECT site_id AS siteId, biz_step AS bizStep, after_ms AS afterMs, event_time AS eventTime,
       device_id AS deviceId, read_point AS readPoint FROM lane_touches WHERE order_key = ?`,
  );
  const devices = db.prepare<[string, string, number], { deviceId: string; readPoint: string | null }>(
    `SELECT device_id AS deviceId, read_point AS readPoint FROM (
       SELECT device_id, read_point FROM lane_touches WHERE site_id = ? AND biz_step = ? AND event_time <= ?
       ORDER BY event_time DESC LIMIT 100)
     GROUP BY device_id, read_point ORDER BY count(*) DESC, device_id, read_point LIMIT 3`,
  );
  const touchesSince = db.prepare<{ ended: number; limit: number }, PassedTouch>(
    `SELECT t.order_key AS orderKey, t.site_id AS siteId, t.event_time AS time,
       coalesce(b.lateness = 'delivered-late', 0) AS late
     FROM (SELECT order_key FROM lane_trips WHERE ended >= :ended ORDER BY ended DESC LIMIT :limit) l
     JOIN lane_touches t USING (order_key) LEFT JOIN order_beliefs b USING (order_key)
     ORDER BY t.order_key, t.event_time, t.site_id, t.biz_step`,
  );
  function forget(orderKey: number): void {
    drop.run(orderKey);
    dropTouches.run(orderKey);
  }
  return {
    put(orderKey, of, trip) {
      forget(orderKey);
      put.run(orderKey, of, trip.orderNumber, trip.ended, trip.deliveredMs);
      for (const { siteId, bizStep, afterMs, eventTime, deviceId, readPoint } of trip.touches)
        putTouch.run(orderKey, siteId, bizStep, afterMs, eventTime, deviceId, readPoint ?? null);
    },
    forget,
    laneOf: (orderKey) => lane.get(orderKey),
    trips: (of, until, limit) =>
      trips.all(of, until, limit).map(({ orderKey, ...trip }) => ({
        ...trip,
        touches: touches.all(orderKey).map((each) => ({ ...each, readPoint: each.readPoint ?? undefined })),
      })),
    ends: (of, limit) => ends.all(of, limit),
    touchesSince: (ended, limit) => touchesSince.all({ ended, limit }),
    usualDevices: (siteId, bizStep, until) =>
      devices
        .all(siteId, bizStep, until)
        .map(({ deviceId, readPoint }) => ({ deviceId, readPoint: readPoint ?? undefined })),
  };
}
