import type { Migration } from './migration.ts';

/**
 * Devices, what they said, and the books. All instants are epoch milliseconds. Facts are clustered by
 * (device or series, event time): that is how they are read, and duplicates are found by one seek there, since
 * the identity of a fact always includes its time. `content` is 48 bits of a SHA-256 over the canonical
 * fact; `n` numbers facts that share an instant.
 */
export const observations: Migration = {
  version: 10,
  name: 'observations',
  up(db) {
    db.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE topics (topic_key INTEGER PRIMARY KEY, topic TEXT NOT NULL UNIQUE) STRICT;

      CREATE TABLE devices (
        device_key INTEGER PRIMARY KEY,
        device_id TEXT NOT NULL UNIQUE,
        format TEXT NOT NULL,
        identity TEXT NOT NULL,
        heard_site_id TEXT,
        kind TEXT, site_id TEXT, read_point TEXT, biz_step TEXT, time_zone TEXT, expected_every_s REAL,
        channels TEXT,
        first_seen INTEGER, last_seen INTEGER, last_event_time INTEGER,
        stored INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
        ignored INTEGER NOT NULL DEFAULT 0, quarantined INTEGER NOT NULL DEFAULT 0,
        limited INTEGER NOT NULL DEFAULT 0,
        UNIQUE (format, identity)
      ) STRICT;

      CREATE TABLE series (
        series_key INTEGER PRIMARY KEY,
        device_key INTEGER NOT NULL REFERENCES devices,
        channel TEXT NOT NULL,
        type TEXT NOT NULL,
        uom TEXT NOT NULL,
        UNIQUE (device_key, channel, type, uom)
      ) STRICT;

      -- On which topics a device has been heard, so that a topic's facts are found without an index over all rows.
      CREATE TABLE topic_devices (
        topic_key INTEGER NOT NULL REFERENCES topics,
        device_key INTEGER NOT NULL REFERENCES devices,
        PRIMARY KEY (topic_key, device_key)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE messages (
        message_key INTEGER PRIMARY KEY,
        record_time INTEGER NOT NULL,
        topic_key INTEGER NOT NULL REFERENCES topics,
        retained INTEGER NOT NULL,
        payload BLOB NOT NULL
      ) STRICT;

      CREATE TABLE readings (
        series_key INTEGER NOT NULL REFERENCES series,
        event_time INTEGER NOT NULL,
        n INTEGER NOT NULL,
        value REAL NOT NULL CHECK (value BETWEEN -1e300 AND 1e300),
        record_time INTEGER NOT NULL,
        message_key INTEGER NOT NULL,
        quality INTEGER NOT NULL,
        boot TEXT, seq INTEGER,
        content INTEGER NOT NULL,
        PRIMARY KEY (series_key, event_time, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE positions (
        device_key INTEGER NOT NULL REFERENCES devices,
        event_time INTEGER NOT NULL,
        n INTEGER NOT NULL,
        lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
        lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180),
        speed_mps REAL, heading_deg REAL, accuracy_m REAL, altitude_m REAL,
        record_time INTEGER NOT NULL,
        message_key INTEGER NOT NULL,
        quality INTEGER NOT NULL,
        boot TEXT, seq INTEGER,
        content INTEGER NOT NULL,
        PRIMARY KEY (device_key, event_time, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE scans (
        scan_key INTEGER PRIMARY KEY,
        device_key INTEGER NOT NULL REFERENCES devices,
        event_time INTEGER NOT NULL,
        n INTEGER NOT NULL,
        site_id TEXT,
        codes TEXT NOT NULL,
        biz_step TEXT, read_point TEXT, vehicle_id TEXT, parent TEXT, outcome TEXT, quantity REAL,
        lat REAL, lon REAL, operator TEXT, antenna INTEGER, rssi_dbm REAL, reads INTEGER,
        record_time INTEGER NOT NULL,
        message_key INTEGER NOT NULL,
        quality INTEGER NOT NULL,
        boot TEXT, seq INTEGER,
        content INTEGER NOT NULL,
        UNIQUE (device_key, event_time, n)
      ) STRICT;
      CREATE INDEX scans_by_time ON scans (event_time);

      -- Canonical codes and parents, so that everything ever scanned of a thing is found by one seek.
      CREATE TABLE scan_codes (
        code TEXT NOT NULL,
        scan_key INTEGER NOT NULL REFERENCES scans,
        PRIMARY KEY (code, scan_key)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE scan_parents (
        parent TEXT NOT NULL,
        scan_key INTEGER NOT NULL REFERENCES scans,
        PRIMARY KEY (parent, scan_key)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE statuses (
        device_key INTEGER NOT NULL REFERENCES devices,
        event_time INTEGER NOT NULL,
        n INTEGER NOT NULL,
        online INTEGER, battery_pct REAL, rssi_dbm REAL, firmware TEXT, event TEXT, region TEXT,
        record_time INTEGER NOT NULL,
        message_key INTEGER NOT NULL,
        quality INTEGER NOT NULL,
        boot TEXT, seq INTEGER,
        content INTEGER NOT NULL,
        PRIMARY KEY (device_key, event_time, n)
      ) STRICT, WITHOUT ROWID;

      -- Facts that carry a sequence number but no time are found again by it.
      CREATE TABLE untimed (
        device_key INTEGER NOT NULL REFERENCES devices,
        kind TEXT NOT NULL,
        channel TEXT NOT NULL,
        boot TEXT NOT NULL,
        seq INTEGER NOT NULL,
        content INTEGER NOT NULL,
        PRIMARY KEY (device_key, kind, channel, boot, seq, content)
      ) STRICT, WITHOUT ROWID;

      -- Messages with neither time nor sequence number: the last content per topic (to know a retained copy),
      -- and those committed whose acknowledgement may not have arrived (to know a redelivery).
      CREATE TABLE last_anonymous (
        topic_key INTEGER PRIMARY KEY REFERENCES topics,
        hash BLOB NOT NULL
      ) STRICT;
      CREATE TABLE unacknowledged (
        source TEXT NOT NULL,
        message_id INTEGER NOT NULL,
        hash BLOB NOT NULL,
        outcome TEXT NOT NULL,
        PRIMARY KEY (source, message_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE quarantine (
        quarantine_key INTEGER PRIMARY KEY,
        hash BLOB NOT NULL,
        topic TEXT NOT NULL,
        device_id TEXT,
        adapter TEXT,
        reason TEXT NOT NULL,
        detail TEXT NOT NULL,
        part INTEGER NOT NULL,
        first_time INTEGER NOT NULL,
        last_time INTEGER NOT NULL,
        count INTEGER NOT NULL,
        payload BLOB NOT NULL,
        UNIQUE (hash, part, detail)
      ) STRICT;

      -- One row: how every message received was settled, and how many rows of each kind that made.
      CREATE TABLE books (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        stored INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
        ignored INTEGER NOT NULL DEFAULT 0, quarantined INTEGER NOT NULL DEFAULT 0,
        limited INTEGER NOT NULL DEFAULT 0,
        scans INTEGER NOT NULL DEFAULT 0, positions INTEGER NOT NULL DEFAULT 0,
        readings INTEGER NOT NULL DEFAULT 0, statuses INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      INSERT INTO books (id) VALUES (1);

      -- The session a broker keeps for us: which filters it holds, and its count of messages it dropped.
      CREATE TABLE sessions (
        broker TEXT PRIMARY KEY,
        client_id TEXT NOT NULL,
        filters TEXT NOT NULL,
        dropped INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE sites (site_id TEXT PRIMARY KEY, site TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE vehicles (
        vehicle_id TEXT PRIMARY KEY, name TEXT, plate TEXT, temperature_profile_id TEXT
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tokens (
        token_id TEXT PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        role TEXT NOT NULL,
        created_time INTEGER NOT NULL,
        expires INTEGER
      ) STRICT, WITHOUT ROWID;

      -- Every command, for the audit; those that were done have their id, so that a retry is not a second one.
      CREATE TABLE audit (
        audit_key INTEGER PRIMARY KEY,
        command_id TEXT UNIQUE,
        time INTEGER NOT NULL,
        actor TEXT NOT NULL,
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        params TEXT NOT NULL,
        result TEXT,
        error TEXT
      ) STRICT;
    `);
  },
};
