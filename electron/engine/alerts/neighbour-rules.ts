import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import { sensorIdOf } from '../live/rows.ts';
import { calibrationAt, corrected } from '../store/calibrations.ts';
import type { Store } from '../store/store.ts';
import type { LiveWorld } from '../tracking/live-world.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { Marks, type Stretch } from './marks.ts';
import { channelSubject, ownEvidence, type Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import { comparedMs, sensorDisagreement, type Comparison } from './rules/sensor-disagreement.ts';
import { isFault } from './rules/sensor-fault.ts';
import { unitOf } from './series-readings.ts';

const quantity = 'Temperature';
const everyMs = 10 * minuteMs;
/** This far around what is new readings are compared. */
const reachMs = 2 * hourMs;
/** Of a thermometer whose uncertainty nobody has measured. */
const usualUncertainty = 0.5;
const neighboursKeptMs = 10 * minuteMs;

interface Member {
  readonly deviceId: string;
  readonly channel: string;
  readonly seriesKey: number;
}

export interface NeighbourRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly world: LiveWorld;
  readonly surroundings: Surroundings;
}

/**
 * Compares thermometers that measure the same: on one vehicle, pallet or parcel, or in one room of a site, which is
 * what channels of the same name at the same site are. Readings only mark their room; a timer compares.
 */
export class NeighbourRules {
  readonly #options: NeighbourRulesOptions;
  readonly #marks: Marks<string>;
  #known: {
    readonly at: number;
    readonly roomOf: ReadonlyMap<number, ReadonlyMap<string, string>>;
    readonly membersOf: ReadonlyMap<string, readonly Member[]>;
  } = { at: -Infinity, roomOf: new Map(), membersOf: new Map() };

  constructor(options: NeighbourRulesOptions) {
    this.#options = options;
    this.#marks = new Marks(options.clock, everyMs);
  }

  /** Takes in a fact. Runs for every one. */
  take({ observation, deviceKey, eventTime }: StoredFact): void {
    if (observation.kind !== 'reading') return;
    const room = this.#known.roomOf.get(deviceKey)?.get(observation.channel ?? '');
    if (room !== undefined) this.#marks.mark(room, eventTime);
  }

  due(): string | undefined {
    if (Math.abs(this.#options.clock.now() - this.#known.at) >= neighboursKeptMs) this.#findNeighbours();
    return this.#marks.due();
  }

  /** Compares the sensors of one room. Only inside a transaction. */
  look(room: string): void {
    const stretch = this.#marks.take(room);
    const members = this.#known.membersOf.get(room) ?? [];
    if (stretch === undefined || members.length < 2) return;
    const now = this.#options.clock.now();
    // A quarter of an hour is compared once it is over, and one that ended where we begin is looked at whole.
    const reach = {
      from: quarterOf(stretch.from - reachMs),
      to: quarterOf(Math.min(stretch.to + reachMs, now)),
    };
    const begin = Math.min(reach.from, ...members.flatMap((member) => this.#startsOf(member, reach)));
    const end = reach.to;
    const means = members.map((member) => this.#meansOf(member, begin, end - 1));
    // Of two it cannot be told which is wrong: one of them stands for both.
    const judged = members.length === 2 ? members.slice(0, 1) : members;
    for (const [index, member] of judged.entries()) {
      const others = means.filter((_, other) => other !== index);
      const comparisons = [...means[index]!].flatMap(([time, own]): Comparison[] => {
        const beside = others.flatMap((each) => each.get(time) ?? []);
        return beside.length === 0 ? [] : [{ time, own, others: beside }];
      });
      this.#settle(member, members, comparisons, { from: begin, to: end });
    }
  }

  #startsOf(member: Member, { from, to }: Stretch): number[] {
    return this.#options.book.touching(topicOf(member), from, to).map(({ start }) => start);
  }

  /** The mean of each quarter of an hour, put right by its calibration; what is no temperature does not count. */
  #meansOf({ deviceId, channel, seriesKey }: Member, from: number, to: number): Map<number, number> {
    const { store } = this.#options;
    const calibrations = store.calibrations.of(deviceId, channel, quantity);
    const sums = new Map<number, { sum: number; count: number }>();
    for (const { time, value } of store.alertFacts.readings(seriesKey, from, to)) {
      if (isFault(quantity, value)) continue;
      const quarter = quarterOf(time);
      const known = sums.get(quarter) ?? { sum: 0, count: 0 };
      known.sum += corrected(calibrations, time, value);
      known.count += 1;
      sums.set(quarter, known);
    }
    return new Map([...sums].map(([time, { sum, count }]) => [time, sum / count]));
  }

  #settle(
    member: Member,
    members: readonly Member[],
    comparisons: readonly Comparison[],
    window: Stretch,
  ): void {
    const { book, clock, surroundings, store } = this.#options;
    const { deviceId, channel } = member;
    const device = store.devices.get(deviceId);
    if (device === undefined) return;
    const at = comparisons.at(-1)?.time ?? window.to;
    const others = members.filter((each) => each !== member);
    const spans = sensorDisagreement.evaluate({
      comparisons,
      uncertainties: [
        this.#uncertaintyOf(member, at),
        Math.max(...others.map((each) => this.#uncertaintyOf(each, at))),
      ],
      quantity,
    });
    reconcile(book, {
      topic: topicOf(member),
      drafts: spans.map((span) => ({
        ...topicOf(member),
        ...surroundings.whereabouts(device, channel, span.start),
        severity: sensorDisagreement.severity,
        start: span.start,
        end: span.end,
        known: span.start,
        message: sensorDisagreement.message(span, surroundings.nameOf(device, channel, span.start)),
        evidence: members.map((each) => evidenceOf(each, span.start, this.#knownAt(each, span.start))),
      })),
      ...window,
      ordersOf: (span) => surroundings.ordersNear(device, channel, span),
      now: clock.now(),
    });
  }

  /** When all of the quarter of an hour that begins then was known of a sensor. */
  #knownAt({ seriesKey }: Member, from: number): number {
    const readings = this.#options.store.alertFacts.readings(seriesKey, from, from + comparedMs - 1);
    return Math.max(from, ...readings.map(({ recordTime }) => recordTime));
  }

  #uncertaintyOf({ deviceId, channel }: Member, at: number): number {
    const records = this.#options.store.calibrations.of(deviceId, channel, quantity);
    return calibrationAt(records, at)?.uncertainty ?? usualUncertainty;
  }

  #findNeighbours(): void {
    const { store, clock, world } = this.#options;
    const now = clock.now();
    const on = new Map<string, string>();
    for (const row of world.associations())
      if (row.subjectType !== 'site' && row.from <= now && now < (row.to ?? Infinity))
        on.set(row.deviceId, `${row.subjectType} ${row.subjectId}`);
    const roomOf = new Map<number, Map<string, string>>();
    const membersOf = new Map<string, Member[]>();
    for (const device of store.devices.all()) {
      for (const { key: seriesKey, channel, type, uom } of store.keys.seriesOfDevice(device.key)) {
        const name = device.channels[channel]?.name;
        const subject = on.get(device.deviceId) ?? (name === undefined ? undefined : device.siteId);
        if (type !== quantity || uom !== unitOf[quantity] || subject === undefined) continue;
        const room = `${subject}\n${name ?? ''}`;
        const rooms = roomOf.get(device.key) ?? new Map<string, string>();
        roomOf.set(device.key, rooms.set(channel, room));
        membersOf.set(room, [
          ...(membersOf.get(room) ?? []),
          { deviceId: device.deviceId, channel, seriesKey },
        ]);
      }
    }
    this.#known = { at: now, roomOf, membersOf };
  }
}

function quarterOf(time: number): number {
  return Math.floor(time / comparedMs) * comparedMs;
}

function topicOf({ deviceId, channel }: Member): AlertTopic {
  return {
    kind: sensorDisagreement.id,
    ruleKey: sensorDisagreement.id,
    subject: channelSubject(deviceId, channel),
  };
}

function evidenceOf({ deviceId, channel }: Member, time: number, recordTime: number) {
  const sensorId = sensorIdOf(deviceId, channel);
  return ownEvidence({
    kind: 'reading',
    of: sensorId,
    time,
    recordTime,
    source: deviceId,
    text: `Compared from then on: ${sensorId}`,
  });
}
