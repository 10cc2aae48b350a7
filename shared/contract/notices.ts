import { z } from 'zod';

import { alertKinds, severities } from '../domain/alert.ts';
import { deliveryStates, mailSecurities, noticeChannelKinds } from '../domain/notice.ts';
import { Cursor, Instant, Limit, noParams, page } from './common.ts';
import { command, query } from './define.ts';

const Id = z.string().trim().min(1).max(128);
const Name = z.string().trim().min(1).max(200);
const Address = z.string().trim().min(3).max(320);
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day, as 22:00.');
const daySeconds = 86_400;

const Mail = z.strictObject({
  host: z.string().trim().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(587),
  /** `none` sends no password, unless the server is on this machine. */
  security: z.enum(mailSecurities).default('starttls'),
  username: z.string().min(1).max(320).optional(),
  from: Address,
  to: z.array(Address).min(1).max(50),
});

const Webhook = z.strictObject({
  /** `https`; plain `http` only to an address that is allowed below. */
  url: z.string().trim().min(1).max(2000),
  /** Addresses or networks (`10.1.0.0/16`) that may be called although they are private. */
  allow: z.array(z.string().trim().min(1).max(64)).max(20).default([]),
});

const channelShape = {
  channelId: Id,
  name: Name,
  kind: z.enum(noticeChannelKinds),
  enabled: z.boolean().default(true),
  /** With `email`. */
  email: Mail.optional(),
  /** With `webhook`. */
  webhook: Webhook.optional(),
};

export const NoticeChannel = z.object({
  ...channelShape,
  /** A password or signing secret is kept for it; never shown. */
  hasSecret: z.boolean(),
  lastSentTime: Instant.optional(),
  /** Why the newest notice could not be delivered; absent while they are. */
  problem: z.string().optional(),
});

const QuietHours = z.strictObject({
  /** Times of day; from 22:00 to 06:00 is over midnight. */
  from: ClockTime,
  to: ClockTime,
  /** IANA name; else the host's. */
  timeZone: z.string().max(64).optional(),
  /** As severe or worse is told at once all the same. */
  exceptFrom: z.enum(severities).optional(),
});

/** Who is told of which alerts, when and how. */
export const NoticeRule = z.strictObject({
  ruleId: Id,
  name: Name,
  enabled: z.boolean().default(true),
  /** None: of every kind. */
  kinds: z.array(z.enum(alertKinds)).default([]),
  /** As severe or worse. */
  minSeverity: z.enum(severities).default('high'),
  /** Who looks after such an alert from the start. */
  assignTo: Name.optional(),
  /** Notices that come due in these hours wait for their end. */
  quietHours: QuietHours.optional(),
  /** In turn, as long as nobody acknowledges it. */
  steps: z
    .array(
      z.strictObject({ afterS: z.number().int().min(0).max(daySeconds), channelIds: z.array(Id).max(20) }),
    )
    .max(10)
    .default([]),
});

export const Delivery = z.object({
  deliveryId: z.string(),
  channelId: z.string(),
  channelName: z.string(),
  kind: z.enum(noticeChannelKinds),
  state: z.enum(deliveryStates),
  subject: z.string(),
  alertIds: z.array(z.string()),
  createdTime: Instant,
  attempts: z.number(),
  /** When it is tried next. */
  dueTime: Instant.optional(),
  settledTime: Instant.optional(),
  /** What the other side answered when it took it. */
  answer: z.string().optional(),
  /** Why the last try failed. */
  problem: z.string().optional(),
});

export const noticeRequests = {
  'noticeChannels.list': query(noParams, page(NoticeChannel)),
  /** `secret`: the mail password, or what webhooks are signed with; '' takes it away, absent leaves it. */
  'noticeChannels.put': command(
    z.strictObject({ ...channelShape, secret: z.string().max(1024).optional() }),
    NoticeChannel,
  ),
  'noticeChannels.remove': command(z.strictObject({ channelId: Id }), z.object({ channelId: z.string() })),
  /** Sends a notice that says it is a test, now, and tells what came of it. */
  'noticeChannels.test': command(z.strictObject({ channelId: Id }), Delivery),
  'noticeRules.list': query(noParams, page(NoticeRule)),
  'noticeRules.put': command(NoticeRule, NoticeRule),
  'noticeRules.remove': command(z.strictObject({ ruleId: Id }), z.object({ ruleId: z.string() })),
  /** The newest first. */
  'deliveries.list': query(
    z.strictObject({
      state: z.enum(deliveryStates).optional(),
      channelId: Id.optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(Delivery),
  ),
  /** Tries one that was given up again, now. */
  'deliveries.retry': command(z.strictObject({ deliveryId: z.string().max(64) }), Delivery),
} as const;
