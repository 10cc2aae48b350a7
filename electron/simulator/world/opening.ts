import { minuteMs } from '#shared/domain/time.ts';

import type { Outbound } from '../formats/saying.ts';
import type { TruthEntry } from '../truth.ts';
import { coldLimits } from './climate.ts';
import type { Item, Said } from './item.ts';
import type { MessageItem, Speaker } from './speakers.ts';
import { firstTick, tickAt } from './ticks.ts';

const maxBatchItems = 200;
const maxBatchBytes = 48_000;

const shownByReadings: ReadonlySet<TruthEntry['kind']> = new Set(['temperature-excursion', 'freeze']);

interface Batch {
  readonly template: Outbound;
  readonly payloads: string[];
  readonly said: Said[];
  bytes: number;
}

/** Only the native format has back-fill batches; elsewhere old facts would look like late ones. */
function batchable(message: Outbound): boolean {
  return message.topic.startsWith('waymark/v1/');
}

/**
 * What happened before a run begins, handed over at its start: orders, scans in back-fill batches, thinned readings
 * and positions. A parcel's scans stay in order across devices: before a scan is added to one device's batch, the
 * batch that holds the same parcel's scan by another device is closed.
 */
export function* openingItems(
  waves: readonly (readonly Item[])[],
  speakers: readonly Speaker[],
  options: { readonly fromMs: number; readonly backfillMs: number },
): Generator<Item, void, undefined> {
  const { fromMs, backfillMs } = options;
  const past = waves
    .flatMap((items) => items.filter((item) => item.atMs < fromMs))
    .sort((a, b) => a.atMs - b.atMs);
  for (const item of past)
    if (item.type === 'order' || item.type === 'registration') yield { ...item, atMs: fromMs };
  const batches = new Batches(fromMs);
  for (const item of past) {
    if (item.type === 'step') yield { ...item, atMs: fromMs };
    if (item.type === 'message') yield* batches.add(item);
    const entry = item.type === 'truth' ? stillVisible(item.entry, fromMs, backfillMs) : undefined;
    if (entry !== undefined) yield { type: 'truth', atMs: fromMs, entry };
  }
  if (backfillMs > 0) {
    for (const speaker of speakers) yield* history(speaker, batches, fromMs - backfillMs, fromMs);
  }
  yield* batches.closeAll();
}

/**
 * What is left of an entry from before the start: nothing of what was over before anybody listened, and of an
 * excursion only what the readings handed over still show.
 */
function stillVisible(entry: TruthEntry, fromMs: number, backfillMs: number): TruthEntry | undefined {
  const { atMs, fromMs: beganMs = atMs, toMs = atMs } = entry;
  // Nobody can have known it when it could first be known.
  const told = { ...entry, detail: { ...entry.detail, handedOver: true } };
  if (entry.live === true) return toMs > fromMs ? told : undefined;
  const visibleMs = fromMs - backfillMs;
  if (!shownByReadings.has(entry.kind) || beganMs >= visibleMs) return told;
  const knownMs = visibleMs + coldLimits.forMs + minuteMs;
  return toMs > knownMs ? { ...told, atMs: Math.max(atMs, knownMs) } : undefined;
}

function* history(
  speaker: Speaker,
  batches: Batches,
  fromMs: number,
  toMs: number,
): Generator<Item, void, undefined> {
  if (!Number.isFinite(speaker.historyGapMs)) return;
  let last = Number.NEGATIVE_INFINITY;
  for (let n = firstTick(speaker.ticking, fromMs); tickAt(speaker.ticking, n) < toMs; n++) {
    const atMs = tickAt(speaker.ticking, n);
    if (atMs - last < speaker.historyGapMs) continue;
    const item = speaker.speak(n);
    if (item === undefined || !batchable(item.message)) continue;
    last = atMs;
    yield* batches.add(item);
  }
}

class Batches {
  readonly #atMs: number;
  readonly #open = new Map<string, Batch>();
  /** The topic of the open batch that holds a parcel's last scan. */
  readonly #topicOf = new Map<string, string>();

  constructor(atMs: number) {
    this.#atMs = atMs;
  }

  /** Takes a message in and gives the batches that had to be closed for it. */
  *add(item: MessageItem): Generator<Item, void, undefined> {
    const { message, said } = item;
    const parcels = said.flatMap((entry) => (entry.scans ?? []).flatMap((scan) => scan.parcels));
    for (const { parcelId } of parcels) {
      const topic = this.#topicOf.get(parcelId);
      if (topic !== undefined && topic !== message.topic) yield* this.#close(topic);
    }
    if (!batchable(message)) {
      yield { ...item, atMs: this.#atMs, message: { ...message, atMs: this.#atMs } };
      return;
    }
    const bytes = Buffer.byteLength(message.payload) + 1;
    const open = this.#open.get(message.topic);
    if (open !== undefined && (open.payloads.length >= maxBatchItems || open.bytes + bytes > maxBatchBytes)) {
      yield* this.#close(message.topic);
    }
    const batch = this.#open.get(message.topic) ?? { template: message, payloads: [], said: [], bytes: 2 };
    batch.payloads.push(message.payload);
    batch.said.push(...said);
    batch.bytes += bytes;
    this.#open.set(message.topic, batch);
    for (const { parcelId } of parcels) this.#topicOf.set(parcelId, message.topic);
  }

  *closeAll(): Generator<Item, void, undefined> {
    for (const topic of this.#open.keys()) yield* this.#close(topic);
  }

  *#close(topic: string): Generator<Item, void, undefined> {
    const batch = this.#open.get(topic);
    if (batch === undefined) return;
    this.#open.delete(topic);
    const message = { ...batch.template, atMs: this.#atMs, payload: `[${batch.payloads.join(',')}]` };
    yield { type: 'message', atMs: this.#atMs, message, said: batch.said };
  }
}
