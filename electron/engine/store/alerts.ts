import type Database from 'better-sqlite3';

import type { Severity } from '#shared/domain/alert.ts';

/** An alert as it is kept; `body` is JSON of everything nothing is searched by. */
export interface AlertRow {
  readonly key: number;
  readonly kind: string;
  readonly ruleKey: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly deviceId: string | undefined;
  readonly start: number;
  readonly end: number | undefined;
  readonly raised: number;
  readonly changed: number;
  readonly closed: number | undefined;
  readonly state: string;
  readonly withdrawn: boolean;
  readonly body: string;
}

/** What is counted of an alert. */
export interface RaisedRow {
  readonly kind: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly severity: Severity;
  readonly raised: number;
}

/** A rule's alerts of one subject. */
export interface AlertsOf {
  readonly ruleKey: string;
  readonly subjectType: string;
  readonly subjectId: string;
}

export interface AlertFilter {
  readonly state?: string | undefined;
  readonly open?: boolean | undefined;
  readonly withdrawn: boolean;
  readonly kind?: string | undefined;
  readonly subjectType?: string | undefined;
  /** A subject's id, or the device of it. */
  readonly subjectId?: string | undefined;
  readonly orderNumber?: string | undefined;
  readonly beforeKey?: number | undefined;
  readonly limit: number;
}

/** Something a rule on a timer has to look at again. */
export interface AlertMark {
  readonly kind: 'channel' | 'device' | 'order' | 'tally' | 'ended' | 'outlook' | 'vehicle';
  readonly ref: string;
  readonly from: number;
  readonly to: number;
}

export interface AlertStore {
  insert(row: Omit<AlertRow, 'key'>): number;
  update(row: AlertRow): void;
  byKey(key: number): AlertRow | undefined;
  /** Those not withdrawn that touch a span of event time, by start. */
  touching(of: AlertsOf, from: number, to: number): AlertRow[];
  /** The one of a topic that began last, unless withdrawn. */
  newest(of: AlertsOf): AlertRow | undefined;
  /** Those of a topic of which something is left to do. */
  openOfTopic(of: AlertsOf): AlertRow[];
  /** Those of one subject that are not withdrawn, by start. */
  ofSubject(subjectType: string, subjectId: string): AlertRow[];
  /** What alerts of a kind that are not withdrawn are about, each once. */
  subjectsOf(kind: string): { readonly type: string; readonly id: string }[];
  /** The newest of a kind, withdrawn ones too. */
  newestOf(kind: string, limit: number): AlertRow[];
  /** Newest raised first. */
  list(filter: AlertFilter): AlertRow[];
  /** Open alerts about a device or one of its channels. */
  openOf(deviceId: string): AlertRow[];
  /** Those not withdrawn that were raised in a span, its end not included, in that order. */
  raisedIn(from: number, to: number): RaisedRow[];
  /** Everything open and what was closed since. */
  recent(closedSince: number): AlertRow[];
  ordersOf(key: number): string[];
  setOrders(key: number, orderNumbers: readonly string[]): void;
  /** Every alert not withdrawn that names an order, by start. */
  ofOrder(orderNumber: string): AlertRow[];
  /** How many open alerts name an order. */
  openCount(orderNumber: string): number;
  /** Widens the mark that is there. */
  mark(mark: AlertMark): void;
  marks(): AlertMark[];
  unmark(mark: Pick<AlertMark, 'kind' | 'ref'>): void;
  deafTimes(since: number): { readonly from: number; readonly to: number | undefined }[];
  putDeafTime(from: number, to: number | undefined): void;
  /** Until when the engine is known to have listened; undefined on the first start. */
  listenedUntil(): number | undefined;
  setListenedUntil(time: number): void;
}

interface AlertRecord {
  alert_key: number;
  kind: string;
  rule_key: string;
  subject_type: string;
  subject_id: string;
  device_id: string | null;
  start_time: number;
  end_time: number | null;
  raised_time: number;
  changed_time: number;
  closed_time: number | null;
  state: string;
  withdrawn: number;
  body: string;
}

export function createAlertStore(db: Database.Database): AlertStore {
  const topics = knownTopics(db);
  return {
    ...writeStatements(db, topics),
    ...readStatements(db, topics),
    ...orderStatements(db),
    ...markStatements(db),
    ...listeningStatements(db),
  };
}

/** Which rule ever raised an alert of which subject: most questions are about subjects of which there is none. */
function knownTopics(db: Database.Database): Set<string> {
  const all = db.prepare<[], { subjectId: string; ruleKey: string }>(
    'SELECT DISTINCT subject_id AS subjectId, rule_key AS ruleKey FROM alerts',
  );
  return new Set(all.all().map(topicName));
}

function topicName({ subjectId, ruleKey }: Pick<AlertsOf, 'subjectId' | 'ruleKey'>): string {
  return `${ruleKey}\n${subjectId}`;
}

function writeStatements(db: Database.Database, topics: Set<string>) {
  const columns = {
    kind: ':kind',
    rule_key: ':ruleKey',
    subject_type: ':subjectType',
    subject_id: ':subjectId',
    device_id: ':deviceId',
    start_time: ':start',
    end_time: ':end',
    raised_time: ':raised',
    changed_time: ':changed',
    closed_time: ':closed',
    state: ':state',
    withdrawn: ':withdrawn',
    body: ':body',
  };
  const insert = db.prepare(
    `INSERT INTO alerts (${Object.keys(columns).join(', ')}) VALUES (${Object.values(columns).join(', ')})`,
  );
  const update = db.prepare(
    `UPDATE alerts SET ${Object.entries(columns)
      .map(([column, value]) => `${column} = ${value}`)
      .join(', ')} WHERE alert_key = :key`,
  );
  return {
    insert(row: Omit<AlertRow, 'key'>): number {
      topics.add(topicName(row));
      return Number(insert.run(bind(row)).lastInsertRowid);
    },
    update: (row: AlertRow): void => void update.run({ ...bind(row), key: row.key }),
  };
}

function bind(row: Omit<AlertRow, 'key'>): Record<string, string | number | null> {
  const { deviceId, end, closed, withdrawn } = row;
  return {
    ...row,
    deviceId: deviceId ?? null,
    end: end ?? null,
    closed: closed ?? null,
    withdrawn: Number(withdrawn),
  };
}

function toRow(record: AlertRecord): AlertRow {
  return {
    key: record.alert_key,
    kind: record.kind,
    ruleKey: record.rule_key,
    subjectType: record.subject_type,
    subjectId: record.subject_id,
    deviceId: record.device_id ?? undefined,
    start: record.start_time,
    end: record.end_time ?? undefined,
    raised: record.raised_time,
    changed: record.changed_time,
    closed: record.closed_time ?? undefined,
    state: record.state,
    withdrawn: record.withdrawn === 1,
    body: record.body,
  };
}

function readStatements(db: Database.Database, topics: ReadonlySet<string>) {
  const byKey = db.prepare<[number], AlertRecord>('SELECT * FROM alerts WHERE alert_key = ?');
  // `+`: beside an index of some rows only, SQLite would plan anew for every value, at ten times the cost.
  const touching = db.prepare<Record<string, unknown>, AlertRecord>(
    `SELECT * FROM alerts WHERE subject_id = +:subjectId AND rule_key = +:ruleKey AND subject_type = +:subjectType AND withdrawn = 0
       AND start_time <= +:to AND (end_time IS NULL OR end_time >= +:from) ORDER BY start_time, alert_key`,
  );
  const ofSubject = db.prepare<[string, string], AlertRecord>(
    `SELECT * FROM alerts WHERE subject_id = +? AND subject_type = +? AND withdrawn = 0 ORDER BY start_time, alert_key`,
  );
  const newest = db.prepare<AlertsOf, AlertRecord>(
    `SELECT * FROM alerts WHERE subject_id = +:subjectId AND rule_key = +:ruleKey AND subject_type = +:subjectType AND withdrawn = 0
     ORDER BY start_time DESC, alert_key DESC LIMIT 1`,
  );
  const openOfTopic = db.prepare<AlertsOf, AlertRecord>(
    `SELECT * FROM alerts WHERE subject_id = +:subjectId AND rule_key = +:ruleKey AND subject_type = +:subjectType AND withdrawn = 0
       AND +closed_time IS NULL ORDER BY alert_key`,
  );
  const subjects = db.prepare<[string], { type: string; id: string }>(
    'SELECT DISTINCT subject_type AS type, subject_id AS id FROM alerts WHERE withdrawn = 0 AND kind = ?',
  );
  const openOf = db.prepare<[string], AlertRecord>(
    'SELECT * FROM alerts WHERE device_id = ? AND closed_time IS NULL AND withdrawn = 0 ORDER BY alert_key',
  );
  const newestOf = db.prepare<[string, number], AlertRecord>(
    'SELECT * FROM alerts WHERE kind = ? ORDER BY alert_key DESC LIMIT ?',
  );
  const lists = new Map<string, Database.Statement<Record<string, unknown>[], AlertRecord>>();
  const recent = db.prepare<[number], AlertRecord>(
    'SELECT * FROM alerts WHERE closed_time IS NULL UNION ALL SELECT * FROM alerts WHERE closed_time >= ?',
  );
  const newestFirst = db.prepare<[], RaisedRow>(
    `SELECT kind, subject_type AS subjectType, subject_id AS subjectId, raised_time AS raised,
       json_extract(body, '$.severity') AS severity
     FROM alerts WHERE withdrawn = 0 ORDER BY alert_key DESC`,
  );
  return {
    byKey(key: number): AlertRow | undefined {
      const record = byKey.get(key);
      return record && toRow(record);
    },
    touching: (of: AlertsOf, from: number, to: number): AlertRow[] =>
      topics.has(topicName(of)) ? touching.all({ ...of, from, to }).map(toRow) : [],
    newest(of: AlertsOf): AlertRow | undefined {
      const record = newest.get(of);
      return record && toRow(record);
    },
    openOfTopic: (of: AlertsOf): AlertRow[] => openOfTopic.all(of).map(toRow),
    ofSubject: (subjectType: string, subjectId: string): AlertRow[] =>
      ofSubject.all(subjectId, subjectType).map(toRow),
    subjectsOf: (kind: string) => subjects.all(kind),
    newestOf: (kind: string, limit: number): AlertRow[] => newestOf.all(kind, limit).map(toRow),
    openOf: (deviceId: string): AlertRow[] => openOf.all(deviceId).map(toRow),
    list(filter: AlertFilter): AlertRow[] {
      const where = clausesOf(filter).join(' AND ');
      let statement = lists.get(where);
      if (statement === undefined) {
        statement = db.prepare(`SELECT * FROM alerts WHERE ${where} ORDER BY alert_key DESC LIMIT :limit`);
        lists.set(where, statement);
      }
      const { withdrawn, state, kind, subjectType, subjectId, orderNumber, beforeKey, limit } = filter;
      const given = Object.entries({ state, kind, subjectType, subjectId, orderNumber, beforeKey });
      const bound = Object.fromEntries(given.filter(([, value]) => value !== undefined));
      return statement.all({ ...bound, withdrawn: Number(withdrawn), limit }).map(toRow);
    },
    recent: (closedSince: number): AlertRow[] => recent.all(closedSince).map(toRow),
    raisedIn(from: number, to: number): RaisedRow[] {
      const found: RaisedRow[] = [];
      // Keys rise with the time of raising, so what is older is never read; a clock set back is allowed for.
      for (const row of newestFirst.iterate()) {
        if (row.raised < from - 86_400_000) break;
        if (row.raised >= from && row.raised < to) found.push(row);
      }
      return found.sort((a, b) => a.raised - b.raised);
    },
  };
}

/** Only what is asked for, so that an index can answer. */
function clausesOf({
  state,
  open,
  kind,
  subjectType,
  subjectId,
  orderNumber,
  beforeKey,
}: AlertFilter): string[] {
  const ofSubject =
    subjectType === undefined
      ? '(subject_id = :subjectId OR device_id = :subjectId)'
      : 'subject_id = :subjectId';
  return [
    'withdrawn = :withdrawn',
    ...(state === undefined ? [] : ['state = :state']),
    ...(open === undefined ? [] : [`closed_time IS ${open ? '' : 'NOT '}NULL`]),
    ...(kind === undefined ? [] : ['kind = :kind']),
    ...(subjectId === undefined ? [] : [ofSubject]),
    ...(subjectType === undefined ? [] : ['subject_type = :subjectType']),
    ...(orderNumber === undefined
      ? []
      : ['alert_key IN (SELECT alert_key FROM alert_orders WHERE order_number = :orderNumber)']),
    ...(beforeKey === undefined ? [] : ['alert_key < :beforeKey']),
  ];
}

function orderStatements(db: Database.Database) {
  const select = db
    .prepare<[number], string>(
      'SELECT order_number FROM alert_orders WHERE alert_key = ? ORDER BY order_number',
    )
    .pluck();
  const drop = db.prepare('DELETE FROM alert_orders WHERE alert_key = ?');
  const insert = db.prepare('INSERT OR IGNORE INTO alert_orders (order_number, alert_key) VALUES (?, ?)');
  const ofOrder = db.prepare<[string], AlertRecord>(
    `SELECT a.* FROM alert_orders o JOIN alerts a ON a.alert_key = o.alert_key WHERE o.order_number = +? AND a.withdrawn = 0
     ORDER BY a.start_time, a.alert_key`,
  );
  const openCount = db
    .prepare<[string], number>(
      `SELECT count(*) FROM alert_orders o JOIN alerts a ON a.alert_key = o.alert_key WHERE o.order_number = +? AND a.closed_time IS NULL`,
    )
    .pluck();
  return {
    openCount: (orderNumber: string): number => openCount.get(orderNumber) ?? 0,
    ordersOf: (key: number): string[] => select.all(key),
    setOrders(key: number, orderNumbers: readonly string[]): void {
      drop.run(key);
      for (const orderNumber of orderNumbers) insert.run(orderNumber, key);
    },
    ofOrder: (orderNumber: string): AlertRow[] => ofOrder.all(orderNumber).map(toRow),
  };
}

function markStatements(db: Database.Database) {
  const put = db.prepare(
    `INSERT INTO alert_marks (kind, ref, from_time, to_time) VALUES (:kind, :ref, :from, :to)
     ON CONFLICT DO UPDATE SET from_time = min(from_time, excluded.from_time), to_time = max(to_time, excluded.to_time)`,
  );
  const all = db.prepare<[], AlertMark>(
    'SELECT kind, ref, from_time AS "from", to_time AS "to" FROM alert_marks',
  );
  const drop = db.prepare('DELETE FROM alert_marks WHERE kind = ? AND ref = ?');
  return {
    mark: (mark: AlertMark): void => void put.run(mark),
    marks: (): AlertMark[] => all.all(),
    unmark: ({ kind, ref }: Pick<AlertMark, 'kind' | 'ref'>): void => void drop.run(kind, ref),
  };
}

function listeningStatements(db: Database.Database) {
  const times = db.prepare<[number], { from: number; to: number | null }>(
    'SELECT from_time AS "from", to_time AS "to" FROM deaf_times WHERE to_time IS NULL OR to_time >= ? ORDER BY from_time',
  );
  const put = db.prepare(
    'INSERT INTO deaf_times (from_time, to_time) VALUES (?, ?) ON CONFLICT DO UPDATE SET to_time = excluded.to_time',
  );
  const until = db.prepare<[], number>('SELECT until_time FROM listening').pluck();
  const setUntil = db.prepare(
    'INSERT INTO listening (id, until_time) VALUES (1, ?) ON CONFLICT DO UPDATE SET until_time = excluded.until_time',
  );
  return {
    deafTimes: (since: number) => times.all(since).map(({ from, to }) => ({ from, to: to ?? undefined })),
    putDeafTime: (from: number, to: number | undefined): void => void put.run(from, to ?? null),
    listenedUntil: (): number | undefined => until.get(),
    setListenedUntil: (time: number): void => void setUntil.run(time),
  };
}
