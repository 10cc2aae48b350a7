import { cadenceSamples, silentAfterMs } from '#shared/domain/cadence.ts';
import { hourMs, dayMs, toIso } from '#shared/domain/time.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import { sensorIdOf } from '../live/rows.ts';
import { unmeasured, type RankedReading } from '../store/alert-facts.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook, AlertDraft, AlertTopic } from './book.ts';
import { spanOf, type ExcursionRule } from './excursion-rule.ts';
import { excursionOf, gapBetween, normal, release, step, type Excursion, type Gap, type Phase, type Point, type Reading } from './excursions.ts';
import { applies, type Governance, type GovernedLimit } from './governance.ts';
import { isBeyond, isWorse, limitText, type Limit } from './limits.ts';
import { channelSubject, readingEvidence, type Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import { Rhythm, rhythmOf } from './rhythm.ts';
import { excursionRules } from './rules/index.ts';
import type { ChannelWatch, DeviceWatch, SeriesWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
const unknownGapMs = silentAfterMs(undefined, undefined);
/** A limit is broken without an alarm at most this long (the longest delay a profile may have is a year, the usual one minutes). */
const longestPendingMs = 31 * dayMs;
/** Readings looked at in one step backwards. */
const runChunk = 64;
const unitOf: Readonly<Record<string, string>> = { Temperature: 'CEL', RelativeHumidity: 'P1' };
const unmeasuredFlags: ReadonlySet<QualityFlag> = new Set(unmeasured);

interface Job {
  readonly device: Device;
  readonly channel: string;
  readonly watch: SeriesWatch;
  /** The event times of readings that did not come in order; undefined when all did. */
  late: { from: number; to: number } | undefined;
  readonly ended: Excursion[][];
  moved: boolean;
}

export interface SeriesRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly governance: Governance;
  readonly surroundings: Surroundings;
}

/** One limit on its way through readings. */
interface Replay {
  readonly governed: GovernedLimit;
  readonly topic: AlertTopic;
  /** Before this it stood in no excursion. */
  readonly from: number;
  phase: Phase;
  readonly ended: Excursion[];
}

/**
 * Rules about readings and limits. The newest reading of a series takes one step; one that comes late, and any after
 * a restart, has the readings around it looked at again, so that the alerts are the same whatever came first.
 */
export class SeriesRules {
  readonly #options: SeriesRulesOptions;
  #jobs = new Map<SeriesWatch, Job>();

  constructor(options: SeriesRulesOptions) {
    this.#options = options;
  }

  /** Series of a channel that limits apply to now. */
  govern(watch: DeviceWatch, channel: ChannelWatch): void {
    const { governance, store } = this.#options;
    if (channel.stamp === governance.version) return;
    channel.stamp = governance.version;
    const found = new Map<string, SeriesWatch>();
    for (const { key, type, uom } of store.keys.seriesOf(watch.device.key, channel.channel)) {
      if (unitOf[type] !== uom) continue;
      const limits = governance.limitsOn(watch.device, channel.channel, type);
      if (limits.length > 0) found.set(type, { seriesKey: key, quantity: type, limits, standing: undefined });
    }
    channel.series = found;
  }

  /** Takes in a reading of a channel with limits. */
  take(watch: DeviceWatch, channel: ChannelWatch, fact: StoredFact): void {
    if (fact.observation.kind !== 'reading' || fact.quality.some((flag) => unmeasuredFlags.has(flag))) return;
    const time = Math.min(fact.eventTime, fact.recordTime);
    for (const { type, value, uom } of fact.observation.values) {
      const series = channel.series.get(type);
      if (series === undefined || unitOf[type] !== uom || isFault(type, value)) continue;
      this.#takeValue(this.#jobOf(watch.device, channel.channel, series), { time, value, recordTime: fact.recordTime });
    }
  }

  /** Looks at the newest reading of a channel again, since other limits may apply now. */
  lookAgain(watch: DeviceWatch, channel: ChannelWatch): void {
    this.govern(watch, channel);
    this.#endWhatNoLongerApplies(watch.device, channel);
    for (const series of channel.series.values()) {
      const newest = this.#options.store.alertFacts.newestReading(series.seriesKey);
      if (newest !== undefined) this.#jobOf(watch.device, channel.channel, series).late = { from: newest, to: newest };
    }
  }

  /** Limits are frozen on the alerts they raised; one that no longer applies ends with the readings there are. */
  #endWhatNoLongerApplies(device: Device, { channel, series }: ChannelWatch): void {
    const { store, book } = this.#options;
    const subject = channelSubject(device.deviceId, channel);
    const standing = new Set([...series.values()].flatMap(({ quantity, limits }) => limits.map(({ limit }) => `${ruleOf(quantity).id} ${limit.key}`)));
    for (const row of store.alerts.list({ open: true, withdrawn: false, subjectType: subject.type, subjectId: subject.id, limit: 1000 })) {
      const record = book.read(row);
      if (record.measure === undefined || !record.life.active || standing.has(record.ruleKey)) continue;
      const own = store.keys.seriesOf(device.key, channel).find(({ type }) => type === record.measure?.limit.quantity);
      const end = Math.max(record.start, (own === undefined ? undefined : store.alertFacts.newestReading(own.key)) ?? record.start);
      book.live({ ...record, end }, { kind: 'return' }, { who: 'waymark', text: 'This limit no longer applies here.', action: 'system' });
    }
  }

  /** Writes what follows from everything taken in since the last call. Only inside a transaction. */
  settle(): void {
    const jobs = this.#jobs;
    this.#jobs = new Map();
    for (const job of jobs.values()) {
      this.#keepCourse(job);
      if (job.late !== undefined) this.#recompute(job, job.late);
    }
  }

  /** Forgets what was taken in and never settled. */
  forget(): void {
    this.#jobs = new Map();
  }

  #jobOf(device: Device, channel: string, watch: SeriesWatch): Job {
    let job = this.#jobs.get(watch);
    if (job === undefined) this.#jobs.set(watch, (job = { device, channel, watch, late: undefined, ended: watch.limits.map(() => []), moved: false }));
    return job;
  }

  #takeValue(job: Job, reading: Reading): void {
    const { watch } = job;
    const { standing } = watch;
    if (standing === undefined || reading.time <= standing.rhythm.newest) {
      const late = job.late ?? { from: reading.time, to: reading.time };
      job.late = { from: Math.min(late.from, reading.time), to: Math.max(late.to, reading.time) };
      return;
    }
    const point = pointAfter(standing.rhythm, reading, job.device);
    for (const [index, governed] of watch.limits.entries()) {
      const before = standing.phases[index] ?? normal;
      const next = move(before, point, governed, job.ended[index]!);
      if (next !== before) job.moved = true;
      standing.phases[index] = next;
    }
  }

  /** Readings came in order: what ended and what goes on is told as it is. */
  #keepCourse(job: Job): void {
    const { standing, limits } = job.watch;
    if (!job.moved || standing === undefined) return;
    for (const [index, governed] of limits.entries()) {
      const phase = standing.phases[index] ?? normal;
      const found = [...job.ended[index]!, ...goingOn(phase)];
      const first = found[0];
      if (first !== undefined) this.#reconcile(job, governed, this.#topic(job, governed.limit), found, { from: first.start, to: forever });
    }
  }

  /** Looks at a window of readings again, wide enough for every excursion that a reading in it may touch. */
  #recompute(job: Job, late: { readonly from: number; readonly to: number }): void {
    const { watch } = job;
    const { alertFacts } = this.#options.store;
    const replays = watch.limits.map((governed): Replay => {
      const topic = this.#topic(job, governed.limit);
      return { governed, topic, from: this.#windowStart(watch, governed, topic, late.from), phase: normal, ended: [] };
    });
    const start = Math.min(late.from, ...replays.map(({ from }) => from));
    const rhythm = rhythmOf(this.#instantsBefore(watch, start));
    const newest = alertFacts.newestReading(watch.seriesKey) ?? late.to;
    const to = this.#replayUntilSettled(job, replays, { rhythm, start, after: late.to, newest });
    if (to === forever) watch.standing = { rhythm, phases: replays.map(({ phase }) => phase) };
    for (const { governed, topic, from, phase, ended } of replays) {
      this.#reconcile(job, governed, topic, to === forever ? [...ended, ...goingOn(phase)] : ended, { from, to });
    }
  }

  /**
   * Before the start the limit stood in no excursion: it is the beginning of one that reaches to the late reading,
   * or of the run of readings beyond the limit right before it.
   */
  #windowStart(watch: SeriesWatch, governed: GovernedLimit, topic: AlertTopic, late: number): number {
    const { store, book } = this.#options;
    let run = late;
    for (let done = false; !done; ) {
      const chunk = store.alertFacts.readingsBefore(watch.seriesKey, run, runChunk);
      const groups = byInstant(chunk, watch.quantity);
      // Of the oldest instant of a full chunk not all readings may be there.
      const whole = chunk.length === runChunk && groups.length > 1 ? groups.slice(1) : groups;
      const other = whole.findLastIndex((group) => !applies(governed, group[0]!.time) || !isBeyond(governed.limit, worstOf(group, governed.limit).value));
      run = whole[other + 1]?.[0]?.time ?? run;
      done = other !== -1 || chunk.length < runChunk || late - run > longestPendingMs;
    }
    const before = store.alertFacts.readingsBefore(watch.seriesKey, run, 1)[0]?.time ?? run;
    const touching = book.touching(topic, before - clearForMs(governed.limit), late);
    return Math.min(run, ...touching.map((record) => record.start));
  }

  /** Instants that tell the rhythm at the start of a window. */
  #instantsBefore({ seriesKey, quantity }: SeriesWatch, start: number): Set<number> {
    const readings = this.#options.store.alertFacts.readingsBefore(seriesKey, start, 2 * cadenceSamples);
    const instants = readings.filter(({ value }) => !isFault(quantity, value)).map(({ time }) => time);
    return new Set([...new Set(instants)].slice(-cadenceSamples));
  }

  /** Gives the end of the window: where nothing can differ any more from what was known, or no end. */
  #replayUntilSettled(job: Job, replays: readonly Replay[], window: { readonly rhythm: Rhythm; readonly start: number; readonly after: number; readonly newest: number }): number {
    const { rhythm, start, after, newest } = window;
    let from = start;
    let until = Math.max(start, after) + 6 * hourMs;
    let instantsAfter = 0;
    for (;;) {
      for (const group of byInstant(this.#options.store.alertFacts.readings(job.watch.seriesKey, from, until), job.watch.quantity)) {
        const time = group[0]!.time;
        const point = pointAfter(rhythm, group[0]!, job.device);
        for (const replay of replays) {
          if (time >= replay.from) replay.phase = move(replay.phase, { ...worstOf(group, replay.governed.limit), gap: point.gap }, replay.governed, replay.ended);
        }
        if (time > after) instantsAfter += 1;
        if (instantsAfter > cadenceSamples && time < newest && this.#isSettled(replays, time)) return time;
      }
      if (until >= newest) return forever;
      from = until + 1;
      until += Math.max(dayMs, until - start);
    }
  }

  /** Nothing goes on at this time, neither by the readings nor by what was known before. */
  #isSettled(replays: readonly Replay[], time: number): boolean {
    return replays.every(
      ({ phase, topic, governed }) => phase.kind === 'normal' && this.#options.book.touching(topic, time - clearForMs(governed.limit), time).length === 0,
    );
  }

  #topic({ device, channel, watch }: Job, limit: Limit): AlertTopic {
    const kind = ruleOf(watch.quantity).id;
    return { kind, ruleKey: `${kind} ${limit.key}`, subject: channelSubject(device.deviceId, channel) };
  }

  #reconcile(job: Job, { limit }: GovernedLimit, topic: AlertTopic, found: readonly Excursion[], window: { readonly from: number; readonly to: number }): void {
    const { book, clock, surroundings } = this.#options;
    const { device, channel } = job;
    reconcile(book, {
      topic,
      drafts: found.map((excursion) => this.#draft(job, limit, topic, excursion)),
      ...window,
      ordersOf: (span) => surroundings.ordersNear(device, channel, span),
      now: clock.now(),
    });
  }

  #draft({ device, channel, watch }: Job, limit: Limit, topic: AlertTopic, excursion: Excursion): Omit<AlertDraft, 'orderNumbers'> {
    const { surroundings } = this.#options;
    const { start, end, alarm, first, worst, count } = excursion;
    const sensorId = sensorIdOf(device.deviceId, channel);
    const evidence = (reading: Reading, what: string) => readingEvidence(sensorId, device.deviceId, limit.quantity, reading, what);
    const name = surroundings.nameOf(device, channel, start);
    return {
      ...topic,
      ...surroundings.whereabouts(device, channel, start),
      severity: limit.severity,
      start, end, known: alarm,
      latching: limit.latching ?? false,
      message: ruleOf(watch.quantity).message(spanOf(excursion, limit), name),
      evidence: [evidence(first, `First reading ${limitText({ ...limit, forS: undefined })}`), ...(worst.time === first.time ? [] : [evidence(worst, 'Furthest beyond it')])],
      measure: {
        profileId: limit.profileId, profileName: limit.profileName, limit: plainLimit(limit), uom: unitOf[limit.quantity] ?? '',
        worst: { value: worst.value, time: toIso(worst.time) },
        readings: count,
        ...gapView('gapBefore', excursion.gapBefore),
        ...gapView('gapAfter', excursion.gapAfter),
      },
    };
  }
}

function ruleOf(quantity: string): ExcursionRule {
  const rule = excursionRules.get(quantity);
  if (rule === undefined) throw new RangeError(`no rule about limits on ${quantity}`);
  return rule;
}

/** Where a limit applies a reading takes a step; where it no longer does, an excursion is over. */
function move(phase: Phase, point: Point, governed: GovernedLimit, ended: Excursion[]): Phase {
  return applies(governed, point.time) ? step(phase, point, governed.limit, ended) : release(phase, ended);
}

function pointAfter(rhythm: Rhythm, reading: Reading, device: Device): Point {
  const before = rhythm.newest;
  const expected = device.expectedEveryS === undefined ? undefined : device.expectedEveryS * 1000;
  const gap = before === -Infinity ? undefined : gapBetween(before, reading.time, rhythm.silentAfterMs(expected) ?? unknownGapMs);
  if (reading.time > before) rhythm.push(reading.time);
  return gap === undefined ? reading : { ...reading, gap };
}

function goingOn(phase: Phase): Excursion[] {
  return phase.kind === 'active' ? [excursionOf(phase, undefined)] : [];
}

function clearForMs(limit: Limit): number {
  return (limit.clearForS ?? 0) * 1000;
}

/** What probes say when they are torn off or restart is no temperature. */
function isFault(type: string, value: number): boolean {
  return type === 'Temperature' && (value === -127 || value === 85);
}

function byInstant(readings: readonly RankedReading[], quantity: string): RankedReading[][] {
  const groups: RankedReading[][] = [];
  for (const reading of readings) {
    if (isFault(quantity, reading.value)) continue;
    const last = groups.at(-1);
    if (last?.[0]?.time === reading.time) last.push(reading);
    else groups.push([reading]);
  }
  return groups;
}

function worstOf(group: readonly RankedReading[], limit: Limit): RankedReading {
  return group.reduce((worst, each) => (isWorse(limit, each.value, worst.value) ? each : worst));
}

function plainLimit({ key: _key, profileId: _id, profileName: _name, ...limit }: Limit) {
  return limit;
}

function gapView(name: 'gapBefore' | 'gapAfter', gap: Gap | undefined) {
  return gap === undefined ? {} : { [name]: { from: toIso(gap.from), to: toIso(gap.to) } };
}
