import { unpackQuality } from '#shared/domain/quality.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import { sensorIdOf } from '../live/rows.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook, AlertDraft, AlertTopic } from './book.ts';
import { channelSubject, readingEvidence, type Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import type { Span } from './rule.ts';
import {
  isFault,
  jumpBy,
  sensorFault,
  stuckMs,
  stuckReadings,
  type FaultDetail,
  type SentReading,
} from './rules/sensor-fault.ts';
import { isMeasured, unitOf } from './series-readings.ts';
import type { ChannelOf } from './series-telling.ts';
import type { ChannelWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** Enough for a month at one in a minute. */
const mostReadings = 50_000;
/** More readings of one series that came late at once are looked at without asking whether they matter. */
const mostLateLooked = 16;
/**
 * Of two that came swapped the later one was in order: where all of them are so close, what came in order shows nearly
 * all of a run of one value by itself.
 */
const closeMs = 60_000;
const nearlyStuckMs = stuckMs - hourMs;
const none: readonly string[] = [];

/** What is remembered of a series, so that the usual reading costs a comparison or two. */
interface Memory {
  newest: number;
  value: number;
  sameSince: number;
  same: number;
  /** Until when it was nearly long enough at one value to stand still. */
  longUntil: number;
  isFaulty: boolean;
  /** It is known to stand still. */
  isStuck: boolean;
}

interface Look extends ChannelOf {
  readonly quantity: string;
  readonly memory: Memory;
  /** Nothing odd came: it matters only to a fault that is known, or to a value that stands still. */
  isPlain: boolean;
  /** Event times of what came late. */
  readonly late: number[];
  from: number;
  to: number;
}

/** What the readings since an instant say. */
interface Seen {
  readonly from: number;
  readonly readings: readonly SentReading[];
  readonly spans: readonly Span<FaultDetail>[];
}

export interface FaultRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly surroundings: Surroundings;
  /** Readings of a quantity between two instants are no measurements now, or are again. */
  readonly reconsider: (of: ChannelOf, quantity: string, from: number, to: number) => void;
}

/** Rules about what no working sensor says. A reading that looks odd has those around it read from the database. */
export class FaultRules {
  readonly #options: FaultRulesOptions;
  readonly #memories = new WeakMap<ChannelWatch, Map<string, Memory>>();
  #looks = new Map<string, Look>();

  constructor(options: FaultRulesOptions) {
    this.#options = options;
  }

  /**
   * Takes in a reading. Runs for every one of them. Gives the types of which it says what they are known to stand still
   * at, which is no measurement; none as a rule.
   */
  take(of: ChannelOf, watch: ChannelWatch, fact: StoredFact): readonly string[] {
    if (fact.observation.kind !== 'reading') return none;
    let frozen = none;
    const isInvalid = !isMeasured(fact.ownQuality);
    for (const { type, value, uom } of fact.observation.values) {
      if (unitOf[type] !== uom) continue;
      const memory = this.#memoryOf(of, watch, type);
      const isBad = isInvalid || isFault(type, value) || fact.doubted.includes(type);
      const isLate = fact.eventTime <= memory.newest;
      if (memory.isStuck && !isLate && !isBad && value === memory.value) {
        frozen = [...frozen, type];
        const series = seriesNamed(this.#options.store, of, type);
        if (series !== undefined)
          this.#options.store.doubts.freeze(series.key, fact.eventTime, of.device.key, true);
      }
      if (isLate || isOdd(memory, { time: fact.eventTime, value, isBad }))
        this.#look(of, {
          quantity: type,
          memory,
          isPlain: isLate && !isBad,
          late: isLate && mayStandStill(memory, fact.eventTime) ? [fact.eventTime] : [],
          from: isLate ? fact.eventTime : Math.min(memory.sameSince, fact.eventTime),
          to: fact.eventTime,
        });
    }
    return frozen;
  }

  /** Writes what follows. Only inside a transaction. */
  settle(): void {
    if (this.#looks.size === 0) return;
    const looks = this.#looks;
    this.#looks = new Map();
    for (const look of looks.values()) this.#lookAround(look);
  }

  /** Forgets what was taken in and never settled. */
  forget(): void {
    this.#looks = new Map();
  }

  /** What was taken in is there already: after a start all of it counts as late, and the newest tells how it stands. */
  #memoryOf(of: ChannelOf, watch: ChannelWatch, type: string): Memory {
    let memories = this.#memories.get(watch);
    if (memories === undefined) this.#memories.set(watch, (memories = new Map()));
    let memory = memories.get(type);
    if (memory === undefined) {
      const series = seriesNamed(this.#options.store, of, type);
      const newest = series && this.#readings(series.key, 0, forever, 1)[0];
      const isFaulty = newest !== undefined && (newest.isInvalid || isFault(type, newest.value));
      memory = {
        newest: newest?.time ?? -Infinity,
        value: Number.NaN,
        sameSince: forever,
        same: 0,
        longUntil: -Infinity,
        isFaulty,
        isStuck: false,
      };
      memories.set(type, memory);
    }
    return memory;
  }

  #look({ device, channel }: ChannelOf, odd: Omit<Look, keyof ChannelOf>): void {
    const name = `${device.key} ${channel} ${odd.quantity}`;
    const known = this.#looks.get(name);
    if (known === undefined) this.#looks.set(name, { device, channel, ...odd });
    else {
      known.isPlain &&= odd.isPlain;
      known.late.push(...odd.late);
      known.from = Math.min(known.from, odd.from);
      known.to = Math.max(known.to, odd.to);
    }
  }

  #lookAround(look: Look): void {
    const { store, book, clock } = this.#options;
    const { device, channel, quantity } = look;
    const series = seriesNamed(store, look, quantity);
    if (series === undefined) return;
    const topic = topicOf(look);
    const touching = book.touching(topic, look.from - hourMs, look.to + hourMs);
    if (look.isPlain && touching.length === 0 && !this.#standsStill(series.key, look.late)) return;
    const from = Math.min(look.from, ...touching.map(({ start }) => start));
    const readings = this.#readings(series.key, from - dayMs, forever);
    const spans = sensorFault.evaluate({ quantity, readings }).filter(({ end }) => (end ?? forever) >= from);
    this.#freeze(look, series.key, { from, readings, spans });
    reconcile(book, {
      topic,
      drafts: spans.map((span) => this.#draft(look, topic, span)),
      from,
      to: forever,
      ordersOf: (span) => this.#options.surroundings.ordersNear(device, channel, span),
      now: clock.now(),
    });
  }

  /** Readings that came late may complete a run of one value, or show that what runs after them used to move. */
  #standsStill(seriesKey: number, late: readonly number[]): boolean {
    if (late.length > mostLateLooked) return true;
    return late.some((time) => {
      const { before, after } = this.#options.store.doubts.valuesAround(seriesKey, time, 2 * stuckReadings);
      let same = 0;
      return [...before.toReversed(), ...after].some(({ value }, index, all) => {
        same = index > 0 && value === all[index - 1]!.value ? same + 1 : 1;
        return same >= stuckReadings;
      });
    });
  }

  /** Marks the readings of a value that stands still, and no others. */
  #freeze(
    { device, channel, quantity, memory }: Look,
    seriesKey: number,
    { from, readings, spans }: Seen,
  ): void {
    const { store, reconsider } = this.#options;
    const stuck = spans.filter(({ detail }) => detail.way === 'stuck');
    const standing = stuck.find(({ end }) => end === undefined);
    memory.isStuck = standing !== undefined;
    if (standing !== undefined) {
      memory.value = standing.detail.first.value;
      memory.sameSince = standing.start;
      memory.same = Math.max(memory.same, stuckReadings);
    }
    const wanted = new Set(
      readings
        .map(({ time }) => time)
        .filter((time) => stuck.some(({ start, end = forever }) => start <= time && time < end)),
    );
    // Readings come in order of time.
    const [earliest = from] = wanted;
    const known = new Set(store.doubts.frozenSince(seriesKey, Math.min(from, earliest)));
    const changed = [...wanted.symmetricDifference(known)].sort((a, b) => a - b);
    const [first] = changed;
    if (first === undefined) return;
    for (const time of changed) store.doubts.freeze(seriesKey, time, device.key, wanted.has(time));
    reconsider({ device, channel }, quantity, first, changed.at(-1)!);
  }

  #readings(seriesKey: number, from: number, to: number, limit = mostReadings): SentReading[] {
    const rows = this.#options.store.queries.readings(seriesKey, { from, to, limit });
    return rows.reverse().map((row) => ({
      time: row.event_time,
      value: row.value,
      recordTime: row.record_time,
      isInvalid: !isMeasured(unpackQuality(row.quality)),
    }));
  }

  #draft(
    { device, channel, quantity }: Look,
    topic: AlertTopic,
    span: Span<FaultDetail>,
  ): Omit<AlertDraft, 'orderNumbers'> {
    const { surroundings } = this.#options;
    const { start, end, detail } = span;
    const sensorId = sensorIdOf(device.deviceId, channel);
    return {
      ...topic,
      ...surroundings.whereabouts(device, channel, start),
      severity: sensorFault.severity,
      start,
      end,
      known: start,
      message: sensorFault.message(span, surroundings.nameOf(device, channel, start)),
      evidence: [readingEvidence(sensorId, device.deviceId, quantity, detail.first, 'First such value')],
    };
  }
}

function seriesNamed(store: Store, { device, channel }: ChannelOf, quantity: string) {
  return store.keys
    .seriesOf(device.key, channel)
    .find(({ type, uom }) => type === quantity && uom === unitOf[quantity]);
}

function topicOf({ device, channel, quantity }: Look): AlertTopic {
  return {
    kind: sensorFault.id,
    ruleKey: `${sensorFault.id} ${quantity}`,
    subject: channelSubject(device.deviceId, channel),
  };
}

/** Takes a reading into the memory; true when those around it have to be looked at. */
function isOdd(
  memory: Memory,
  { time, value, isBad }: { readonly time: number; readonly value: number; readonly isBad: boolean },
): boolean {
  const before = memory.newest;
  memory.newest = time;
  if (isBad !== memory.isFaulty) {
    memory.isFaulty = isBad;
    return true;
  }
  if (isBad) return false;
  const moved = value - memory.value;
  memory.value = value;
  if (moved === 0) {
    const wasLong = isLong(memory, before);
    memory.same += 1;
    if (time - memory.sameSince >= nearlyStuckMs) memory.longUntil = time;
    return isLong(memory, time) && (!wasLong || isPowerOfTwo(memory.same));
  }
  const wasLong = memory.same >= stuckReadings;
  memory.same = 1;
  memory.sameSince = time;
  return wasLong || Math.abs(moved) >= jumpBy;
}

/** Whether a reading that came late may be part of a value that stands still, or come before one. */
function mayStandStill({ newest, longUntil }: Memory, time: number): boolean {
  return newest - time >= closeMs || time <= longUntil + closeMs;
}

/** It has been the same, often enough, for long enough at an instant. */
function isLong({ same, sameSince }: Memory, time: number): boolean {
  return same >= stuckReadings && time - sameSince >= stuckMs;
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}
