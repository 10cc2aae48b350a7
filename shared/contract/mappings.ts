import { z } from 'zod';

import { payloadKinds, speedUnits, timeKinds } from '../domain/mapping.ts';
import { rejectReasons } from '../domain/observation.ts';
import { Identifier, Instant, page } from './common.ts';
import { command, query } from './define.ts';
import { ObservationRow } from './devices.ts';

/** JSONata over one record; `$topic` holds the named parts of the topic, `$payload` the whole message. */
const Expression = z.string().min(1).max(2000);
const optional = Expression.optional();
const when = { when: optional };

const MappedFact = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reading'),
    type: z.string().min(1).max(64),
    value: Expression,
    uom: z.string().min(1).max(16).optional(),
    channel: optional,
    ...when,
  }),
  z.strictObject({
    kind: z.literal('position'),
    lat: Expression,
    lon: Expression,
    speed: optional,
    speedUnit: z.enum(speedUnits).default('mps'),
    headingDeg: optional,
    accuracyM: optional,
    altitudeM: optional,
    ...when,
  }),
  z.strictObject({
    kind: z.literal('scan'),
    codes: Expression,
    bizStep: optional,
    readPoint: optional,
    vehicleId: optional,
    parent: optional,
    outcome: optional,
    quantity: optional,
    operator: optional,
    lat: optional,
    lon: optional,
    ...when,
  }),
  z.strictObject({
    kind: z.literal('status'),
    online: optional,
    batteryPct: optional,
    rssiDbm: optional,
    firmware: optional,
    ...when,
  }),
]);

/** How a message becomes facts; also the file that is exported and imported. */
export const MappingData = z.strictObject({
  topic: z.string().min(1).max(256).optional(),
  payload: z.enum(payloadKinds).default('json'),
  csv: z
    .strictObject({
      delimiter: z.string().length(1).default(','),
      columns: z.array(z.string().min(1).max(64)).min(1).max(100).optional(),
    })
    .optional(),
  records: optional,
  device: optional,
  site: optional,
  time: optional,
  timeIs: z.enum(timeKinds).default('auto'),
  timeZone: z.string().max(64).optional(),
  boot: optional,
  seq: optional,
  facts: z.array(MappedFact).min(1).max(32),
});

const Problem = z.object({ reason: z.enum(rejectReasons), detail: z.string() });

/** What a mapping makes of one message. */
export const MappingPreview = z.object({
  outcome: z.enum(['stored', 'quarantined', 'ignored']),
  facts: z.array(ObservationRow),
  problems: z.array(Problem),
  ignored: z.string().optional(),
});

export const DryRunRow = z.object({
  change: z.enum(['new', 'changed', 'lost']),
  before: ObservationRow.optional(),
  after: ObservationRow.optional(),
});

/** What would be different had the mapping been in force. */
export const DryRun = z.object({
  /** Messages looked at: stored ones and those in quarantine, the newest of each. */
  messages: z.number(),
  quarantined: z.number(),
  isCut: z.boolean(),
  facts: z.object({ new: z.number(), changed: z.number(), lost: z.number(), same: z.number() }),
  /** Messages of the quarantine that could be used then. */
  usable: z.number(),
  /** Messages that could not be used then, with the first reasons. */
  refused: z.number(),
  problems: z.array(Problem),
  samples: z.array(DryRunRow),
});

export const MappingVersionRow = z.object({
  version: z.number(),
  savedTime: Instant,
  savedBy: z.string(),
  inForce: z.boolean(),
  mapping: MappingData,
});

const versionOf = z.strictObject({ sourceId: Identifier, version: z.coerce.number().int().min(1) });

export const mappingRequests = {
  /** A first mapping for a message, from the names of its fields. */
  'mappings.suggest': query(
    z.strictObject({ topic: z.string().min(1).max(1024), payloadBase64: z.string().max(100_000) }),
    z.object({ mapping: MappingData }),
  ),
  'mappings.preview': query(
    z.strictObject({
      mapping: MappingData,
      topic: z.string().min(1).max(1024),
      payloadBase64: z.string().max(100_000),
      siteId: Identifier.optional(),
      receivedTime: Instant.optional(),
    }),
    MappingPreview,
  ),
  'mappings.dryRun': query(
    z.strictObject({
      mapping: MappingData,
      topicFilter: z.string().min(1).max(256),
      siteId: Identifier.optional(),
    }),
    DryRun,
  ),
  'mappings.versions': query(z.strictObject({ sourceId: Identifier }), page(MappingVersionRow)),
  /** Saves an earlier version again, as the newest. */
  'mappings.restore': command(versionOf, z.object({ sourceId: z.string(), version: z.number() })),
  /** Tries every quarantined message of these topics again, a part of them at a time. */
  'quarantine.retryTopic': command(
    z.strictObject({ topicFilter: z.string().min(1).max(1024), after: z.string().max(20).optional() }),
    z.object({
      tried: z.number(),
      stored: z.number(),
      duplicate: z.number(),
      ignored: z.number(),
      quarantined: z.number(),
      /** Where to go on; absent when all were tried. */
      next: z.string().optional(),
      detail: z.string(),
    }),
  ),
} as const;
