import { z } from 'zod';

import { verdicts } from '../domain/cbv.ts';
import { holdKinds } from '../domain/hold.ts';
import { milestoneKinds, milestoneStatuses, orderStates } from '../domain/order-state.ts';
import { Cursor, Identifier, Instant, Limit, page } from './common.ts';
import { command, keyed, query } from './define.ts';
import { Correction, Hold } from './holds.ts';

const text = (max: number) => z.string().min(1).max(max);
const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);

export const OrderItem = z.strictObject({
  sku: text(128).optional(),
  gtin: text(14).optional(),
  name: text(300),
  quantity: z.number().nonnegative(),
  temperatureProfileId: text(128).optional(),
});

export const PostedParcel = z.strictObject({
  parcelId: Identifier,
  carrier: text(64).optional(),
  trackingNumber: text(128).optional(),
  temperatureProfileId: text(128).optional(),
  quantity: z.number().nonnegative().optional(),
});

export const PlanStep = z.strictObject({
  siteId: Identifier,
  bizStep: text(64),
  plannedTime: Instant.optional(),
  /** The vehicle it is to be done with, where that is planned. */
  vehicleId: Identifier.optional(),
});

/** An order as it is posted; upserted by its number. */
export const OrderInput = z.strictObject({
  orderNumber: text(128),
  channel: text(64).optional(),
  placedTime: Instant.optional(),
  /** When it was cancelled; goods of a cancelled order are held. */
  cancelledTime: Instant.optional(),
  customer: z
    .strictObject({ name: text(200).optional(), email: text(254).optional(), phone: text(40).optional() })
    .default({}),
  shipTo: z
    .strictObject({
      name: text(200).optional(),
      street: text(300).optional(),
      city: text(120).optional(),
      region: text(120).optional(),
      postalCode: text(20).optional(),
      country: text(60).optional(),
      lat: latitude.optional(),
      lon: longitude.optional(),
    })
    .default({}),
  serviceLevel: text(64).optional(),
  promised: z.strictObject({ from: Instant.optional(), until: Instant }).optional(),
  items: z.array(OrderItem).max(1000).default([]),
  parcels: z.array(PostedParcel).max(500).default([]),
  plan: z.array(PlanStep).max(100).optional(),
});

/** How an order stands to its promise. `unknown`: there is none, or it has passed without fresh news. */
export const latenesses = ['on-time', 'at-risk', 'late', 'delivered-late', 'unknown'] as const;

/** Why something is believed: a stored fact that anybody can look at. */
export const Evidence = z.object({
  kind: z.string(),
  id: z.string(),
  eventTime: Instant,
  recordTime: Instant,
  source: z.string(),
  text: z.string(),
  /** Of a scan: where exactly at its site. */
  readPoint: z.string().optional(),
});

export const Location = z.object({
  kind: z.enum(['site', 'vehicle', 'place', 'unknown']),
  id: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  asOf: Instant.optional(),
  confidence: z.number().min(0).max(1),
  because: z.array(Evidence),
});

export const Milestone = z.object({
  milestone: z.enum(milestoneKinds),
  siteId: z.string().optional(),
  /** The planned step whose scan is awaited; absent where nothing was planned. */
  bizStep: z.string().optional(),
  expectedTime: Instant.optional(),
  /** Where the expected time comes from: posted, promised, or learned from like orders that were delivered. */
  source: z.enum(['plan', 'promise', 'learned']).optional(),
  eventTime: Instant.optional(),
  recordTime: Instant.optional(),
  status: z.enum(milestoneStatuses),
});

/** A touchpoint nobody scanned: passed over, or overdue with nothing later seen. */
export const Hole = z.object({
  siteId: z.string(),
  /** The site's name, where it has one. */
  siteName: z.string().optional(),
  bizStep: z.string(),
  expectedTime: Instant.optional(),
  because: z.string(),
  /** What usually scans this step there, the most frequent first; empty where that is not known. */
  usualDevices: z.array(z.object({ deviceId: z.string(), readPoint: z.string().optional() })),
});

/** An interval, its model, and why; all instants UTC. */
export const Eta = z.object({
  p10: Instant,
  p50: Instant,
  p90: Instant,
  model: z.string(),
  reasons: z.array(z.string()),
});

export const ParcelBelieved = PostedParcel.extend({
  state: z.enum(orderStates),
  stateTime: Instant.optional(),
  location: Location,
  /** What it was put on, innermost first: cage, pallet, vehicle. */
  on: z.array(z.string()),
});

/** An order as it is believed, with its evidence. */
export const OrderBelieved = OrderInput.extend({
  state: z.enum(orderStates),
  stateTime: Instant.optional(),
  /** The parcel the order is only as far as, when its parcels differ. */
  leastAdvancedParcelId: z.string().optional(),
  location: Location,
  eta: Eta.nullable(),
  lateProbability: z.number().nullable(),
  lateness: z.enum(latenesses),
  /** Why it is late or probably will be, in words; nothing of an order that is in time. */
  whyLate: z.array(z.string()),
  milestones: z.array(Milestone),
  /** Who should have scanned it and by when, in the order of the journey. */
  holes: z.array(Hole),
  parcels: z.array(ParcelBelieved),
  alerts: z.array(
    z.object({
      alertId: z.string(),
      kind: z.string(),
      message: z.string(),
      startTime: Instant,
      raisedTime: Instant,
    }),
  ),
  /** Holds that stand on it, its parcels or what they are in. */
  holds: z.array(Hold),
  /** Seconds since the newest fact about it; null when there is none yet. */
  dataAgeS: z.number().nullable(),
});

/** One line of a list of orders. */
export const OrderSummary = z.object({
  orderNumber: z.string(),
  state: z.enum(orderStates),
  stateTime: Instant.optional(),
  placedTime: Instant.optional(),
  promisedUntil: Instant.optional(),
  eta: Eta.nullable(),
  lateness: z.enum(latenesses),
  customerName: z.string().optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
  parcels: z.number(),
  location: Location.pick({ kind: true, id: true, asOf: true }),
  /** Event time of the newest fact about it. */
  newestTime: Instant.optional(),
  /** How many open alerts concern it; absent when there are none. */
  openAlerts: z.number().optional(),
  /** Kinds of the holds that stand on it, its parcels or what they are in; absent when there are none. */
  heldFor: z.array(z.enum(holdKinds)).optional(),
});

export const OrderMatch = OrderSummary.extend({
  score: z.number(),
  matchedOn: z.string(),
  because: z.string(),
});

export const TimelineItem = z.object({
  id: z.string(),
  kind: z.string(),
  eventTime: Instant,
  recordTime: Instant,
  source: z.object({ type: z.string(), id: z.string() }),
  text: z.string(),
  parcelIds: z.array(z.string()).optional(),
  siteId: z.string().optional(),
  bizStep: z.string().optional(),
  /** Where exactly at its site. */
  readPoint: z.string().optional(),
  verdict: z.enum(verdicts).optional(),
  /** What it was put on or taken off: cage, pallet or vehicle, as its canonical code. */
  on: z.string().optional(),
  /** What a scan named, as canonical codes. */
  codes: z.array(z.string()).optional(),
  vehicleId: z.string().optional(),
  outcome: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  /** Set on a fact that was declared wrong, or of which something was: it is shown struck through, not hidden. */
  correction: Correction.pick({
    correctionId: true,
    reason: true,
    note: true,
    declarationTime: true,
    who: true,
    replacement: true,
  }).optional(),
});

export const UpsertResult = z.object({
  orderNumber: z.string().optional(),
  status: z.enum(['created', 'updated', 'unchanged', 'rejected']),
  error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }).optional(),
});

export const ImportJob = z.object({
  jobId: z.string(),
  /** `running` up to the end; what a cancelled or failed one had read is not kept, but for what somebody works on since. */
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Of a running one: its lines are cut first, then its orders read and entered; of a cancelled one those are taken back. */
  step: z.enum(['reading', 'entering', 'undoing']).optional(),
  /** Lines read so far. */
  rows: z.number(),
  /** Lines of the file. */
  total: z.number(),
  /** The shop whose export it is, where that was seen from its columns. */
  recognised: z.string().optional(),
  /** Lines that are not rejected, and orders of them; while it runs those not looked at yet are among them. */
  accepted: z.number(),
  rejected: z.number(),
  orders: z.number(),
  /** Orders of it that are entered and listed. */
  listed: z.number(),
  startTime: Instant,
  endTime: Instant.optional(),
  error: z.string().optional(),
  /** The rejected rows as CSV, as they came with a reason in front. */
  rejectedCsv: z.string().optional(),
});

export const Association = z.strictObject({
  associationId: Identifier,
  deviceId: Identifier,
  channel: text(128).optional(),
  subject: z.strictObject({ type: z.enum(['vehicle', 'parcel', 'pallet', 'site']), id: Identifier }),
  from: Instant,
  to: Instant.optional(),
});

/** What needs somebody now: counts that open lists. */
export const OrderOverview = z.object({
  overviewId: z.literal('orders'),
  /** Rises whenever anything about any order has changed: lists are asked for again. */
  changes: z.number(),
  byState: z.record(z.enum(orderStates), z.number()),
  open: z.number(),
  dueToday: z.number(),
  late: z.number(),
  atRisk: z.number(),
  deliveredToday: z.number(),
  unknownCodesToday: z.number(),
  /** Holds that stand; lists name the orders they are on. */
  holds: z.number(),
  /** Worst first, at most 20. */
  attention: z.array(OrderSummary),
});

export const orderFilters = ['open', 'late', 'at-risk', 'due-today', 'delivered', 'all'] as const;

export const orderRequests = {
  /** Each is judged alone; what is good is kept whatever the others are. */
  'orders.upsert': command(
    z.strictObject({
      orders: z.array(z.unknown()).min(1).max(10_000),
      /** An order that is there already is rejected (`conflict`) instead of updated. */
      mustBeNew: z.boolean().optional(),
    }),
    z.object({ results: z.array(UpsertResult) }),
  ),
  'orders.import': command(
    z.strictObject({ csv: z.string().max(64_000_000), mapping: z.record(z.string(), z.string()).optional() }),
    ImportJob,
  ),
  'orders.importJob': query(z.strictObject({ jobId: z.string() }), ImportJob),
  'orders.cancelImport': command(z.strictObject({ jobId: z.string() }), ImportJob),
  'orders.get': query(
    z.strictObject({ orderNumber: z.string().min(1), at: Instant.optional(), knownAt: Instant.optional() }),
    OrderBelieved,
  ),
  /** A number nobody has, in the way a kind of shop writes its own: the one most of the newest orders have, or `format`. */
  'orders.newNumber': query(
    z.strictObject({ format: z.string().max(64).optional() }),
    z.object({
      orderNumber: z.string(),
      format: z.string(),
      formats: z.array(z.object({ id: z.string(), shop: z.string() })),
    }),
  ),
  'orders.timeline': query(z.strictObject({ orderNumber: z.string().min(1) }), page(TimelineItem)),
  'orders.search': query(z.strictObject({ q: z.string().min(1).max(300), limit: Limit }), page(OrderMatch)),
  'orders.list': query(
    z.strictObject({
      filter: z.enum(orderFilters).default('open'),
      state: z.enum(orderStates).optional(),
      vehicleId: Identifier.optional(),
      siteId: Identifier.optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(OrderSummary),
  ),
  'associations.put': command(Association, Association),
  'associations.list': query(z.strictObject({ deviceId: Identifier.optional() }), page(Association)),
} as const;

export const orderSubscriptions = {
  'orders.overview': keyed(z.strictObject({}), OrderOverview, 'overviewId'),
  /** One order, renewed whenever anything about it changes. */
  'orders.live': keyed(z.strictObject({ orderNumber: z.string().min(1) }), OrderBelieved, 'orderNumber'),
} as const;
