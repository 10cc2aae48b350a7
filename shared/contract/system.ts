import { z } from 'zod';

import { rejectReasons } from '../domain/observation.ts';
import { Cursor, Identifier, Instant, Limit, noParams, page } from './common.ts';
import { command, keyed, query } from './define.ts';

export const Books = z.object({
  received: z.number(),
  stored: z.number(),
  duplicate: z.number(),
  ignored: z.number(),
  quarantined: z.number(),
  limited: z.number(),
  /** received − everything settled; 0 at rest. */
  pending: z.number(),
  perSecond: z.number(),
});

export const BrokerState = z.object({
  brokerId: z.string(),
  kind: z.enum(['embedded', 'external']),
  /** Without credentials. */
  url: z.string(),
  link: z.enum(['connecting', 'connected', 'offline']),
  protocol: z.enum(['3.1.1', '5']).optional(),
  since: Instant,
  /** Why the link is down or why ingest is held, in one sentence. */
  problem: z.string().optional(),
  lastMessageTime: Instant.optional(),
  sessionPresent: z.boolean().optional(),
  /** Clients connected to the embedded broker. */
  clients: z.number().optional(),
  reconnects: z.number(),
});

export const StoreState = z.object({
  scans: z.number(),
  positions: z.number(),
  readings: z.number(),
  orders: z.number(),
  bytes: z.number(),
});

export const Stats = z.object({
  ingest: Books,
  broker: z.object({ links: z.array(BrokerState) }),
  store: StoreState,
});

/** One row, `engineId` = 'engine': whether what is on screen can be trusted to be live. */
export const Presence = z.object({
  engineId: z.literal('engine'),
  version: z.string(),
  startTime: Instant,
  /** The engine's clock when the row was made; pages show ages against it. */
  engineTime: Instant,
  timeZone: z.string(),
  status: z.enum(['ok', 'degraded']),
  /** Present when degraded: what is wrong, one sentence each. */
  problems: z.array(z.string()),
  brokers: z.array(BrokerState),
  ingest: Books,
  demo: z.boolean(),
});

export const QuarantineRow = z.object({
  quarantineId: z.string(),
  /** First and last time this very message was refused for this reason. */
  firstTime: Instant,
  lastTime: Instant,
  count: z.number(),
  topic: z.string(),
  deviceId: z.string().optional(),
  adapter: z.string().optional(),
  reason: z.enum(rejectReasons),
  detail: z.string(),
  /** True when only a part of the message was refused; the rest was stored. */
  part: z.boolean(),
  bytes: z.number(),
  payloadBase64: z.string(),
});

export const RetryResult = z.object({
  outcome: z.enum(['stored', 'duplicate', 'ignored', 'quarantined']),
  detail: z.string(),
});

export const EngineInfo = z.object({
  version: z.string(),
  dataDir: z.string(),
  databaseId: z.string(),
  schemaVersion: z.number(),
  startTime: Instant,
  timeZone: z.string(),
  brokerUrl: z.string(),
  httpUrl: z.string().optional(),
  store: StoreState,
  formats: z.array(
    z.object({ id: z.string(), title: z.string(), vendor: z.string(), topics: z.array(z.string()) }),
  ),
});

export const TokenRow = z.object({
  tokenId: z.string(),
  role: z.enum(['operator', 'viewer']),
  createdTime: Instant,
  expires: Instant.optional(),
});

/** What came of trying an external broker; `url` is as it may be shown. */
export const BrokerTest = z.object({
  url: z.string(),
  ok: z.boolean(),
  protocol: z.enum(['3.1.1', '5']).optional(),
  /** From the first packet to the broker's yes. */
  tookMs: z.number().optional(),
  /** Why not, in one sentence. */
  problem: z.string().optional(),
});

export const systemRequests = {
  'stats.get': query(noParams, Stats),
  'engine.info': query(noParams, EngineInfo),
  /** Connects once and subscribes, with a session of its own; nothing of it is kept. */
  'broker.test': command(
    z.strictObject({
      url: z.string().min(1).max(2048),
      username: z.string().max(1024).optional(),
      password: z.string().max(1024).optional(),
    }),
    BrokerTest,
  ),
  'quarantine.list': query(
    z.strictObject({
      reason: z.enum(rejectReasons).optional(),
      topic: z.string().optional(),
      deviceId: Identifier.optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(QuarantineRow),
  ),
  'quarantine.retry': command(z.strictObject({ quarantineId: z.string() }), RetryResult),
  'tokens.list': query(noParams, page(TokenRow)),
  /** The secret is shown once, here; only its hash is kept. */
  'tokens.create': command(
    z.strictObject({ role: z.enum(['operator', 'viewer']), expires: Instant.optional() }),
    TokenRow.extend({ token: z.string() }),
  ),
  'tokens.revoke': command(z.strictObject({ tokenId: z.string() }), z.object({ tokenId: z.string() })),
} as const;

export const systemSubscriptions = {
  presence: keyed(noParams, Presence, 'engineId'),
} as const;
