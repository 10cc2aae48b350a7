import type { AlertRow, BrokerStateRow } from '#shared/contract/types.ts';
import { alertKeyOf } from '#shared/domain/alert.ts';
import { lateAfterMs } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import type { Reconsidered, Settlement, StoredFact } from '../ingest/settle.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import { Aboard } from './aboard.ts';
import { createAlertFeed, type AlertFeed } from './alert-feed.ts';
import { alertView } from './alert-view.ts';
import { AssetSilenceRules } from './asset-silence-rules.ts';
import { createBook, type AlertBook, type AlertRecord } from './book.ts';
import { BudgetRules } from './budget-rules.ts';
import { CauseRules } from './cause-rules.ts';
import { CalibrationRules } from './calibration-rules.ts';
import { CodeRules } from './code-rules.ts';
import { Contradictions } from './contradictions.ts';
import { FaultRules } from './fault-rules.ts';
import { createGovernance, type Governance } from './governance.ts';
import { assignText, eventOf, type Decision, type Handled } from './decision.ts';
import { createHoldAffected } from './hold-affected.ts';
import type { Believed } from '../tracking/believed.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { createListening, type Listening } from './listening.ts';
import { NeverHeardRules } from './never-heard-rules.ts';
import { codesOf, OrderRules } from './order-rules.ts';
import { createSurroundings, type Surroundings } from './places.ts';
import { SeriesRules } from './series-rules.ts';
import { SilenceRules } from './silence-rules.ts';
import { tellSystem, type SystemCondition } from './system-alerts.ts';
import { TallyRules } from './tally-rules.ts';
import { AlertRounds } from './alert-rounds.ts';
import { channelOf, isMeasuring, loadWatch, noteCarrier, type Carrier, type DeviceWatch } from './watches.ts';

export interface AlertsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracking: Tracking;
  readonly brokers: () => readonly BrokerStateRow[];
  /** After alerts were committed, with what they are now. */
  readonly onChanged: (rows: readonly AlertRow[]) => void;
}

/** All alerts: raised with the facts they follow from, or on a timer where it is time that makes them true. */
export class Alerts {
  readonly governance: Governance;
  readonly feed: AlertFeed;
  readonly listening: Listening;
  readonly #options: AlertsOptions;
  readonly #book: AlertBook;
  readonly #surroundings: Surroundings;
  readonly #series: SeriesRules;
  readonly #faults: FaultRules;
  readonly #calibrations: CalibrationRules;
  readonly #aboard: Aboard;
  readonly #silences: SilenceRules;
  readonly #orders: OrderRules;
  readonly #codes: CodeRules;
  readonly #contradictions: Contradictions;
  readonly #watches = new Map<number, DeviceWatch>();
  /** Devices taken in since the last commit: forgotten when that fails. */
  readonly #uncommitted = new Set<number>();
  readonly #causes: CauseRules;
  readonly #assets: AssetSilenceRules;
  readonly #rounds: AlertRounds;

  constructor(options: AlertsOptions) {
    const { store, clock, tracking } = options;
    const { world } = tracking;
    const associations = () => world.associations();
    this.#options = options;
    this.#book = createBook(store, clock);
    this.feed = createAlertFeed(store, clock, this.#book);
    this.governance = createGovernance(store, tracking);
    this.listening = createListening(store, clock, options.brokers);
    const book = this.#book;
    this.#surroundings = createSurroundings(store, associations, tracking);
    const surroundings = this.#surroundings;
    const holdAffected = createHoldAffected(store, clock, (keys) => tracking.touch(keys));
    const timeZoneOf = (device: Device): string =>
      device.timeZone ?? store.places.site(device.siteId ?? device.heardSiteId ?? '')?.timeZone ?? 'UTC';
    const tallies = new TallyRules({ store, clock, book, surroundings, timeZoneOf, holdAffected });
    this.#series = new SeriesRules({
      store,
      clock,
      book,
      governance: this.governance,
      surroundings,
      tallies,
      holdAffected,
    });
    this.#calibrations = new CalibrationRules({ store, clock, book });
    const live = () => this.feed.live.values();
    this.#aboard = new Aboard({ store, clock, book, surroundings, live, holdAffected });
    this.#faults = new FaultRules({
      store,
      clock,
      book,
      surroundings,
      reconsider: ({ device, channel }, quantity, from, to) => {
        const watch = this.#watch(device.key);
        if (watch === undefined) return;
        for (const time of [from, to])
          this.#series.reconsider(watch, channelOf(watch, channel), quantity, time);
      },
    });
    const { listening } = this;
    this.#silences = new SilenceRules({
      store,
      clock,
      book,
      surroundings,
      listening,
      holdAffected,
      govern: (watch, channel) => this.#series.govern(watch, channel),
    });
    this.#codes = new CodeRules({ store, clock, book, world });
    this.#orders = new OrderRules({ store, clock, book, tracking });
    this.#contradictions = new Contradictions({
      store,
      clock,
      book,
      tracking,
      listening,
      surroundings,
      knownOtherwise: (since) => this.#orders.reconsider(since),
    });
    tracking.onBelieved({
      tell: (believed) => this.#believed(believed),
      isAwaited: (code) => this.#codes.isAwaited(code),
      isUpToDate: () => this.listening.isDrained(),
    });
    this.#assets = new AssetSilenceRules({ store, clock, book, surroundings, associations });
    this.#causes = new CauseRules({
      store,
      clock,
      book,
      brokers: options.brokers,
      live,
      carriers: () => this.#carriers(),
      assets: () => this.#assets.covers(),
    });
    this.#rounds = new AlertRounds({
      store,
      clock,
      tracking,
      book,
      feed: this.feed,
      listening,
      series: this.#series,
      tallies,
      silences: this.#silences,
      orders: this.#orders,
      calibrations: this.#calibrations,
      aboard: this.#aboard,
      budgets: new BudgetRules({
        store,
        clock,
        book,
        governance: this.governance,
        associations,
        arrivalOf(order) {
          const { eta } = tracking.view(order);
          return eta === null ? undefined : Date.parse(eta.p50);
        },
      }),
      causes: this.#causes,
      assets: this.#assets,
      neverHeard: new NeverHeardRules({ store, clock, book, listening, associations }),
      contradictions: this.#contradictions,
      watch: (deviceKey) => this.#watch(deviceKey),
      show: () => this.show(),
    });
  }

  /** What new facts mean. Runs inside the transaction that stored them, after orders took them in. */
  apply(settlements: readonly Settlement[]): void {
    if (this.#uncommitted.size > 0) this.#forget();
    const anew = new Map<number, StoredFact[]>();
    for (const { facts, outcome, deviceKeys } of settlements) {
      if (outcome !== 'stored' && outcome !== 'duplicate') this.#hearUseless(deviceKeys);
      for (const fact of facts) {
        const watch = this.#watches.get(fact.deviceKey);
        if (watch !== undefined) this.#hear(watch, fact);
        else anew.set(fact.deviceKey, [...(anew.get(fact.deviceKey) ?? []), fact]);
        if (fact.observation.kind === 'scan') this.#codes.take(fact);
        this.#contradictions.hear(fact);
        this.#orders.hear(fact);
      }
    }
    for (const [deviceKey, facts] of anew) this.#hearAnew(deviceKey, facts);
    for (const { reconsidered } of settlements) reconsidered.forEach((fact) => this.#reconsider(fact));
    // What is found to be no measurement is taken back from the limits with the rest.
    this.#faults.settle();
    this.#series.settle();
  }

  /** The facts last applied were committed. */
  committed(): void {
    this.#uncommitted.clear();
    this.show();
  }

  /** Scans of these codes were corrected. Only inside a transaction, after their orders were believed again. */
  corrected(codes: readonly string[]): void {
    for (const code of codes) this.#codes.look(code);
  }

  /** Shows what was committed. To be called after every transaction in which orders changed. */
  show(): void {
    const keys = this.#book.takeChanged();
    if (keys.length === 0) return;
    const rows = this.feed.show(keys);
    this.#causes.changed(rows);
    this.#assets.changed(rows);
    this.#options.onChanged(rows);
  }

  /** A device, vehicle, association or profile was configured: other limits may apply, since an instant where one is given. */
  configured(deviceId?: string, since?: number): void {
    this.governance.changed();
    const { store } = this.#options;
    const devices =
      deviceId === undefined
        ? store.devices.all()
        : [store.devices.get(deviceId)].filter((device) => device !== undefined);
    for (const device of devices) this.#rounds.lookAgain(device.key, since);
    if (deviceId !== undefined && since !== undefined) this.#assets.moved(deviceId, since);
  }

  /** Something about the machine itself began or is over. */
  tellSystem(condition: SystemCondition): void {
    const { store, clock } = this.#options;
    store.transaction(() => tellSystem(this.#book, condition, clock.now()));
    this.show();
  }

  /** A device was calibrated: its readings since then are other temperatures. */
  calibrated(deviceId: string, since: number): void {
    this.configured(deviceId);
    const key = this.#options.store.devices.get(deviceId)?.key;
    if (key !== undefined) this.#rounds.lookAgain(key, since);
  }

  get(alertId: string): AlertRow {
    return alertView(this.#find(alertId), this.#options.clock.now(), this.#book);
  }

  /** Carries out what somebody decides about an alert; refused with a reason where it makes no sense. */
  decide(alertId: string, decision: Decision): AlertRow {
    const { store, clock } = this.#options;
    const { kind, who, note } = decision;
    store.transaction(() => {
      const record = this.#find(alertId);
      const event = eventOf(decision, { time: clock.now(), who });
      const assigned = kind === 'assign' ? { ...record, assignee: decision.to } : record;
      const text = kind === 'assign' ? assignText(decision) : (note ?? 'Unshelved.');
      this.#book.live(assigned, event, { who, text, action: kind });
      if (kind !== 'in-service') return;
      for (const other of this.#book.openOf(record).filter(({ life }) => life.outOfService !== undefined))
        this.#book.live(other, event, { who, text, action: kind });
    });
    this.show();
    return this.get(alertId);
  }

  /** Keeps what was said about the goods, with its note. */
  handle(alertId: string, handle: (record: AlertRecord) => Handled): AlertRow {
    this.#options.store.transaction(() => {
      const record = this.#find(alertId);
      const { handling, note } = handle(record);
      this.#book.live({ ...record, handling }, undefined, note);
    });
    this.show();
    return this.get(alertId);
  }

  list(filter: Parameters<Store['alerts']['list']>[0]): { readonly key: number; readonly row: AlertRow }[] {
    const now = this.#options.clock.now();
    return this.#options.store.alerts
      .list(filter)
      .map((stored) => ({ key: stored.key, row: alertView(this.#book.read(stored), now, this.#book) }));
  }

  stop(): void {
    this.#rounds.stop();
  }

  #find(alertId: string): AlertRecord {
    const key = alertKeyOf(alertId);
    const record = key === undefined ? undefined : this.#book.get(key);
    if (record === undefined) throw new DomainError('not-found', `No alert ${alertId} is known.`);
    return record;
  }

  #hear(watch: DeviceWatch, fact: StoredFact): void {
    this.#uncommitted.add(fact.deviceKey);
    noteCarrier(watch, fact);
    const { observation } = fact;
    if (fact.live) watch.talk.note(fact.recordTime);
    if (fact.timed && fact.recordTime - fact.eventTime > lateAfterMs) this.#hearOld(watch);
    const isMeasured = observation.kind === 'reading' && isMeasuring(observation.values);
    const channel = isMeasured ? channelOf(watch, observation.channel ?? '') : undefined;
    if (fact.live || fact.timed)
      this.#silences.hear(
        watch,
        channel,
        Math.min(fact.eventTime, fact.recordTime),
        observation.kind !== 'scan',
      );
    if (channel === undefined) return;
    if (fact.live) channel.talk.note(fact.recordTime);
    if (channel.stamp !== this.governance.version) this.#series.govern(watch, channel);
    const frozen = this.#faults.take({ device: watch.device, channel: channel.channel }, channel, fact);
    if (channel.series.size > 0) this.#series.take(watch, channel, fact, frozen);
  }

  /** Messages of which nothing could be used: they say that there is somebody. */
  #hearUseless(deviceKeys: readonly number[]): void {
    const now = this.#options.clock.now();
    for (const key of deviceKeys) {
      const watch = this.#watches.get(key);
      if (watch === undefined) continue;
      watch.uselessAt = now;
      if (watch.silent) this.#silences.heardUseless(watch, now);
    }
  }

  /** A device nothing is remembered of: the database, with these facts in it, tells how it stands. */
  #hearAnew(deviceKey: number, facts: readonly StoredFact[]): void {
    const watch = this.#watch(deviceKey);
    if (watch === undefined) return;
    this.#uncommitted.add(deviceKey);
    const times = facts.map((fact) => Math.min(fact.eventTime, fact.recordTime));
    this.#silences.heardAnew(watch, { from: Math.min(...times), to: Math.max(...times) });
    for (const fact of facts) {
      noteCarrier(watch, fact);
      if (fact.timed && fact.recordTime - fact.eventTime > lateAfterMs) this.#hearOld(watch);
      if (fact.observation.kind !== 'reading' || !isMeasuring(fact.observation.values)) continue;
      const channel = channelOf(watch, fact.observation.channel ?? '');
      this.#series.govern(watch, channel);
      const frozen = this.#faults.take({ device: watch.device, channel: channel.channel }, channel, fact);
      this.#series.take(watch, channel, fact, frozen);
    }
  }

  #reconsider({ kind, deviceKey, ref, time }: Reconsidered): void {
    const series = kind === 'reading' ? this.#options.store.keys.seriesByKey(ref) : undefined;
    const watch = this.#watch(deviceKey);
    if (series === undefined || watch === undefined) return;
    this.#uncommitted.add(deviceKey);
    this.#series.reconsider(watch, channelOf(watch, series.channel), series.type, time);
  }

  /** The gateways that carried what devices said last. */
  *#carriers(): Iterable<Carrier> {
    for (const { carrier } of this.#watches.values()) if (carrier !== undefined) yield carrier;
  }

  #hearOld(watch: DeviceWatch): void {
    const now = this.#options.clock.monotonic();
    this.listening.heardOld();
    const goesOn = watch.backlog !== undefined && now - watch.backlog.last < 60_000;
    watch.backlog = { since: goesOn ? watch.backlog!.since : now, last: now };
  }

  #watch(deviceKey: number): DeviceWatch | undefined {
    const known = this.#watches.get(deviceKey);
    if (known !== undefined) return known;
    const device = this.#options.store.devices.byKey(deviceKey);
    if (device === undefined) return undefined;
    const watch = loadWatch(this.#options.store, device);
    this.#watches.set(deviceKey, watch);
    return watch;
  }

  /** What a failed transaction left in memory is not true: it is read again when it is needed. */
  #forget(): void {
    for (const key of this.#uncommitted) this.#watches.delete(key);
    this.#uncommitted.clear();
    this.#series.forget();
    this.#faults.forget();
    this.#silences.recall();
    this.#orders.recall();
    this.#contradictions.recall();
  }

  #believed(believed: Believed): void {
    this.#orders.take(believed);
    this.#contradictions.take(believed);
    for (const code of codesOf(believed.posted)) this.#codes.becameKnown(code);
    for (const { deviceId, since } of this.governance.taken(believed)) {
      const key = this.#options.store.devices.get(deviceId)?.key;
      if (key !== undefined) this.#rounds.lookAgain(key, since);
    }
  }
}
