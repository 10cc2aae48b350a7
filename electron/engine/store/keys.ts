import type Database from 'better-sqlite3';

/** Small integers for texts that repeat in every row: topics and series. */
export interface KeyStore {
  topicKey(topic: string): number;
  findTopic(topic: string): number | undefined;
  /** Every topic that gave a fact, with its key. */
  topics(): Iterable<readonly [string, number]>;
  /** Notes that a device was heard on a topic. */
  linkTopic(topicKey: number, deviceKey: number): void;
  /** From memory, but for the first time. */
  devicesOn(topicKey: number): readonly number[];
  seriesKey(deviceKey: number, channel: string, type: string, uom: string | null): number;
  /** Every series of one channel of a device. */
  seriesOf(deviceKey: number, channel: string): readonly Series[];
  seriesOfDevice(deviceKey: number): readonly Series[];
  allSeries(): Iterable<Series>;
  seriesByKey(key: number): Series | undefined;
  /** What repeats from fact to fact of one sender: its topic, whether it came as a retained copy, and its boot. */
  originKey(topicKey: number, retained: boolean, boot: string): number;
  reload(): void;
}

export interface Series {
  readonly key: number;
  readonly deviceKey: number;
  readonly channel: string;
  readonly type: string;
  readonly uom: string | null;
}

interface SeriesRecord {
  series_key: number;
  device_key: number;
  channel: string;
  type: string;
  uom: string;
}

export function createKeyStore(db: Database.Database): KeyStore {
  const topics = new Map<string, number>();
  const links = new Set<string>();
  const heardOn = new Map<number, readonly number[]>();
  const series = new Map<number, Series>();
  const byChannel = new Map<string, Series[]>();
  const byDevice = new Map<number, Series[]>();
  const insertTopic = db.prepare<[string]>('INSERT INTO topics (topic) VALUES (?)');
  const insertLink = db.prepare<[number, number]>(
    'INSERT OR IGNORE INTO topic_devices (topic_key, device_key) VALUES (?, ?)',
  );
  const selectLinks = db
    .prepare<[number], number>('SELECT device_key FROM topic_devices WHERE topic_key = ?')
    .pluck();
  const origins = originKeys(db);
  const insertSeries = db.prepare<[number, string, string, string]>(
    'INSERT INTO series (device_key, channel, type, uom) VALUES (?, ?, ?, ?)',
  );

  function addSeries(row: Series): void {
    series.set(row.key, row);
    append(byChannel, `${row.deviceKey}\n${row.channel}`, row);
    append(byDevice, row.deviceKey, row);
  }

  function reload(): void {
    for (const cache of [topics, links, heardOn, series, byChannel, byDevice, origins]) cache.clear();
    const topicRows = db
      .prepare<[], { topic_key: number; topic: string }>('SELECT topic_key, topic FROM topics')
      .all();
    for (const row of topicRows) topics.set(row.topic, row.topic_key);
    const seriesRows = db
      .prepare<[], SeriesRecord>('SELECT series_key, device_key, channel, type, uom FROM series')
      .all();
    for (const row of seriesRows) {
      addSeries({
        key: row.series_key,
        deviceKey: row.device_key,
        channel: row.channel,
        type: row.type,
        uom: row.uom === '' ? null : row.uom,
      });
    }
  }

  reload();
  return {
    topicKey(topic) {
      const known = topics.get(topic);
      if (known !== undefined) return known;
      const key = Number(insertTopic.run(topic).lastInsertRowid);
      topics.set(topic, key);
      return key;
    },
    findTopic: (topic) => topics.get(topic),
    topics: () => topics.entries(),
    linkTopic(topicKey, deviceKey) {
      const name = `${topicKey} ${deviceKey}`;
      if (links.has(name)) return;
      insertLink.run(topicKey, deviceKey);
      links.add(name);
      heardOn.delete(topicKey);
    },
    devicesOn(topicKey) {
      let devices = heardOn.get(topicKey);
      if (devices === undefined) heardOn.set(topicKey, (devices = selectLinks.all(topicKey)));
      return devices;
    },
    seriesKey(deviceKey, channel, type, uom) {
      const known = byChannel
        .get(`${deviceKey}\n${channel}`)
        ?.find((row) => row.type === type && row.uom === uom);
      if (known !== undefined) return known.key;
      const key = Number(insertSeries.run(deviceKey, channel, type, uom ?? '').lastInsertRowid);
      addSeries({ key, deviceKey, channel, type, uom });
      return key;
    },
    seriesOf: (deviceKey, channel) => byChannel.get(`${deviceKey}\n${channel}`) ?? [],
    seriesOfDevice: (deviceKey) => byDevice.get(deviceKey) ?? [],
    allSeries: () => series.values(),
    seriesByKey: (key) => series.get(key),
    originKey: (topicKey, retained, boot) => origins.keyOf(topicKey, retained, boot),
    reload,
  };
}

/** A device may make up a boot for every message: so many are remembered and no more. */
const mostOrigins = 50_000;

function originKeys(db: Database.Database) {
  const known = new Map<string, number>();
  const select = db
    .prepare<[number, number, string], number>(
      'SELECT origin_key FROM origins WHERE topic_key = ? AND retained = ? AND boot = ?',
    )
    .pluck();
  const insert = db.prepare('INSERT INTO origins (topic_key, retained, boot) VALUES (?, ?, ?)');
  return {
    clear: () => known.clear(),
    keyOf(topicKey: number, retained: boolean, boot: string): number {
      const name = `${topicKey} ${retained ? 'r' : ''} ${boot}`;
      let key = known.get(name);
      if (key !== undefined) return key;
      key =
        select.get(topicKey, Number(retained), boot) ??
        Number(insert.run(topicKey, Number(retained), boot).lastInsertRowid);
      if (known.size >= mostOrigins) known.clear();
      known.set(name, key);
      return key;
    },
  };
}

function append<K>(lists: Map<K, Series[]>, key: K, row: Series): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [row]);
  else list.push(row);
}
