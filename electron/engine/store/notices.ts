import type Database from 'better-sqlite3';

import type { ParamsOut } from '#shared/contract/index.ts';
import type { DeliveryState, NoticeChannelKind } from '#shared/domain/notice.ts';

export type ChannelSetup = Omit<ParamsOut<'noticeChannels.put'>, 'secret'>;
export type NoticeRuleSetup = ParamsOut<'noticeRules.put'>;

/** A rule and since when it holds: alerts raised before are none of its business. */
export interface NoticeRuleRow {
  readonly rule: NoticeRuleSetup;
  readonly since: number;
}

export interface DeliveryRow {
  readonly key: number;
  readonly channelId: string;
  readonly channelName: string;
  readonly kind: NoticeChannelKind;
  readonly state: DeliveryState;
  readonly subject: string;
  /** JSON of what is said. */
  readonly body: string;
  readonly alertIds: readonly string[];
  readonly created: number;
  readonly attempts: number;
  readonly due: number | undefined;
  readonly settled: number | undefined;
  readonly answer: string | undefined;
  readonly problem: string | undefined;
}

export interface StepTaken {
  readonly alertKey: number;
  readonly ruleId: string;
  readonly step: number;
  readonly channelId: string;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly channelId?: string | undefined;
  readonly beforeKey?: number | undefined;
  readonly limit: number;
}

/** Channels, rules, the outbox of notices and its log. */
export interface NoticeStore {
  channels(): ChannelSetup[];
  putChannel(channel: ChannelSetup): void;
  removeChannel(channelId: string): void;
  rules(): NoticeRuleRow[];
  putRule(row: NoticeRuleRow): void;
  removeRule(ruleId: string): void;
  stepsTaken(alertKey: number): Omit<StepTaken, 'alertKey'>[];
  take(step: StepTaken): void;
  /** Puts a notice into the outbox and gives its key. */
  add(delivery: Omit<DeliveryRow, 'key'>): number;
  /** Keeps how a delivery is going. */
  keep(delivery: DeliveryRow): void;
  get(key: number): DeliveryRow | undefined;
  /** The one to be sent first on each channel. */
  next(): DeliveryRow[];
  /** The newest of a channel that was sent, or given up and no test. */
  lastSettled(channelId: string): DeliveryRow | undefined;
  list(filter: DeliveryFilter): DeliveryRow[];
}

interface DeliveryRecord {
  delivery_key: number;
  channel_id: string;
  channel_name: string;
  kind: NoticeChannelKind;
  state: DeliveryState;
  subject: string;
  body: string;
  alert_ids: string;
  created_time: number;
  attempts: number;
  due_time: number | null;
  settled_time: number | null;
  answer: string | null;
  problem: string | null;
}

export function createNoticeStore(db: Database.Database): NoticeStore {
  return { ...setupStatements(db), ...deliveryStatements(db) };
}

function setupStatements(db: Database.Database) {
  const channels = db.prepare<[], string>('SELECT channel FROM notice_channels ORDER BY channel_id').pluck();
  const putChannel = db.prepare(
    'INSERT INTO notice_channels (channel_id, channel) VALUES (?, ?) ON CONFLICT DO UPDATE SET channel = excluded.channel',
  );
  const removeChannel = db.prepare('DELETE FROM notice_channels WHERE channel_id = ?');
  const rules = db.prepare<[], { since: number; rule: string }>(
    'SELECT since, rule FROM notice_rules ORDER BY rule_id',
  );
  const putRule = db.prepare(
    'INSERT INTO notice_rules (rule_id, since, rule) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET since = excluded.since, rule = excluded.rule',
  );
  const removeRule = db.prepare('DELETE FROM notice_rules WHERE rule_id = ?');
  const taken = db.prepare<[number], Omit<StepTaken, 'alertKey'>>(
    'SELECT rule_id AS ruleId, step, channel_id AS channelId FROM notices_taken WHERE alert_key = ?',
  );
  const take = db.prepare(
    'INSERT OR IGNORE INTO notices_taken (alert_key, rule_id, step, channel_id) VALUES (:alertKey, :ruleId, :step, :channelId)',
  );
  return {
    channels: () => channels.all().map((text) => JSON.parse(text) as ChannelSetup),
    putChannel: (channel: ChannelSetup): void =>
      void putChannel.run(channel.channelId, JSON.stringify(channel)),
    removeChannel: (channelId: string): void => void removeChannel.run(channelId),
    rules: () => rules.all().map(({ since, rule }) => ({ since, rule: JSON.parse(rule) as NoticeRuleSetup })),
    putRule: ({ rule, since }: NoticeRuleRow): void =>
      void putRule.run(rule.ruleId, since, JSON.stringify(rule)),
    removeRule: (ruleId: string): void => void removeRule.run(ruleId),
    stepsTaken: (alertKey: number) => taken.all(alertKey),
    take: (step: StepTaken): void => void take.run(step),
  };
}

function deliveryStatements(db: Database.Database) {
  const insert = db.prepare(
    `INSERT INTO deliveries (channel_id, channel_name, kind, state, subject, body, alert_ids, created_time, attempts,
       due_time, settled_time, answer, problem)
     VALUES (:channelId, :channelName, :kind, :state, :subject, :body, :alertIds, :created, :attempts, :due, :settled, :answer, :problem)`,
  );
  const update = db.prepare(
    `UPDATE deliveries SET state = :state, attempts = :attempts, due_time = :due, settled_time = :settled, answer = :answer,
       problem = :problem WHERE delivery_key = :key`,
  );
  const one = db.prepare<[number], DeliveryRecord>('SELECT * FROM deliveries WHERE delivery_key = ?');
  const next = db.prepare<[], DeliveryRecord>(
    `SELECT * FROM deliveries WHERE delivery_key IN
       (SELECT min(delivery_key) FROM deliveries WHERE state = 'waiting' GROUP BY channel_id)`,
  );
  const last = db.prepare<[string], DeliveryRecord>(
    `SELECT * FROM deliveries WHERE channel_id = ? AND (state = 'sent' OR state = 'failed' AND alert_ids <> '[]') ORDER BY settled_time DESC, delivery_key DESC LIMIT 1`,
  );
  const list = db.prepare<Record<string, unknown>, DeliveryRecord>(
    `SELECT * FROM deliveries WHERE (:state IS NULL OR state = :state) AND (:channelId IS NULL OR channel_id = :channelId)
       AND delivery_key < :beforeKey ORDER BY delivery_key DESC LIMIT :limit`,
  );
  const asRow = (record: DeliveryRecord | undefined): DeliveryRow | undefined => record && toRow(record);
  return {
    add: (delivery: Omit<DeliveryRow, 'key'>): number => Number(insert.run(bind(delivery)).lastInsertRowid),
    keep(delivery: DeliveryRow): void {
      const { state, attempts, due = null, settled = null, answer = null, problem = null, key } = delivery;
      update.run({ state, attempts, due, settled, answer, problem, key });
    },
    get: (key: number) => asRow(one.get(key)),
    next: () => next.all().map(toRow),
    lastSettled: (channelId: string) => asRow(last.get(channelId)),
    list: ({ state, channelId, beforeKey, limit }: DeliveryFilter) =>
      list
        .all({
          state: state ?? null,
          channelId: channelId ?? null,
          beforeKey: beforeKey ?? Number.MAX_SAFE_INTEGER,
          limit,
        })
        .map(toRow),
  };
}

function bind(delivery: Omit<DeliveryRow, 'key'>): Record<string, string | number | null> {
  const { alertIds, due = null, settled = null, answer = null, problem = null } = delivery;
  return { ...delivery, alertIds: JSON.stringify(alertIds), due, settled, answer, problem };
}

function toRow(record: DeliveryRecord): DeliveryRow {
  return {
    key: record.delivery_key,
    channelId: record.channel_id,
    channelName: record.channel_name,
    kind: record.kind,
    state: record.state,
    subject: record.subject,
    body: record.body,
    alertIds: JSON.parse(record.alert_ids) as string[],
    created: record.created_time,
    attempts: record.attempts,
    due: record.due_time ?? undefined,
    settled: record.settled_time ?? undefined,
    answer: record.answer ?? undefined,
    problem: record.problem ?? undefined,
  };
}
