import { cadenceSamples } from '#shared/domain/cadence.ts';
import { dayMs, minuteMs, toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { brokenSilence, shortestAllowed } from './allowed-silence.ts';
import type { AlertBook, AlertDraft, AlertRecord } from './book.ts';
import type { HoldAffected } from './hold-affected.ts';
import type { Listening } from './listening.ts';
import { ownEvidence, type Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import type { Span } from './rule.ts';
import { deviceSilent } from './rules/device-silent.ts';
import { sensorSilent } from './rules/sensor-silent.ts';
import { expectedMs } from './series-readings.ts';
import { frozenLimit } from './series-telling.ts';
import {
  carriedBy,
  channelQuestion,
  deviceQuestion,
  heardAt,
  instantsAround,
  isSending,
  lastSign,
  markOf,
  nameOf,
  uselessSign,
  type Question,
  type Stretch,
} from './silence-question.ts';
import { patienceNow, renewPauses } from './silence-habits.ts';
import type { SilenceDetail, SilenceInput } from './silences.ts';
import type { ChannelWatch, DeviceWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** What was asked and answered with no is not asked again at once. */
const askEveryMs = 15_000;
/** Below this a limit is shorter than what a rhythm tells apart. */
const shortestGapMs = minuteMs;

export interface SilenceRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly surroundings: Surroundings;
  readonly listening: Listening;
  readonly holdAffected: HoldAffected;
  /** Makes sure that a channel knows the limits that apply to it. */
  readonly govern: (watch: DeviceWatch, channel: ChannelWatch) => void;
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
    const { rhythm, allowed } = channel;
    if (time > rhythm.newest) {
      if (
        channel.silent ||
        (rhythm.newest !== -Infinity && isTooLong(channel, time - rhythm.newest, expected))
      )
        this.#mark(watch, channel, rhythm.newest, time);
      rhythm.push(time);
    } else if (time < rhythm.newest) {
      const isEarlier = time < rhythm.oldest || rhythm.insert(time);
      if (isEarlier || allowed.some(({ limitMs }) => limitMs < shortestGapMs))
        this.#mark(watch, channel, time, time);
    }
  }

  /** What applies to a channel since an instant may have changed with what it was on: it is asked again. */
  lookAgain(watch: DeviceWatch, channel: ChannelWatch, since: number): void {
    const { newest } = channel.rhythm;
    const isGoverned = channel.allowed.length > 0 || channel.silent;
    if (isGoverned && newest !== -Infinity) this.#mark(watch, channel, Math.min(since, newest), newest);
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
    // After a start nobody has told yet which limits apply.
    for (const channel of watch.channels.values())
      if (channel.stamp === 0) this.#options.govern(watch, channel);
    for (const channel of watch.channels.values()) if (this.#isQuiet(watch, channel)) return true;
    return false;
  }

  /** Asks what has to be asked of one device. Only inside a transaction. */
  ask(watch: DeviceWatch): void {
    for (const channel of watch.channels.values()) this.#options.govern(watch, channel);
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
    const { silent, askedAt, rhythm, talk, patience } = channel ?? watch;
    if (silent || rhythm.newest === -Infinity || clock.monotonic() - askedAt < askEveryMs) return false;
    const now = clock.now();
    const heard = lastOf(watch, channel);
    const learnedMs = patience?.last === heard ? patience.ms : rhythm.silentAfterMs(expectedMs(watch.device));
    const allowed = channel?.allowed ?? [];
    const shortest = shortestAllowed(allowed, learnedMs);
    if (shortest === undefined) return false;
    const last = Math.max(heard, talk.lastAfter(shortest));
    return now - last > shortest && brokenSilence(allowed, learnedMs, { last, until: now }) !== undefined;
  }

  #askOne(watch: DeviceWatch, channel: ChannelWatch | undefined): boolean {
    const { store, clock } = this.#options;
    const name = nameOf(watch.device, channel);
    const mark = this.#marks.get(name);
    if (mark === undefined && !this.#isQuiet(watch, channel)) return false;
    const question =
      channel === undefined
        ? deviceQuestion(this.#options, watch)
        : channelQuestion(this.#options, watch, channel);
    const asked = channel ?? watch;
    asked.patience = undefined;
    asked.silent = this.#answer(watch, question, mark ?? { from: question.newest, to: question.newest });
    asked.askedAt = clock.monotonic();
    asked.patience = patienceNow(store, question, lastOf(watch, channel));
    if (mark !== undefined) {
      this.#marks.delete(name);
      store.alerts.unmark(markOf(watch.device, channel));
    }
    return true;
  }

  /** Looks at a stretch again; true when there is a silence at its end that goes on. */
  #answer(watch: DeviceWatch, question: Question, stretch: Stretch): boolean {
    const { book, clock, listening, store } = this.#options;
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
    const heard: SilenceInput = {
      instants: [...before, ...instants],
      signs: [...question.signs(before[0] ?? stretch.from, Math.min(end, now)), ...useless],
      expectedEveryMs: expectedMs(device),
      allowed: question.quiet.allowed ?? [],
      now: end === forever ? now : undefined,
      heardAt: heardAt(watch, question, { open, useless, now }),
      deaf: listening.deafTimes(before[0] ?? stretch.from),
      after: previous === -Infinity ? undefined : previous,
    };
    const habits = renewPauses(store, question, { from: previous, to: end }, heard);
    const spans = rule.evaluate({ ...heard, pauses: habits.pauses });
    const drafts = spans.map((span) => this.#draft(question, span));
    const from = previous === -Infinity ? -forever : previous + 1;
    const records = reconcile(book, {
      topic,
      drafts,
      from,
      to: habits.until,
      ordersOf: (span) => this.#ordersOf(question, spans, span),
      now,
    });
    records.forEach(this.#options.holdAffected);
    if (end === forever) return spans.some((span) => span.end === undefined);
    // What is silent now may be so by other habits than before.
    const last = question.newest;
    return habits.isChanged && this.#answer(watch, question, { from: last, to: last });
  }

  /** Who asked for readings with a limit wants to know whose goods go without; a habit that breaks is the technician's. */
  #ordersOf(
    { device, channel }: Question,
    spans: readonly Span<SilenceDetail>[],
    { start, end }: { readonly start: number; readonly end: number | undefined },
  ): string[] {
    const isLimited = spans.some((span) => span.start === start && span.detail.limit !== undefined);
    return isLimited ? this.#options.surroundings.ordersNear(device, channel, { start, end }) : [];
  }

  #draft(
    { rule, topic, device, channel, name, carrier }: Question,
    span: Span<SilenceDetail>,
  ): Omit<AlertDraft, 'orderNumbers'> {
    const { last, limit } = span.detail;
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
      severity: limit?.severity ?? rule.severity,
      start: span.start,
      end: span.end,
      known: span.start,
      latching: limit?.latching ?? false,
      message: rule.message(span, name),
      evidence: [evidence, ...carriedBy(device, last, carrier)],
      ...(limit === undefined ? {} : { silence: frozenLimit(limit) }),
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

const lastOf = (watch: DeviceWatch, channel: ChannelWatch | undefined): number =>
  channel === undefined ? lastSign(watch) : channel.rhythm.newest;

/** So long that no limit, or no rhythm, may allow it: it is asked for. */
function isTooLong({ rhythm, allowed }: ChannelWatch, gapMs: number, expected: number | undefined): boolean {
  if (allowed.length === 0) return rhythm.isSilence(gapMs, expected);
  const shortest = shortestAllowed(allowed, rhythm.silentAfterMs(expected));
  return shortest !== undefined && gapMs > shortest;
}
