import type Database from 'better-sqlite3';

import { latenessClasses } from '#shared/domain/habits.ts';

/** What the message counts of a device are kept by; one message counts once. */
export type Outcome = 'stored' | 'duplicate' | 'ignored' | 'quarantined' | 'limited';

export const outcomes = [
  'stored',
  'duplicate',
  'ignored',
  'quarantined',
  'limited',
] as const satisfies readonly Outcome[];

export interface ChannelConfig {
  readonly name?: string | undefined;
  readonly temperatureProfileId?: string | undefined;
}

/** A device as configured and as heard; kept in memory, written with the batch that changed it. */
export interface Device {
  readonly key: number;
  readonly deviceId: string;
  format: string;
  identity: string;
  heardSiteId: string | undefined;
  kind: string | undefined;
  siteId: string | undefined;
  readPoint: string | undefined;
  bizStep: string | undefined;
  timeZone: string | undefined;
  expectedEveryS: number | undefined;
  channels: Readonly<Record<string, ChannelConfig>>;
  firstSeen: number | undefined;
  lastSeen: number | undefined;
  lastEventTime: number | undefined;
  /** The newest event time that was not ahead of its arrival: what comes with an older one is out of order. */
  newestTime: number | undefined;
  /** Facts by class of lateness. */
  readonly lateness: number[];
  /** Event time less receipt of its newest live messages, in ms. */
  readonly clockDifferences: number[];
  readonly counts: Record<Outcome, number>;
}

export interface DeviceConfig {
  readonly deviceId: string;
  readonly kind?: string | undefined;
  readonly siteId?: string | undefined;
  readonly readPoint?: string | undefined;
  readonly bizStep?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly expectedEveryS?: number | undefined;
  readonly channels?: Readonly<Record<string, ChannelConfig>> | undefined;
}

interface DeviceRecord {
  device_key: number;
  device_id: string;
  format: string;
  identity: string;
  heard_site_id: string | null;
  kind: string | null;
  site_id: string | null;
  read_point: string | null;
  biz_step: string | null;
  time_zone: string | null;
  expected_every_s: number | null;
  channels: string | null;
  first_seen: number | null;
  last_seen: number | null;
  last_event_time: number | null;
  stored: number;
  duplicate: number;
  ignored: number;
  quarantined: number;
  limited: number;
  lateness: string | null;
  clock_differences: string | null;
}

/** All devices, cached: a message finds its device without a query. */
export interface DeviceStore {
  all(): Iterable<Device>;
  get(deviceId: string): Device | undefined;
  byKey(key: number): Device | undefined;
  /** The device of an identity as a format gives it; created when first heard. Only inside a batch. */
  hear(format: string, identity: string): Device;
  /** The device id an identity has, without creating it. */
  find(format: string, identity: string): Device | undefined;
  /** Marks a device of which something was heard for writing at the end of the batch. */
  touch(device: Device): void;
  /** Writes what the batch touched, but for habits. */
  flush(): void;
  /** Writes how punctual the devices heard since the last time are; in a transaction of its own. */
  flushHabits(): void;
  configure(config: DeviceConfig): Device;
  /** Forgets what a failed batch left in memory. */
  reload(): void;
}

export function createDeviceStore(db: Database.Database): DeviceStore {
  const byId = new Map<string, Device>();
  const byIdentity = new Map<string, Device>();
  const byKey = new Map<number, Device>();
  const touched = new Set<Device>();
  /** Devices whose habits are not written yet: they are long, and a few seconds of them may be lost. */
  const heard = new Set<Device>();
  const claimed = new Set<Device>();
  const insert = db.prepare<[string, string, string]>(
    'INSERT INTO devices (device_id, format, identity) VALUES (?, ?, ?)',
  );
  const selectAll = db.prepare<[], DeviceRecord>('SELECT * FROM devices');
  const update = db.prepare(`
    UPDATE devices SET format = :format, identity = :identity, heard_site_id = :heardSiteId, kind = :kind,
      site_id = :siteId, read_point = :readPoint, biz_step = :bizStep, time_zone = :timeZone,
      expected_every_s = :expectedEveryS, channels = :channels, first_seen = :firstSeen, last_seen = :lastSeen,
      last_event_time = :lastEventTime, stored = :stored, duplicate = :duplicate, ignored = :ignored,
      quarantined = :quarantined, limited = :limited, lateness = :lateness,
      clock_differences = :clockDifferences
    WHERE device_key = :key`);
  // What a message changes; the rest, with its indexes, is left alone.
  const updateHeard = db.prepare(`
    UPDATE devices SET heard_site_id = ?, first_seen = ?, last_seen = ?, last_event_time = ?, stored = ?,
      duplicate = ?, ignored = ?, quarantined = ?, limited = ?
    WHERE device_key = ?`);

  function index(device: Device): void {
    byId.set(device.deviceId, device);
    byKey.set(device.key, device);
    if (device.format !== '') byIdentity.set(identityKey(device.format, device.identity), device);
  }

  function reload(): void {
    byId.clear();
    byIdentity.clear();
    byKey.clear();
    touched.clear();
    claimed.clear();
    // They are other objects from here on; what was not written of these is known by nobody any more.
    heard.clear();
    for (const record of selectAll.all()) index(fromRecord(record));
  }

  function create(deviceId: string, format: string, identity: string): Device {
    // A configured device nobody has heard yet has no format; its id keeps the pair unique until then.
    const key = Number(insert.run(deviceId, format, identity).lastInsertRowid);
    const device = freshDevice(key, deviceId, format, identity);
    index(device);
    return device;
  }

  function hear(format: string, identity: string): Device {
    const known = byIdentity.get(identityKey(format, identity));
    if (known !== undefined) return known;
    const holder = byId.get(identity);
    if (holder === undefined) return create(identity, format, identity);
    if (holder.format === '') {
      holder.format = format;
      holder.identity = identity;
      index(holder);
      claimed.add(holder);
      return holder;
    }
    const ownName = `${format}~${identity}`;
    const configured = byId.get(ownName);
    if (configured === undefined) return create(ownName, format, identity);
    configured.format = format;
    configured.identity = identity;
    index(configured);
    claimed.add(configured);
    return configured;
  }

  function flush(): void {
    for (const device of claimed) update.run(toRecord(device));
    for (const device of touched) {
      const { counts } = device;
      heard.add(device);
      updateHeard.run(
        device.heardSiteId ?? null,
        device.firstSeen ?? null,
        device.lastSeen ?? null,
        device.lastEventTime ?? null,
        counts.stored,
        counts.duplicate,
        counts.ignored,
        counts.quarantined,
        counts.limited,
        device.key,
      );
    }
    claimed.clear();
    touched.clear();
  }

  const updateHabits = db.prepare(
    'UPDATE devices SET lateness = ?, clock_differences = ? WHERE device_key = ?',
  );
  const writeHabits = db.transaction(() => {
    for (const { lateness, clockDifferences, key } of heard)
      updateHabits.run(JSON.stringify(lateness), JSON.stringify(clockDifferences), key);
  });

  function configure(config: DeviceConfig): Device {
    const device = byId.get(config.deviceId) ?? create(config.deviceId, '', config.deviceId);
    device.kind = config.kind;
    device.siteId = config.siteId;
    device.readPoint = config.readPoint;
    device.bizStep = config.bizStep;
    device.timeZone = config.timeZone;
    device.expectedEveryS = config.expectedEveryS;
    device.channels = config.channels ?? {};
    update.run(toRecord(device));
    return device;
  }

  reload();
  return {
    all: () => byId.values(),
    get: (deviceId) => byId.get(deviceId),
    byKey: (key) => byKey.get(key),
    hear,
    find: (format, identity) => {
      const known = byIdentity.get(identityKey(format, identity));
      if (known !== undefined) return known;
      const unheard = byId.get(identity);
      return unheard?.format === '' ? unheard : undefined;
    },
    touch: (device) => touched.add(device),
    flush,
    flushHabits() {
      writeHabits.immediate();
      heard.clear();
    },
    configure,
    reload,
  };
}

function noLateness(): number[] {
  return Array.from({ length: latenessClasses }, () => 0);
}

function identityKey(format: string, identity: string): string {
  return `${format}\n${identity}`;
}

function freshDevice(key: number, deviceId: string, format: string, identity: string): Device {
  return {
    key,
    deviceId,
    format,
    identity,
    heardSiteId: undefined,
    kind: undefined,
    siteId: undefined,
    readPoint: undefined,
    bizStep: undefined,
    timeZone: undefined,
    expectedEveryS: undefined,
    channels: {},
    firstSeen: undefined,
    lastSeen: undefined,
    lastEventTime: undefined,
    newestTime: undefined,
    lateness: noLateness(),
    clockDifferences: [],
    counts: { stored: 0, duplicate: 0, ignored: 0, quarantined: 0, limited: 0 },
  };
}

function fromRecord(record: DeviceRecord): Device {
  const { stored, duplicate, ignored, quarantined, limited } = record;
  return {
    key: record.device_key,
    deviceId: record.device_id,
    format: record.format,
    identity: record.identity,
    heardSiteId: record.heard_site_id ?? undefined,
    kind: record.kind ?? undefined,
    siteId: record.site_id ?? undefined,
    readPoint: record.read_point ?? undefined,
    bizStep: record.biz_step ?? undefined,
    timeZone: record.time_zone ?? undefined,
    expectedEveryS: record.expected_every_s ?? undefined,
    channels: record.channels === null ? {} : (JSON.parse(record.channels) as Record<string, ChannelConfig>),
    firstSeen: record.first_seen ?? undefined,
    lastSeen: record.last_seen ?? undefined,
    lastEventTime: record.last_event_time ?? undefined,
    newestTime:
      record.last_event_time === null
        ? undefined
        : Math.min(record.last_event_time, record.last_seen ?? record.last_event_time),
    lateness: record.lateness === null ? noLateness() : (JSON.parse(record.lateness) as number[]),
    clockDifferences:
      record.clock_differences === null ? [] : (JSON.parse(record.clock_differences) as number[]),
    counts: { stored, duplicate, ignored, quarantined, limited },
  };
}

function toRecord(device: Device): Record<string, string | number | null> {
  return {
    key: device.key,
    format: device.format,
    identity: device.identity,
    heardSiteId: device.heardSiteId ?? null,
    kind: device.kind ?? null,
    siteId: device.siteId ?? null,
    readPoint: device.readPoint ?? null,
    bizStep: device.bizStep ?? null,
    timeZone: device.timeZone ?? null,
    expectedEveryS: device.expectedEveryS ?? null,
    channels: Object.keys(device.channels).length === 0 ? null : JSON.stringify(device.channels),
    firstSeen: device.firstSeen ?? null,
    lastSeen: device.lastSeen ?? null,
    lastEventTime: device.lastEventTime ?? null,
    lateness: JSON.stringify(device.lateness),
    clockDifferences: JSON.stringify(device.clockDifferences),
    ...device.counts,
  };
}
