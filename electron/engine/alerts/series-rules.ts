import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import { corrected } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import { allowedBy } from './allowed-silence.ts';
import type { AlertBook } from './book.ts';
import { excursionOf, nextPoint, normal, type Excursion, type Phase, type Reading } from './excursions.ts';
import type { Governance } from './governance.ts';
import { isStepped, type Limit } from './limits.ts';
import { channelSubject, type Surroundings } from './places.ts';
import type { HoldAffected } from './hold-affected.ts';
import { reconcile } from './reconcile.ts';
import { expectedMs, isMeasured, unitOf } from './series-readings.ts';
import { isFault } from './rules/sensor-fault.ts';
import { draftOf, topicOf, type ChannelOf } from './series-telling.ts';
import { move, replayAround } from './series-window.ts';
import type { TallyRules } from './tally-rules.ts';
import { isTallied } from './tally.ts';
import type { ChannelWatch, DeviceWatch, SeriesWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;

interface Job extends ChannelOf {
  readonly watch: SeriesWatch;
  /** The event times of readings that did not come in order; undefined when all did. */
  late: { readonly from: number; readonly to: number } | undefined;
  /** By limit: what ended with the readings that came in order. */
  readonly ended: Excursion[][];
  moved: boolean;
}

export interface SeriesRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly governance: Governance;
  readonly surroundings: Surroundings;
  readonly tallies: TallyRules;
  readonly holdAffected: HoldAffected;
}

/**
 * Rules about readings and limits. The newest reading of a series takes one step; one that comes late, and any after
 * a restart, has the readings around it looked at again, so that the alerts are the same whatever came first.
 */
export class SeriesRules {
  readonly #options: SeriesRulesOptions;
  readonly #tallies: TallyRules;
  #jobs = new Map<SeriesWatch, Job>();

  constructor(options: SeriesRulesOptions) {
    this.#options = options;
    this.#tallies = options.tallies;
  }

  /** Series of a channel that limits apply to now. */
  govern(watch: DeviceWatch, channel: ChannelWatch): void {
    const { governance, store } = this.#options;
    if (channel.stamp === governance.version) return;
    channel.stamp = governance.version;
    const { device } = watch;
    const found = new Map<string, SeriesWatch>();
    for (const { key, type, uom } of store.keys.seriesOf(device.key, channel.channel)) {
      if (unitOf[type] !== uom) continue;
      const limits = governance.limitsOn(device, channel.channel, type);
      if (limits.length === 0) continue;
      found.set(type, {
        seriesKey: key,
        quantity: type,
        calibrations: store.calibrations.of(device.deviceId, channel.channel, type),
        limits: limits.filter(({ limit }) => isStepped(limit)),
        tallied: limits.filter(({ limit }) => isTallied(limit)),
        standing: undefined,
        tally: undefined,
      });
    }
    channel.series = found;
    channel.allowed = allowedBy(governance.silencesOn(device, channel.channel));
  }

  /** Takes in a reading of a channel with limits; values of types that are frozen are no measurements. */
  take(watch: DeviceWatch, channel: ChannelWatch, fact: StoredFact, frozen: readonly string[]): void {
    if (fact.observation.kind !== 'reading' || !isMeasured(fact.ownQuality)) return;
    const time = Math.min(fact.eventTime, fact.recordTime);
    for (const { type, value, uom } of fact.observation.values) {
      const series = channel.series.get(type);
      if (series === undefined || unitOf[type] !== uom) continue;
      if (isFault(type, value) || fact.doubted.includes(type) || frozen.includes(type)) continue;
      const measured = corrected(series.calibrations, time, value);
      const reading = { time, value: measured, recordTime: fact.recordTime };
      const of = { device: watch.device, channel: channel.channel };
      if (series.limits.length > 0) takeValue(this.#jobOf(of, series), reading);
      if (series.tallied.length > 0) this.#tallies.take(of, series, reading);
    }
  }

  /** A reading already there counts now and did not before, or no longer: those around it are looked at again. */
  reconsider(watch: DeviceWatch, channel: ChannelWatch, type: string, time: number): void {
    this.govern(watch, channel);
    const series = channel.series.get(type);
    if (series === undefined) return;
    const of = { device: watch.device, channel: channel.channel };
    if (series.tallied.length > 0) this.#tallies.lookAgain(of, series, time);
    const job = this.#jobOf(of, series);
    const { from, to } = job.late ?? { from: time, to: time };
    job.late = { from: Math.min(from, time), to: Math.max(to, time) };
  }

  /** Looks at the newest reading of a channel again, or at all since an instant: other limits or offsets may apply. */
  lookAgain(watch: DeviceWatch, channel: ChannelWatch, since = Infinity): void {
    this.govern(watch, channel);
    this.#endWhatNoLongerApplies(watch.device, channel);
    for (const series of channel.series.values()) {
      const newest = this.#options.store.alertFacts.newestReading(series.seriesKey);
      if (newest === undefined) continue;
      const of = { device: watch.device, channel: channel.channel };
      if (series.limits.length > 0)
        this.#jobOf(of, series).late = { from: Math.min(since, newest), to: newest };
      if (series.tallied.length > 0) this.#tallies.lookAgain(of, series, Math.min(since, newest));
    }
  }

  /** Writes what follows from everything taken in since the last call. Only inside a transaction. */
  settle(): void {
    const jobs = this.#jobs;
    this.#jobs = new Map();
    for (const job of jobs.values()) {
      this.#keepCourse(job);
      if (job.late !== undefined) this.#lookAround(job, job.late);
    }
    this.#tallies.settle();
  }

  /** Forgets what was taken in and never settled. */
  forget(): void {
    this.#jobs = new Map();
    this.#tallies.forget();
  }

  #jobOf({ device, channel }: ChannelOf, watch: SeriesWatch): Job {
    let job = this.#jobs.get(watch);
    if (job === undefined) {
      job = { device, channel, watch, late: undefined, ended: watch.limits.map(() => []), moved: false };
      this.#jobs.set(watch, job);
    }
    return job;
  }

  /** Readings came in order: what ended and what goes on is told as it is. */
  #keepCourse(job: Job): void {
    const { standing, limits } = job.watch;
    if (!job.moved || standing === undefined) return;
    for (const [index, { limit }] of limits.entries()) {
      const found = [...job.ended[index]!, ...goingOn(standing.phases[index] ?? normal)];
      const first = found[0];
      if (first !== undefined) this.#reconcile(job, limit, found, { from: first.start, to: forever });
    }
  }

  #lookAround(job: Job, late: NonNullable<Job['late']>): void {
    const { replays, to, rhythm } = replayAround(this.#options, job, late);
    if (to === forever) job.watch.standing = { rhythm, phases: replays.map(({ phase }) => phase) };
    for (const { governed, from, phase, ended } of replays) {
      const found = to === forever ? [...ended, ...goingOn(phase)] : ended;
      this.#reconcile(job, governed.limit, found, { from, to });
    }
  }

  #reconcile(
    job: Job,
    limit: Limit,
    found: readonly Excursion[],
    window: { readonly from: number; readonly to: number },
  ): void {
    const { book, clock, surroundings } = this.#options;
    const records = reconcile(book, {
      topic: topicOf(job, limit),
      drafts: found.map((excursion) => draftOf(job, limit, excursion, surroundings)),
      ...window,
      ordersOf: (span) => surroundings.ordersNear(job.device, job.channel, span),
      now: clock.now(),
    });
    records.forEach(this.#options.holdAffected);
  }

  /** Limits are frozen on the alerts they raised; one that no longer applies ends with the readings there are. */
  #endWhatNoLongerApplies(device: Device, { channel, series }: ChannelWatch): void {
    const { store, book } = this.#options;
    const subject = channelSubject(device.deviceId, channel);
    const governed = [...series.values()].flatMap(({ limits, tallied }) => [...limits, ...tallied]);
    const standing = new Set(governed.map(({ limit }) => topicOf({ device, channel }, limit).ruleKey));
    for (const row of store.alerts.openOf(device.deviceId)) {
      const record = book.read(row);
      const { measure, start } = record;
      if (record.subject.id !== subject.id) continue;
      if (measure === undefined || !record.life.active || standing.has(record.ruleKey)) continue;
      const own = store.keys
        .seriesOf(device.key, channel)
        .find(({ type }) => type === measure.limit.quantity);
      const newest = own === undefined ? undefined : store.alertFacts.newestReading(own.key);
      const note = { who: 'waymark', text: 'This limit no longer applies here.', action: 'system' } as const;
      book.live({ ...record, end: Math.max(start, newest ?? start) }, { kind: 'return' }, note);
    }
  }
}

function takeValue(job: Job, reading: Reading): void {
  const { standing, limits } = job.watch;
  if (standing === undefined || reading.time <= standing.rhythm.newest) {
    const { from, to } = job.late ?? { from: reading.time, to: reading.time };
    job.late = { from: Math.min(from, reading.time), to: Math.max(to, reading.time) };
    return;
  }
  const point = nextPoint(reading, standing.rhythm, expectedMs(job.device));
  for (const [index, governed] of limits.entries()) {
    const before = standing.phases[index] ?? normal;
    const next = move(before, point, governed, job.ended[index]!);
    if (next !== before) job.moved = true;
    standing.phases[index] = next;
  }
}

function goingOn(phase: Phase): Excursion[] {
  return phase.kind === 'active' ? [excursionOf(phase, undefined)] : [];
}
