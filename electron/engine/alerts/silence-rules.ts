import type { EvidenceRow } from '#shared/contract/types.ts';
import { cadenceSamples } from '#shared/domain/cadence.ts';
import { dayMs, hourMs, toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import { arrivalsOf } from './arrivals.ts';
import type { AlertBook, AlertDraft, AlertRecord, AlertTopic } from './book.ts';
import { longestDrainMs, quietMs, type Listening } from './listening.ts';
import { channelSubject, ownEvidence, type Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import type { Rule, Span } from './rule.ts';
import { gatewayEvidence } from './common-silence.ts';
import { deviceSilent } from './rules/device-silent.ts';
import { sensorSilent } from './rules/sensor-silent.ts';
import type { SilenceDetail, SilenceInput } from './silences.ts';
import { expectedMs } from './series-readings.ts';
import { measuredSeries, seriesOf, type Carrier, type ChannelWatch, type DeviceWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** What was asked and answered with no is not asked again at once. */
const askEveryMs = 15_000;

export interface SilenceRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly surroundings: Surroundings;
  readonly listening: Listening;
}

/** A span of event time to look at again. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Question {
  readonly rule: Rule<SilenceInput, SilenceDetail>;
  readonly topic: AlertTopic;
  readonly device: Device;
  readonly channel: string | undefined;
  /** What is asked whether it is silent. */
  readonly quiet: Pick<ChannelWatch, 'rhythm' | 'talk'> & { readonly expectedMs?: number | undefined };
  readonly name: string;
  before(time: number, count: number): number[];
  within(from: number, to: number): number[];
  signs(from: number, to: number): number[];
  readonly newest: number;
  /** The gateway that carried what was heard last, where that is known. */
  readonly carrier: Carrier | undefined;
}

/**
 * Rules about what is not said. Facts only mark the stretch they change; whether that is a silence is asked on a
 * timer, once what was kept back for us has been handed over, and answered from event times alone.
 */
export class SilenceRules {
  readonly #options: SilenceRulesOptions;
  /** As in the database: what is still to be asked, by device key, or device key and channel. */
  readonly #marks = new Map<string, Stretch>();
  /** Keys of devices that have a mark of any kind. */
  readonly #marked = new Set<number>();

  constructor(options: SilenceRulesOptions) {
    this.#options = options;
    this.recall();
  }

  /** Takes the marks from the database again: those of a failed transaction are not there. */
  recall(): void {
    this.#marks.clear();
    this.#marked.clear();
    for (const { kind, ref, from, to } of this.#options.store.alerts.marks()) {
      if (kind !== 'device' && kind !== 'channel') continue;
      this.#marks.set(`${kind} ${ref}`, { from, to });
      this.#marked.add(Number.parseInt(ref, 10));
    }
  }

  /** Takes in an instant at which a device said something. Runs for every fact, so the usual case must cost nothing. */
  hear(watch: DeviceWatch, channel: ChannelWatch | undefined, time: number, beats: boolean): void {
    const expected = expectedMs(watch.device);
    const last = Math.max(watch.rhythm.newest, watch.newestScan);
    if (time > last) {
      if (watch.silent || (last !== -Infinity && watch.rhythm.isSilence(time - last, expected)))
        this.#mark(watch, undefined, last, time);
      if (beats) watch.rhythm.push(time);
      else watch.newestScan = time;
    } else if (time < last && (!beats || time < watch.rhythm.oldest || watch.rhythm.insert(time))) {
      this.#mark(watch, undefined, time, time);
    }
    if (channel === undefined) return;
    const { rhythm } = channel;
    const due = channel.expectedMs ?? expected;
    if (time > rhythm.newest) {
      if (channel.silent || (rhythm.newest !== -Infinity && rhythm.isSilence(time - rhythm.newest, due)))
        this.#mark(watch, channel, rhythm.newest, time);
      rhythm.push(time);
    } else if (time < rhythm.newest && (time < rhythm.oldest || rhythm.insert(time))) {
      this.#mark(watch, channel, time, time);
    }
  }

  /** A device that is said to be silent sends something nobody can use. */
  heardUseless(watch: DeviceWatch, time: number): void {
    this.#mark(watch, undefined, watch.rhythm.newest, time);
  }

  /** A device of which nothing was remembered has said something in this span. */
  heardAnew(watch: DeviceWatch, stretch: Stretch): void {
    this.#mark(watch, undefined, stretch.from, stretch.to);
    for (const channel of watch.channels.values()) this.#mark(watch, channel, stretch.from, stretch.to);
  }

  #mark({ device }: DeviceWatch, channel: ChannelWatch | undefined, from: number, to: number): void {
    const mark = markOf(device, channel);
    const name = `${mark.kind} ${mark.ref}`;
    const known = this.#marks.get(name);
    if (known !== undefined && known.from <= from && known.to >= to) return;
    const stretch =
      known === undefined ? { from, to } : { from: Math.min(known.from, from), to: Math.max(known.to, to) };
    this.#marks.set(name, stretch);
    this.#marked.add(device.key);
    this.#options.store.alerts.mark({ ...mark, ...stretch });
  }

  /** True when there is something to ask of a device now, by memory alone. */
  isDue(watch: DeviceWatch): boolean {
    const { listening, clock } = this.#options;
    if (!listening.isDrained() || isSending(watch, clock.monotonic())) return false;
    if (this.#marked.has(watch.device.key) || this.#isQuiet(watch, undefined)) return true;
    for (const channel of watch.channels.values()) if (this.#isQuiet(watch, channel)) return true;
    return false;
  }

  /** Asks what has to be asked of one device. Only inside a transaction. */
  ask(watch: DeviceWatch): void {
    const asked = [
      this.#askOne(watch, undefined),
      ...[...watch.channels.values()].map((channel) => this.#askOne(watch, channel)),
    ];
    this.#marked.delete(watch.device.key);
    if (asked.includes(true)) this.#suppress(watch);
  }

  /** Nothing was heard for too long, and nobody has asked why a moment ago. */
  #isQuiet(watch: DeviceWatch, channel: ChannelWatch | undefined): boolean {
    const { clock } = this.#options;
    const { silent, askedAt, rhythm, talk } = channel ?? watch;
    if (silent || rhythm.newest === -Infinity || clock.monotonic() - askedAt < askEveryMs) return false;
    const last = channel === undefined ? lastSign(watch) : rhythm.newest;
    const limit = rhythm.silentAfterMs(channel?.expectedMs ?? expectedMs(watch.device));
    return limit !== undefined && clock.now() - Math.max(last, talk.lastAfter(limit)) > limit;
  }

  #askOne(watch: DeviceWatch, channel: ChannelWatch | undefined): boolean {
    const { store, clock } = this.#options;
    const name = nameOf(watch.device, channel);
    const mark = this.#marks.get(name);
    if (mark === undefined && !this.#isQuiet(watch, channel)) return false;
    const question =
      channel === undefined ? this.#deviceQuestion(watch) : this.#channelQuestion(watch, channel);
    const asked = channel ?? watch;
    asked.silent = this.#answer(watch, question, mark ?? { from: question.newest, to: question.newest });
    asked.askedAt = clock.monotonic();
    if (mark !== undefined) {
      this.#marks.delete(name);
      store.alerts.unmark(markOf(watch.device, channel));
    }
    return true;
  }

  /** Looks at a stretch again; true when there is a silence at its end that goes on. */
  #answer(watch: DeviceWatch, question: Question, stretch: Stretch): boolean {
    const { book, clock, listening } = this.#options;
    const { rule, topic, device } = question;
    const before = question.before(stretch.from, cadenceSamples);
    const { instants, end } = instantsAround(question, stretch);
    const previous = Math.max(
      before.at(-1) ?? -Infinity,
      question.signs(stretch.from - dayMs, stretch.from - 1).at(-1) ?? -Infinity,
    );
    const now = clock.now();
    const open = book.touching(topic, now, forever).find((record) => record.end === undefined);
    const useless = uselessSign(watch, question, open);
    const spans = rule.evaluate({
      instants: [...before, ...instants],
      signs: [...question.signs(before[0] ?? stretch.from, Math.min(end, now)), ...useless],
      expectedEveryMs: question.quiet.expectedMs ?? expectedMs(device),
      now: end === forever ? now : undefined,
      heardAt: heardAt(watch, question, open, useless),
      deaf: listening.deafTimes(before[0] ?? stretch.from),
      after: previous === -Infinity ? undefined : previous,
    });
    const drafts = spans.map((span) => this.#draft(question, span));
    const from = previous === -Infinity ? -forever : previous + 1;
    reconcile(book, {
      topic,
      drafts,
      from,
      to: end,
      ordersOf: () => [],
      now,
    });
    return end === forever && spans.some((span) => span.end === undefined);
  }

  #draft(
    { rule, topic, device, channel, name, carrier }: Question,
    span: Span<SilenceDetail>,
  ): Omit<AlertDraft, 'orderNumbers'> {
    const { last } = span.detail;
    const evidence = ownEvidence({
      kind: 'silence',
      of: name,
      time: last,
      recordTime: this.#options.store.alertFacts.recordTimeOf(device.key, last) ?? last,
      source: device.deviceId,
      text: `Last heard at ${toIso(last)}`,
    });
    return {
      ...topic,
      ...this.#options.surroundings.whereabouts(device, channel, span.start),
      severity: rule.severity,
      start: span.start,
      end: span.end,
      known: span.start,
      message: rule.message(span, name),
      evidence: [evidence, ...carriedBy(device, last, carrier)],
    };
  }

  #deviceQuestion(watch: DeviceWatch): Question {
    const { store, surroundings } = this.#options;
    const { device } = watch;
    const series = seriesOf(store, device);
    const { alertFacts } = store;
    return {
      rule: deviceSilent,
      device,
      channel: undefined,
      quiet: watch,
      newest: watch.rhythm.newest,
      carrier: watch.carrier,
      topic: {
        kind: deviceSilent.id,
        ruleKey: deviceSilent.id,
        subject: { type: 'device', id: device.deviceId },
      },
      name: surroundings.nameOf(device, '', watch.rhythm.newest),
      before: (time, count) =>
        ascending([
          ...alertFacts.otherInstantsBefore(device.key, time, count),
          ...alertFacts.readingInstantsBefore(series, time, count),
        ]).slice(-count),
      within: (from, to) =>
        ascending([
          ...alertFacts.otherInstants(device.key, from, to),
          ...alertFacts.readingInstants(series, from, to),
        ]),
      signs: (from, to) =>
        ascending([...alertFacts.scanInstants(device.key, from, to), ...arrivalsOf(store, device, from, to)]),
    };
  }

  #channelQuestion({ device, carrier }: DeviceWatch, quiet: ChannelWatch): Question {
    const { channel, rhythm } = quiet;
    const { store, surroundings } = this.#options;
    const series = measuredSeries(store, device, channel);
    return {
      rule: sensorSilent,
      device,
      channel,
      quiet,
      newest: rhythm.newest,
      carrier,
      topic: {
        kind: sensorSilent.id,
        ruleKey: sensorSilent.id,
        subject: channelSubject(device.deviceId, channel),
      },
      name: surroundings.nameOf(device, channel, rhythm.newest),
      before: (time, count) => store.alertFacts.readingInstantsBefore(series, time, count),
      within: (from, to) => store.alertFacts.readingInstants(series, from, to),
      signs: () => [],
    };
  }

  /**
   * One fault, one alarm: where a device says nothing but the readings of one channel its own silence adds nothing,
   * and where it has more to say the silence of a channel adds nothing to its own.
   */
  #suppress(watch: DeviceWatch): void {
    const { book, store } = this.#options;
    const { deviceId } = watch.device;
    const open = store.alerts
      .openOf(deviceId)
      .map((row) => book.read(row))
      .filter(({ life }) => life.active);
    const ofDevice = open.filter(({ kind }) => kind === deviceSilent.id);
    const ofChannels = open.filter(({ kind }) => kind === sensorSilent.id);
    const isOneChannel =
      watch.channels.size === 1 &&
      store.queries.kindsOf(watch.device.key).every((kind) => kind === 'reading');
    const [kept, others] = isOneChannel ? [ofChannels, ofDevice] : [ofDevice, ofChannels];
    const set = (record: AlertRecord, suppressed: boolean): void => {
      if (record.life.suppressed !== suppressed) book.live(record, { kind: 'suppress', suppressed });
    };
    for (const record of kept) set(record, false);
    for (const record of others) set(record, kept.length > 0);
  }
}

/** Which gateway carried the last that was heard. */
function carriedBy(device: Device, last: number, carrier: Carrier | undefined): EvidenceRow[] {
  if (carrier?.eventTime !== last) return [];
  const { gateway, recordTime } = carrier;
  const text = `Last carried by the gateway ${gateway}`;
  return [
    {
      ...ownEvidence({
        kind: gatewayEvidence,
        of: gateway,
        time: last,
        recordTime,
        source: device.deviceId,
        text,
      }),
      id: gateway,
    },
  ];
}

/** Messages of which nothing could be used are messages: they end a silence that stands. */
function uselessSign(watch: DeviceWatch, { channel }: Question, open: AlertRecord | undefined): number[] {
  return channel === undefined && open !== undefined && watch.uselessAt > open.start ? [watch.uselessAt] : [];
}

/** A silence that stands goes on until there is news of a later time; none begins while something still talks. */
function heardAt(
  watch: DeviceWatch,
  { quiet, channel, newest }: Question,
  open: AlertRecord | undefined,
  useless: readonly number[],
): number | undefined {
  const last = channel === undefined ? Math.max(newest, watch.newestScan) : newest;
  if (open !== undefined && last < open.start && useless.length === 0) return undefined;
  const limit = quiet.rhythm.silentAfterMs(quiet.expectedMs ?? expectedMs(watch.device)) ?? Infinity;
  return Math.max(quiet.talk.lastAfter(limit), channel === undefined ? watch.uselessAt : -Infinity);
}

/** The last sign of life of any kind; a message of which nothing could be used is one. */
function lastSign({ rhythm, newestScan, uselessAt }: DeviceWatch): number {
  const heard = Math.max(rhythm.newest, newestScan);
  return heard === -Infinity ? heard : Math.max(heard, uselessAt);
}

/** It hands over what it kept while it had no link: what is missing may still come. */
function isSending({ backlog }: DeviceWatch, monotonic: number): boolean {
  return (
    backlog !== undefined && monotonic - backlog.last < quietMs && monotonic - backlog.since < longestDrainMs
  );
}

/** From a stretch on until its rhythm can no longer differ, or to the end. */
function instantsAround(
  question: Question,
  { from, to }: Stretch,
): { readonly instants: number[]; readonly end: number } {
  for (let reach = 6 * hourMs; ; reach *= 8) {
    const until = to + reach;
    const instants = question.within(from, until);
    const after = instants.filter((time) => time > to);
    const last = after[cadenceSamples];
    if (last !== undefined && last < question.newest)
      return { instants: instants.filter((time) => time <= last), end: last };
    if (until >= question.newest) return { instants: question.within(from, forever), end: forever };
  }
}

function ascending(instants: readonly number[]): number[] {
  return [...new Set(instants)].sort((a, b) => a - b);
}

function markOf(
  device: Device,
  channel: ChannelWatch | undefined,
): { readonly kind: 'device' | 'channel'; readonly ref: string } {
  return channel === undefined
    ? { kind: 'device', ref: String(device.key) }
    : { kind: 'channel', ref: `${device.key} ${channel.channel}` };
}

function nameOf(device: Device, channel: ChannelWatch | undefined): string {
  const { kind, ref } = markOf(device, channel);
  return `${kind} ${ref}`;
}
