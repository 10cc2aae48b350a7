import { canonicalCode } from '#shared/domain/codes.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import type { Clock } from '../clock.ts';
import type { Settlement, StoredFact } from '../ingest/settle.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { believe, type OrderBelief, type PostedOrder } from './believe.ts';
import { editNews } from './believed.ts';
import type { Believed, BelievedListener, Moment, News, Renewal } from './believed.ts';
import { createContainment, type Containment } from './containment.ts';
import { type Entered, type EnteringTimes, enterOrders } from './entering.ts';
import { createEndedJourneys } from './ended-journeys.ts';
import { holesOf } from './holes.ts';
import { holdsOn } from './holding.ts';
import type { Journey } from './journey.ts';
import { JourneyMemory } from './journey-memory.ts';
import { createJudge, type Judge } from './judging.ts';
import { knownUntil } from './known-then.ts';
import { createLaneMemory, type LaneMemory } from './lane-memory.ts';
import { laneOf, originOf, tripOf, type LanePlan } from './lane-plan.ts';
import { alertsOf } from './order-alerts.ts';
import {
  beliefRow,
  orderTopic,
  orderView,
  publicState,
  summaryKey,
  type OrderBelievedRow,
  type OrderSummaryRow,
  type SummaryKey,
} from './order-view.ts';
import { codesByParcel, journeysBy, scanFactsOf } from './scan-facts.ts';
import { createWorld, type LiveWorld } from './live-world.ts';
import type { PastOrders } from './past/past-orders.ts';
import type { PreparedOrder } from './prepared-orders.ts';
import { readPosted } from './posted.ts';
import { createPredictionRecord, type PredictionRecord } from './predictions.ts';
import { Riders } from './riders.ts';

/** How many open orders are looked at again per turn, so that time alone can make one late. */
const refreshSlice = 40;
/** How many arrivals are moved per turn, after fixes: a turn holds the engine up. */
const followSlice = 400;
/** How many ended orders teach speeds and waiting times again after a start. */
const recalledOrders = 1000;
/** A retained state stays this long after the order ended. */
const announcedMs = 30 * 86_400_000;

/** Orders as believed: kept up to date with every commit, rebuilt from scans and posted orders when asked. */
export interface Tracking {
  readonly world: LiveWorld;
  readonly judge: Judge;
  /** Judges new scans and updates the orders they touch. Runs inside the transaction that stored them. */
  apply(settlements: readonly Settlement[]): void;
  /**
   * Believes an order again and keeps the result. Only inside a transaction. Scans later than the news and judged
   * without it may be judged otherwise now.
   */
  update(orderKey: number, news?: readonly News[]): void;
  /**
   * Keeps many orders and believes the new and the changed ones. It is left to `announce` to say so of the new ones.
   * Only inside a transaction.
   */
  enter(orders: readonly PreparedOrder[], times: EnteringTimes): Entered;
  /** Tells listeners what is to be believed of an order that is about to be taken back. Only inside a transaction. */
  tell(believed: Believed): void;
  /** Announces the state of an order, whoever was told before. Only inside a transaction. */
  announce(orderKey: number): void;
  /** What is on what, in time. */
  readonly containment: Containment;
  /** Orders of these canonical codes, and of everything that was on one at an instant or since. */
  ordersOf(codes: readonly string[], since: number): Set<number>;
  /** Watchers of these orders are to be told: something beside their state changed. */
  touch(orderKeys: Iterable<number>): void;
  view(order: StoredOrder, moment?: Moment): OrderBelievedRow;
  /** A kept list row as it is now: beliefs are renewed in turns, vehicles speak all the time. */
  freshened<Row extends OrderSummaryRow>(row: Row): Row;
  journeys(order: StoredOrder, moment?: Moment): ReadonlyMap<string, Journey>;
  belief(order: StoredOrder, moment?: Moment): OrderBelief;
  /** Order numbers that changed since the last call. */
  takeChanged(): string[];
  /** Looks at a few open orders again. */
  refreshSome(): void;
  /** Vehicles have said where they are. */
  readonly hasMoved: boolean;
  /** Estimates some of the orders anew whose vehicles have moved. */
  followSome(): void;
  /** Clears the retained states of orders that ended long ago. */
  clearEnded(): void;
  /** Whom to tell of orders that are believed anew; nobody before this is called. */
  onBelieved(listener: BelievedListener): void;
}

/** `timeZone`: of sites that name none; `past`: what imported journeys teach. */
export function createTracking(
  store: Store,
  clock: Clock,
  timeZone = 'UTC',
  past: Pick<PastOrders, 'estimate' | 'current'> = { estimate: () => undefined, current: () => undefined },
): Tracking {
  return new OrderTracking(store, clock, timeZone, past);
}

class OrderTracking implements Tracking {
  readonly world: LiveWorld;
  readonly judge: Judge;
  readonly containment: Containment;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ended = createEndedJourneys();
  readonly #journeys: JourneyMemory;
  readonly #predictions: PredictionRecord;
  readonly #lanes: LaneMemory;
  /** Whether journeys that ended before teach anything of new orders. */
  readonly #isTaught: () => boolean;
  readonly #riders: Riders;
  #changed = new Set<string>();
  /** Open orders whose turn is still to come in this round, the next one last. */
  #toRefresh: number[] = [];
  #listener: BelievedListener = { tell: () => undefined, isAwaited: () => false, isUpToDate: () => true };

  constructor(store: Store, clock: Clock, timeZone: string, past: Pick<PastOrders, 'estimate' | 'current'>) {
    this.#store = store;
    this.#clock = clock;
    this.#isTaught = () => past.current() !== undefined;
    this.world = createWorld(store, { ended: this.#ended, past, timeZone });
    this.#lanes = createLaneMemory(store);
    this.containment = createContainment(store);
    this.#journeys = new JourneyMemory((code) => this.containment.scansOf(code));
    this.judge = createJudge(store, this.world, this.containment);
    this.#predictions = createPredictionRecord(store.predictions);
    const changed = (orderNumber: string): unknown => this.#changed.add(orderNumber);
    this.#riders = new Riders({ store, clock, world: this.world, changed });
    store.onFailure(() => {
      this.#predictions.forget();
      this.#riders.forget();
    });
    this.#recall();
  }

  /** What was learned is not kept: the newest journeys that ended teach it again. */
  #recall(): void {
    for (const key of this.#store.orders.endedKeys(recalledOrders)) {
      const order = this.#store.orders.byKey(key);
      if (order !== undefined) this.#learn(order, this.#journeys.of(order), this.belief(order));
    }
  }

  #learn(
    order: StoredOrder,
    journeys: ReadonlyMap<string, Journey>,
    { state, stateTime }: Pick<OrderBelief, 'state' | 'stateTime'>,
  ): void {
    this.#ended.learn(order, isFinal(state) ? stateTime : undefined, journeys, this.world);
  }

  apply(settlements: readonly Settlement[]): void {
    const touched = new Map<number, News[]>();
    const scans: StoredFact[] = [];
    for (const { facts } of settlements) {
      for (const fact of facts) {
        const { kind, deviceId } = fact.observation;
        if (kind === 'scan') scans.push(fact);
        else if (kind === 'position')
          this.#riders.moved(this.world.vehicleOf(deviceId, fact.eventTime) ?? deviceId);
      }
    }
    const stored = scans.map((fact) => ({ fact, scan: this.containment.take(fact.scanKey ?? 0) }));
    for (const { fact, scan } of stored) {
      this.judge.answer(fact, scan);
      for (const key of this.ordersOf(scan.codes, scan.eventTime)) {
        const known = touched.get(key);
        if (known === undefined) touched.set(key, [scan]);
        else known.push(scan);
      }
    }
    for (const [key, news] of touched) this.update(key, news);
  }

  update(orderKey: number, news: readonly News[] = []): void {
    const order = this.#store.orders.byKey(orderKey);
    if (order === undefined) return;
    const before = this.#store.orders.beliefOf(orderKey);
    const was = before === undefined ? undefined : (JSON.parse(before) as SummaryKey);
    const believed = this.#renew({ order, journeys: this.journeys(order), news, before, was });
    if (believed !== undefined) this.#publishState(believed.posted, believed.belief, was);
  }

  enter(orders: readonly PreparedOrder[], times: EnteringTimes): Entered {
    const options = {
      store: this.#store,
      isTaught: this.#isTaught(),
      isLaneKnown: (lane: string) => this.#lanes.planOf(lane, undefined, times.now) !== undefined,
      isAwaited: (code: string) => this.#listener.isAwaited(code),
      believe: (key: number) => this.#enterOne(key),
      updated: (key: number) => this.update(key, editNews),
      entered: (orderNumber: string) => void this.#changed.add(orderNumber),
    };
    return enterOrders(options, orders, times);
  }

  tell(believed: Believed): void {
    this.#listener.tell(believed);
  }

  #enterOne(orderKey: number): void {
    const order = this.#store.orders.byKey(orderKey);
    if (order === undefined) return;
    // Of thousands of new orders hardly any was ever scanned: those that were not are not to be remembered as such.
    const scansOf = (code: string) =>
      this.#store.tracking.isScanned(code) ? this.containment.scansOf(code) : [];
    const journeys = journeysBy(readPosted(order), scansOf, Number.MAX_SAFE_INTEGER);
    this.#renew({ order, journeys, news: editNews, before: undefined, was: undefined });
  }

  announce(orderKey: number): void {
    const order = this.#store.orders.byKey(orderKey);
    if (order !== undefined) this.#publishState(readPosted(order), this.belief(order), undefined);
  }

  /** Believes an order again; undefined where that changed nothing. */
  #renew({ order, journeys, news, before, was }: Renewal): Believed | undefined {
    const posted = readPosted(order);
    const belief = this.#believe(order, journeys, {});
    if (news.length > 0) this.#revise(journeys, news);
    const believed: Believed = { order, posted, belief, journeys };
    const row = beliefRow(order.key, posted, belief);
    this.#changed.add(order.orderNumber);
    const hadEnded = was !== undefined && isFinal(was.state);
    if (row.final || hadEnded) this.#teach(believed, hadEnded);
    this.#riders.take(believed);
    this.#listener.tell(believed);
    // While a backlog comes in an order is seen where it was hours ago: nobody is told that, and nobody is judged by it.
    if (this.#listener.isUpToDate())
      this.#predictions.note({ orderKey: order.key, posted, belief, journeys, now: this.#clock.now() });
    const isSame = before === row.summary;
    if ((row.final || hadEnded) && (!isSame || news.length > 0)) this.#learn(order, journeys, belief);
    if (isSame) return undefined;
    this.#store.orders.putBelief(row, was);
    return believed;
  }

  view(order: StoredOrder, moment: Moment = {}): OrderBelievedRow {
    const at = moment.at ?? moment.knownAt ?? this.#clock.now();
    const known = this.#knownOrder(order, moment);
    const belief = this.belief(known, moment);
    const posted = readPosted(known);
    const codes = [...codesByParcel(posted).values()].flat();
    const around = belief.parcels.flatMap(({ on }) => on.map(canonicalCode));
    const holds = holdsOn(this.#store.holds, new Set([...codes, ...around]), [at]).filter(
      ({ placedTime }) => placedTime <= (moment.knownAt ?? Infinity),
    );
    return orderView(posted, belief, {
      at,
      holds,
      alerts: alertsOf(this.#store, order.orderNumber, moment),
      holes: holesOf(this.#store, belief.milestones, at),
      places: this.#store.places,
    });
  }

  freshened<Row extends OrderSummaryRow>(row: Row): Row {
    return this.#riders.freshened(row);
  }

  belief(order: StoredOrder, moment: Moment = {}): OrderBelief {
    const known = this.#knownOrder(order, moment);
    return this.#believe(known, this.journeys(known, moment), moment);
  }

  #knownOrder(order: StoredOrder, { knownAt }: Moment): StoredOrder {
    return knownAt === undefined ? order : this.#store.orders.asPostedAt(order, knownAt);
  }

  #believe(order: StoredOrder, journeys: ReadonlyMap<string, Journey>, moment: Moment): OrderBelief {
    const posted = readPosted(order);
    const instant = moment.at ?? moment.knownAt;
    return believe({
      order: posted,
      createdTime: order.createdTime,
      promisedAt: (time) => readPosted(this.#store.orders.asPostedAt(order, time)).promised?.until,
      journeys,
      world: instant === undefined ? this.world : this.world.asOf(moment),
      laneAt: (until) =>
        this.#laneAt(
          posted,
          journeys,
          instant === undefined ? until : Math.min(until, knownUntil(instant) - 1),
        ),
      at: instant ?? this.#clock.now(),
    });
  }

  #laneAt(posted: PostedOrder, journeys: ReadonlyMap<string, Journey>, until: number): LanePlan | undefined {
    const lane = laneOf(posted);
    return lane === undefined ? undefined : this.#lanes.planOf(lane, originOf(posted, journeys), until);
  }

  /** A delivered order teaches its lane, and what is heard of it later changes what it taught. */
  #teach({ order, posted, belief, journeys }: Believed, wasFinal: boolean): void {
    const lane = laneOf(posted);
    if (belief.state !== 'delivered' || belief.stateTime === undefined || lane === undefined) {
      if (wasFinal) this.#lanes.forget(order.key);
      return;
    }
    const placed = posted.placedTime === undefined ? order.createdTime : Date.parse(posted.placedTime);
    this.#lanes.put(order.key, lane, tripOf(order.orderNumber, placed, belief.stateTime, journeys));
  }

  journeys(order: StoredOrder, moment: Moment = {}): ReadonlyMap<string, Journey> {
    const { at = Infinity, knownAt } = moment;
    // A device whose clock runs ahead of ours is believed up to a day, and so is its scan.
    const isNow = at >= this.#clock.now();
    if (isNow && knownAt === undefined) return this.#journeys.of(order);
    const until = isNow ? Number.MAX_SAFE_INTEGER : at;
    const scansOf = (code: string) =>
      knownAt === undefined ? this.containment.scansOf(code) : scanFactsOf(this.#store, code, knownAt);
    return journeysBy(readPosted(this.#knownOrder(order, moment)), scansOf, until);
  }

  touch(orderKeys: Iterable<number>): void {
    for (const key of orderKeys) {
      const order = this.#store.orders.byKey(key);
      if (order !== undefined) this.#changed.add(order.orderNumber);
    }
  }

  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  refreshSome(): void {
    if (this.#toRefresh.length === 0) this.#toRefresh = this.#store.orders.openKeys().sort((a, b) => b - a);
    const slice = this.#toRefresh.splice(-refreshSlice);
    this.#store.transaction(() => slice.forEach((key) => this.update(key)));
  }

  get hasMoved(): boolean {
    return this.#riders.isWaiting;
  }

  followSome(): void {
    this.#riders.follow(followSlice, (orderKey) => this.update(orderKey));
  }

  clearEnded(): void {
    this.#store.transaction(() => {
      for (const { key, orderNumber } of this.#store.orders.endedBefore(this.#clock.now() - announcedMs)) {
        this.#store.tracking.enqueue(orderTopic(orderNumber), '', true);
        this.#store.orders.unannounce(key);
        this.#store.outlooks.dropUnlikely(key);
      }
    });
  }

  onBelieved(listener: BelievedListener): void {
    this.#listener = listener;
  }

  /** What was judged before earlier facts were known may be judged otherwise now. */
  #revise(journeys: ReadonlyMap<string, Journey>, news: readonly News[]): void {
    const from = Math.min(...news.map(({ eventTime }) => eventTime));
    const late = new Set<number>();
    for (const { events } of journeys.values()) {
      for (let index = events.length - 1; index >= 0; index -= 1) {
        const { scan } = events[index]!;
        if (scan.eventTime < from) break;
        if (news.some((each) => each.scanKey > scan.scanKey && each.eventTime <= scan.eventTime))
          late.add(scan.scanKey);
      }
    }
    if (late.size > 0) this.#store.tracking.reviseVerdicts(late);
  }

  ordersOf(codes: readonly string[], since: number): Set<number> {
    const keys = new Set<number>();
    for (const code of this.containment.contentsOf(codes, since, Number.MAX_SAFE_INTEGER))
      for (const { orderKey } of this.#store.orders.byCode(code)) keys.add(orderKey);
    for (const code of codes) {
      const returned = this.#store.returns.orderOf(code);
      if (returned !== undefined) keys.add(returned);
    }
    return keys;
  }

  /** Retained, and said again only when something other systems act on has changed. */
  #publishState(order: PostedOrder, belief: OrderBelief, was: SummaryKey | undefined): void {
    const now = summaryKey({
      state: belief.state,
      lateness: belief.lateness,
      location: belief.least.location,
    });
    if (was !== undefined && summaryKey(was) === now) return;
    this.#store.tracking.enqueue(orderTopic(order.orderNumber), publicState(order, belief), true);
  }
}
