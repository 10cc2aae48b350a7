import { latenessClass, offsetSamples } from '#shared/domain/habits.ts';
import type { NodeNews, Observation, Rejected } from '#shared/domain/observation.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';

import type { Adapter } from '../adapters/adapter.ts';
import type { Device, Outcome } from '../store/devices.ts';
import type { PlacedFact } from '../store/facts.ts';
import type { SettledBooks } from '../store/ledger.ts';
import { hashMessage } from '../store/message-hash.ts';
import type { Store } from '../store/store.ts';
import { placeInTime } from './place-in-time.ts';
import type { Judged, Reconsidered, Sanity } from './sanity.ts';
import type { InboundMessage } from './source.ts';

export type { Reconsidered } from './sanity.ts';

/** A message with what its adapter understood; decoding is done before the transaction. */
export interface UnderstoodMessage {
  readonly message: InboundMessage;
  /** The format; for a mapped message the one all mappings share. */
  readonly adapter: Pick<Adapter, 'id'> | undefined;
  readonly observations: readonly Observation[];
  readonly rejected: readonly Rejected[];
  readonly ignored: string | undefined;
  readonly backfill: boolean;
  readonly news: NodeNews | undefined;
  /** The gateway that carried it. */
  readonly gateway?: string | undefined;
  /** More than its device may send: it and so many more of its topic are counted, and nothing of them is kept. */
  readonly limited?: number;
}

/** A fact that is new in the database, as the read models need it. */
export interface StoredFact extends PlacedFact {
  readonly deviceKey: number;
  readonly recordTime: number;
  readonly topic: string;
  readonly siteId: string | undefined;
  readonly live: boolean;
  readonly scanKey: number | undefined;
  /** Its flags without doubts about some of its values. */
  readonly ownQuality: readonly QualityFlag[];
  /** The types of those values of a reading that are doubted: the others count. */
  readonly doubted: readonly string[];
  readonly gateway: string | undefined;
}

export interface Settlement {
  readonly outcome: Outcome;
  /** How many messages it is of: one, but for those of a flood. */
  readonly messages: number;
  readonly topic: string;
  readonly facts: readonly StoredFact[];
  readonly deviceKeys: readonly number[];
  /** Earlier facts that are doubted now, or no longer. */
  readonly reconsidered: readonly Reconsidered[];
  /** Why, for messages of which nothing was stored. */
  readonly detail: string;
}

interface Placed {
  readonly facts: readonly PlacedFact[];
  readonly rejected: readonly Rejected[];
}

const rowsOf = { scan: 'scans', position: 'positions', reading: 'readings', status: 'statuses' } as const;

/**
 * Settles one message inside a transaction: stores its facts, keeps its bytes, quarantines what could not be
 * used and counts it once, by the first of stored, duplicate, quarantined, ignored that applies.
 */
export function settleMessage(
  store: Store,
  books: SettledBooks,
  understood: UnderstoodMessage,
  sanity: Sanity,
): Settlement {
  const { message } = understood;
  if (understood.limited !== undefined) return settleLimited(store, books, message, understood.limited);
  const live = !message.retained && !understood.backfill;
  const hash = hashWhenAsked(message);
  const placed = placeAll(understood, live);
  const anonymous = placed.facts.some(isAnonymous);
  const repeated = isRepetition(store, understood, hash, anonymous);
  const reconsidered: Reconsidered[] = [];
  const stored = repeated
    ? []
    : storeFacts(
        store,
        books,
        understood,
        anonymous ? withRepeatedValues(store, placed, message.topic, hash) : placed,
        live,
        (fact, deviceKey) => {
          const judged = sanity.judge(fact, deviceKey);
          reconsidered.push(...judged.reconsidered);
          return judged;
        },
      );
  const outcome = outcomeOf(placed, stored.length, repeated);
  if (understood.news?.event === 'birth') store.births.put(understood.news);
  if (!repeated) quarantineRest(store, understood, placed.rejected, outcome);
  books[outcome] += 1;
  const devices = countDevices(store, understood, outcome, live);
  remember(store, message, hash, anonymous, outcome);
  const detail = placed.rejected[0]?.detail ?? understood.ignored ?? '';
  const deviceKeys = devices.map((device) => device.key);
  return { outcome, messages: 1, topic: message.topic, facts: stored, deviceKeys, reconsidered, detail };
}

/** Counted for their device where only one was ever heard on the topic: nothing in the messages was read. */
function settleLimited(
  store: Store,
  books: SettledBooks,
  { topic, receivedAt }: InboundMessage,
  messages: number,
): Settlement {
  books.limited += messages;
  const topicKey = store.keys.findTopic(topic);
  const heard = topicKey === undefined ? [] : store.keys.devicesOn(topicKey);
  const device = heard.length === 1 ? store.devices.byKey(heard[0]!) : undefined;
  if (device !== undefined) {
    device.counts.limited += messages;
    device.lastSeen = Math.max(device.lastSeen ?? 0, receivedAt);
    store.devices.touch(device);
  }
  const deviceKeys = device === undefined ? [] : [device.key];
  return { outcome: 'limited', messages, topic, facts: [], deviceKeys, reconsidered: [], detail: '' };
}

/** Few messages need it, and it costs more than most of what is done with them. */
function hashWhenAsked({ topic, payload }: InboundMessage): () => Buffer {
  let hash: Buffer | undefined;
  return () => (hash ??= hashMessage(topic, payload));
}

/** Nothing a device said tells one such fact from the next. */
function isAnonymous(fact: PlacedFact): boolean {
  return !fact.timed && fact.observation.seq === undefined;
}

function placeAll(understood: UnderstoodMessage, live: boolean): Placed {
  const facts: PlacedFact[] = [];
  const rejected: Rejected[] = [...understood.rejected];
  for (const observation of understood.observations) {
    const placement = placeInTime(observation, { receivedAt: understood.message.receivedAt, live });
    if (placement.ok) facts.push(placement.fact);
    else rejected.push(placement.rejected);
  }
  return { facts, rejected };
}

/**
 * A redelivery of a message that is committed but perhaps not acknowledged, and the broker's retained copy of
 * the newest one: only these make a message without time and number no new fact.
 */
function isRepetition(
  store: Store,
  understood: UnderstoodMessage,
  hash: () => Buffer,
  anonymous: boolean,
): boolean {
  const { message } = understood;
  if (message.messageId !== undefined && isRedelivery(store, message, message.messageId, hash, anonymous))
    return true;
  if (!message.retained || !anonymous) return false;
  const topicKey = store.keys.findTopic(message.topic);
  return topicKey !== undefined && store.ledger.isLastAnonymous(topicKey, hash());
}

/**
 * Where deliveries are remembered that were acknowledged before they were read: by then their ids name others, and
 * those must not be forgotten for them.
 */
export function deferredOf(source: string): string {
  return `${source} deferred`;
}

function isRedelivery(
  { ledger }: Store,
  { source, dup, direct }: InboundMessage,
  messageId: number,
  hash: () => Buffer,
  anonymous: boolean,
): boolean {
  if (dup)
    return (
      ledger.wasCommitted(source, messageId, hash()) ||
      ledger.wasCommitted(deferredOf(source), messageId, hash())
    );
  return direct === true && anonymous && ledger.isUnanswered(source, messageId, hash());
}

/** A message without time and number that says what the one before said is a new fact, and worth a second look. */
function withRepeatedValues(store: Store, placed: Placed, topic: string, hash: () => Buffer): Placed {
  const topicKey = store.keys.findTopic(topic);
  if (topicKey === undefined || !store.ledger.isLastAnonymous(topicKey, hash())) return placed;
  const facts = placed.facts.map((fact): PlacedFact =>
    isAnonymous(fact) ? { ...fact, quality: [...fact.quality, 'same-values-again'] } : fact,
  );
  return { ...placed, facts };
}

function storeFacts(
  store: Store,
  books: SettledBooks,
  understood: UnderstoodMessage,
  placed: Placed,
  live: boolean,
  judge: (fact: PlacedFact, deviceKey: number) => Pick<Judged, 'doubts' | 'doubted'>,
): StoredFact[] {
  const { message, adapter } = understood;
  if (adapter === undefined || placed.facts.length === 0) return [];
  const stored: StoredFact[] = [];
  const topicKey = store.keys.topicKey(message.topic);
  let messageKey: number | undefined;
  const before = new Map<Device, number | undefined>();
  for (const unordered of placed.facts) {
    const device = store.devices.hear(adapter.id, unordered.observation.deviceId);
    const first = !before.has(device);
    if (first) before.set(device, device.newestTime);
    const fact = inOrder(unordered, before.get(device), live);
    store.keys.linkTopic(topicKey, device.key);
    const siteId = fact.observation.siteId ?? device.siteId;
    messageKey ??= store.ledger.keepMessage(topicKey, message.receivedAt, message.retained, message.payload);
    const complete = withDefaults(fact, device);
    const result = store.facts.insert(complete, {
      deviceKey: device.key,
      siteId,
      recordTime: message.receivedAt,
      messageKey,
      topicKey,
      retained: message.retained,
    });
    if (!result.stored) continue;
    books[rowsOf[fact.observation.kind]] +=
      fact.observation.kind === 'reading' ? fact.observation.values.length : 1;
    noteTimes(store, device, fact, message.receivedAt);
    if (fact.timed && !message.retained)
      notePunctuality(device, message.receivedAt - fact.eventTime, live && first);
    const { doubts, doubted } = judge(complete, device.key);
    stored.push({
      ...complete,
      quality: [...result.quality, ...doubts],
      ownQuality: result.quality,
      doubted,
      gateway: understood.gateway,
      deviceKey: device.key,
      recordTime: message.receivedAt,
      topic: message.topic,
      siteId,
      live,
      scanKey: result.scanKey,
    });
  }
  if (messageKey !== undefined && stored.length === 0) store.ledger.dropMessage(messageKey);
  return stored;
}

/** Says so where a device sends a fact after a newer one of an earlier message. */
function inOrder(fact: PlacedFact, newestBefore: number | undefined, live: boolean): PlacedFact {
  if (!live || !fact.timed || newestBefore === undefined || fact.eventTime >= newestBefore) return fact;
  return { ...fact, quality: [...fact.quality, 'out-of-order'] };
}

/** A device's business step and read point stand in for scans that carry none. */
function withDefaults(fact: PlacedFact, device: Device): PlacedFact {
  const { observation } = fact;
  if (observation.kind !== 'scan') return fact;
  const bizStep = observation.bizStep ?? device.bizStep;
  const readPoint = observation.readPoint ?? device.readPoint;
  if (bizStep === observation.bizStep && readPoint === observation.readPoint) return fact;
  return {
    ...fact,
    content: observation,
    observation: {
      ...observation,
      ...(bizStep === undefined ? {} : { bizStep }),
      ...(readPoint === undefined ? {} : { readPoint }),
    },
  };
}

function noteTimes(store: Store, device: Device, fact: PlacedFact, receivedAt: number): void {
  device.firstSeen ??= receivedAt;
  if (device.lastEventTime === undefined || fact.eventTime > device.lastEventTime)
    device.lastEventTime = fact.eventTime;
  const arrived = Math.min(fact.eventTime, receivedAt);
  if (device.newestTime === undefined || arrived > device.newestTime) device.newestTime = arrived;
  if (fact.observation.siteId !== undefined) device.heardSiteId = fact.observation.siteId;
  store.devices.touch(device);
}

function notePunctuality(device: Device, lateMs: number, tellsClock: boolean): void {
  device.lateness[latenessClass(lateMs)]! += 1;
  if (!tellsClock) return;
  device.clockDifferences.push(-lateMs);
  if (device.clockDifferences.length > offsetSamples) device.clockDifferences.shift();
}

function outcomeOf(placed: Placed, storedCount: number, repeated: boolean): Outcome {
  if (repeated) return 'duplicate';
  if (storedCount > 0) return 'stored';
  if (placed.facts.length > 0) return 'duplicate';
  return placed.rejected.length > 0 ? 'quarantined' : 'ignored';
}

function quarantineRest(
  store: Store,
  understood: UnderstoodMessage,
  rejected: readonly Rejected[],
  outcome: Outcome,
): void {
  if (rejected.length === 0) return;
  const { message, adapter } = understood;
  const common = {
    topic: message.topic,
    deviceId: deviceNames(understood)[0],
    adapter: adapter?.id,
    time: message.receivedAt,
    payload: message.payload,
  };
  const part = outcome !== 'quarantined';
  const [first] = rejected;
  if (first === undefined) return;
  if (!part) {
    const detail = rejected.length === 1 ? first.detail : `${first.detail} (and ${rejected.length - 1} more)`;
    store.ledger.quarantine({ ...common, reason: first.reason, detail, part });
    return;
  }
  for (const { reason, detail } of rejected) store.ledger.quarantine({ ...common, reason, detail, part });
}

/** Counts the message once for each device it spoke for, and notes signs of life. */
function countDevices(
  store: Store,
  understood: UnderstoodMessage,
  outcome: Outcome,
  live: boolean,
): Device[] {
  const { adapter, message } = understood;
  if (adapter === undefined) return [];
  const names = deviceNames(understood);
  const devices: Device[] = [];
  for (const name of names) {
    const device = store.devices.find(adapter.id, name);
    if (device === undefined) continue;
    device.counts[outcome] += 1;
    if (live || understood.backfill) device.lastSeen = Math.max(device.lastSeen ?? 0, message.receivedAt);
    store.devices.touch(device);
    devices.push(device);
  }
  return devices;
}

function deviceNames(understood: UnderstoodMessage): string[] {
  const names = new Set<string>();
  for (const { deviceId } of understood.observations) names.add(deviceId);
  for (const { deviceId } of understood.rejected) if (deviceId !== undefined) names.add(deviceId);
  return [...names];
}

function remember(
  store: Store,
  message: InboundMessage,
  hash: () => Buffer,
  anonymous: boolean,
  outcome: Outcome,
): void {
  const provenByIdentity = !anonymous && (outcome === 'stored' || outcome === 'duplicate');
  if (message.qos > 0 && message.messageId !== undefined && !provenByIdentity) {
    const source = message.deferred === true ? deferredOf(message.source) : message.source;
    store.ledger.rememberCommitted(source, message.messageId, hash(), outcome);
  }
  if (anonymous && outcome === 'stored')
    store.ledger.rememberAnonymous(store.keys.topicKey(message.topic), hash());
}
