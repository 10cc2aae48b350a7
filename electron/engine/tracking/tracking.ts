import { canonicalCode } from '#shared/domain/codes.ts';
import { isFinal, type OrderState } from '#shared/domain/order-state.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Settlement, StoredFact } from '../ingest/settle.ts';
import type { ScanRecord } from '../store/fact-queries.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import type { VerdictRow } from '../store/tracking.ts';
import { believe, type OrderBelief, type PostedOrder } from './believe.ts';
import { journeyOf, type Journey, type ScanFact } from './journey.ts';
import { createLearner } from './learning.ts';
import { alertsOf } from './order-alerts.ts';
import { beliefRow, orderTopic, orderView, publicState, type OrderBelievedRow } from './order-view.ts';
import { judgeScan } from './verdict.ts';
import { createWorld, type LiveWorld } from './live-world.ts';

/** A scan older than this at its receipt is judged but not answered: nobody is waiting any more. */
const answerWithinMs = 300_000;
/** How many open orders are looked at again per turn, so that time alone can make one late. */
const refreshSlice = 40;
const nestingLimit = 6;
/** How many ended orders teach speeds and waiting times again after a start. */
const recalledOrders = 300;
/** A retained state stays this long after the order ended. */
const announcedMs = 30 * 86_400_000;

/** Orders as believed: kept up to date with every commit, rebuilt from scans and posted orders when asked. */
export interface Tracking {
  readonly world: LiveWorld;
  /** Judges new scans and updates the orders they touch. Runs inside the transaction that stored them. */
  apply(settlements: readonly Settlement[]): void;
  /** Believes an order again and keeps the result. Only inside a transaction. */
  update(orderKey: number): void;
  view(order: StoredOrder, moment?: Moment): OrderBelievedRow;
  journeys(order: StoredOrder, moment?: Moment): ReadonlyMap<string, Journey>;
  belief(order: StoredOrder, moment?: Moment): OrderBelief;
  /** Order numbers that changed since the last call. */
  takeChanged(): string[];
  /** Looks at a few open orders again. */
  refreshSome(): void;
  /** Clears the retained states of orders that ended long ago. */
  clearEnded(): void;
  /** Calls back for each order believed anew, inside the transaction that does so. */
  onBelieved(listener: (believed: Believed) => void): void;
}

/** An order as it is believed now, with what that rests on. */
export interface Believed {
  readonly order: StoredOrder;
  readonly posted: PostedOrder;
  readonly belief: OrderBelief;
  readonly journeys: ReadonlyMap<string, Journey>;
}

/** Which past is asked for: how it was at an instant, and what had been stored by another. */
export interface Moment {
  readonly at?: number | undefined;
  readonly knownAt?: number | undefined;
}

export function createTracking(store: Store, clock: Clock): Tracking {
  return new OrderTracking(store, clock);
}

class OrderTracking implements Tracking {
  readonly world: LiveWorld;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #learner = createLearner();
  #changed = new Set<string>();
  #refreshAfter = 0;
  #tell: (believed: Believed) => void = () => undefined;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.world = createWorld(store, this.#learner.learned);
    this.#recall();
  }

  /** What was learned is not kept: the newest journeys that ended teach it again. */
  #recall(): void {
    for (const key of this.#store.orders.endedKeys(recalledOrders)) {
      const order = this.#store.orders.byKey(key);
      if (order !== undefined) this.#learn(order);
    }
  }

  #learn(order: StoredOrder): void {
    for (const journey of this.journeys(order).values()) {
      this.#learner.learn(journey, (id) => this.world.site(id));
    }
  }

  apply(settlements: readonly Settlement[]): void {
    const touched = new Set<number>();
    for (const { facts } of settlements) {
      for (const fact of facts) {
        if (fact.observation.kind !== 'scan') continue;
        this.#judge(fact);
        for (const key of this.#ordersTouchedBy(fact)) touched.add(key);
      }
    }
    for (const key of touched) this.update(key);
  }

  update(orderKey: number): void {
    const order = this.#store.orders.byKey(orderKey);
    if (order === undefined) return;
    const posted = readPosted(order);
    const journeys = this.journeys(order);
    const belief = this.#believe(order, journeys, {});
    const row = beliefRow(orderKey, posted, belief);
    const before = this.#store.orders.beliefOf(orderKey);
    this.#changed.add(order.orderNumber);
    this.#tell({ order, posted, belief, journeys });
    if (before === row.summary) return;
    this.#store.orders.putBelief(row);
    this.#publishState(posted, belief, before);
    const hadEnded = before !== undefined && isFinal((JSON.parse(before) as SummaryKey).state);
    if (row.final && !hadEnded) this.#learn(order);
  }

  view(order: StoredOrder, moment: Moment = {}): OrderBelievedRow {
    return orderView(
      readPosted(order),
      this.belief(order, moment),
      moment.at ?? moment.knownAt ?? this.#clock.now(),
      alertsOf(this.#store, order.orderNumber, moment),
    );
  }

  belief(order: StoredOrder, moment: Moment = {}): OrderBelief {
    return this.#believe(order, this.journeys(order, moment), moment);
  }

  #believe(order: StoredOrder, journeys: ReadonlyMap<string, Journey>, moment: Moment): OrderBelief {
    return believe({
      order: readPosted(order),
      createdTime: order.createdTime,
      journeys,
      world: moment.knownAt === undefined ? this.world : this.world.asKnownAt(moment.knownAt),
      at: moment.at ?? moment.knownAt ?? this.#clock.now(),
    });
  }

  journeys(order: StoredOrder, moment: Moment = {}): ReadonlyMap<string, Journey> {
    const at = moment.at ?? this.#clock.now();
    const knownAt = moment.knownAt ?? Number.MAX_SAFE_INTEGER;
    const posted = readPosted(order);
    const own = canonicalCode(posted.orderNumber);
    // A device whose clock runs ahead of ours is believed up to a day, and so is its scan.
    const until = at >= this.#clock.now() ? Number.MAX_SAFE_INTEGER : at;
    const journey = (codes: readonly string[]): Journey =>
      journeyOf(codes, (code) => this.#scansOf(code).filter((scan) => scan.recordTime <= knownAt), until);
    if (posted.parcels.length === 0) return new Map([['', journey([own])]]);
    return new Map(
      posted.parcels.map((parcel) => [parcel.parcelId, journey([...codesOfParcel(parcel), own])]),
    );
  }

  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  refreshSome(): void {
    const open = this.#store.orders.openKeys().sort((a, b) => a - b);
    const slice = [...open.filter((key) => key > this.#refreshAfter), ...open].slice(
      0,
      Math.min(refreshSlice, open.length),
    );
    this.#refreshAfter = slice.at(-1) ?? 0;
    this.#store.transaction(() => {
      for (const key of slice) this.update(key);
    });
  }

  clearEnded(): void {
    this.#store.transaction(() => {
      for (const { key, orderNumber } of this.#store.orders.endedBefore(this.#clock.now() - announcedMs)) {
        this.#store.tracking.enqueue(orderTopic(orderNumber), '', true);
        this.#store.orders.unannounce(key);
      }
    });
  }

  onBelieved(listener: (believed: Believed) => void): void {
    this.#tell = listener;
  }

  #scansOf(code: string): ScanFact[] {
    return this.#store.tracking.scansOf(code).map((record) => scanFact(this.#store, record));
  }

  /** Orders of the codes, and of everything that was ever on a code that is a container. */
  #ordersTouchedBy(fact: StoredFact): Set<number> {
    const keys = new Set<number>();
    if (fact.observation.kind !== 'scan') return keys;
    let codes = new Set(fact.observation.codes.map(canonicalCode));
    const seen = new Set<string>();
    for (let depth = 0; depth < nestingLimit && codes.size > 0; depth += 1) {
      const inside = new Set<string>();
      for (const code of codes) {
        if (seen.has(code)) continue;
        seen.add(code);
        for (const { orderKey } of this.#store.orders.byCode(code)) keys.add(orderKey);
        for (const scan of this.#store.tracking.scansOnto(code)) {
          for (const child of JSON.parse(scan.codes) as string[]) inside.add(canonicalCode(child));
        }
      }
      codes = inside;
    }
    return keys;
  }

  #judge(fact: StoredFact): void {
    const { observation, scanKey } = fact;
    if (observation.kind !== 'scan' || scanKey === undefined) return;
    const codes = observation.codes;
    const verdicts = codes.map((code): VerdictRow => ({ code, ...this.#judgeCode(code, fact, scanKey) }));
    const isAnswered =
      fact.live && fact.topic.startsWith('waymark/v1/') && fact.recordTime - fact.eventTime <= answerWithinMs;
    this.#store.tracking.putVerdicts(scanKey, verdicts, isAnswered);
    if (!isAnswered) return;
    const { boot, seq } = observation;
    this.#store.tracking.enqueue(
      fact.topic.replace(/\/[^/]+$/, '/verdict'),
      JSON.stringify({ time: toIso(fact.eventTime), boot, seq, results: verdicts }),
      false,
    );
  }

  #judgeCode(text: string, fact: StoredFact, scanKey: number) {
    const code = canonicalCode(text);
    const found = this.#store.orders.byCode(code);
    const stored = found[0] === undefined ? undefined : this.#store.orders.byKey(found[0].orderKey);
    const facts = this.#scansOf(code);
    const scan = facts.find((each) => each.scanKey === scanKey);
    if (scan === undefined) throw new Error('a stored scan is found by its own code');
    const order = stored === undefined ? undefined : readPosted(stored);
    const codes = order === undefined ? [code] : [code, canonicalCode(order.orderNumber)];
    const earlier = (each: string): ScanFact[] =>
      this.#scansOf(each).filter((other) => other.scanKey < scanKey);
    const isContainer =
      this.world.vehicle(code) !== undefined || this.#store.tracking.scansOnto(code).length > 0;
    return judgeScan({
      code: text,
      scan,
      order,
      isContainer,
      before: journeyOf([...new Set(codes)], earlier, fact.eventTime),
    });
  }

  /** Retained, and said again only when something other systems act on has changed. */
  #publishState(order: PostedOrder, belief: OrderBelief, before: string | undefined): void {
    const now = summaryKey({
      state: belief.state,
      lateness: belief.lateness,
      location: belief.least.location,
    });
    if (before !== undefined && summaryKey(JSON.parse(before) as SummaryKey) === now) return;
    this.#store.tracking.enqueue(orderTopic(order.orderNumber), publicState(order, belief), true);
  }
}

interface SummaryKey {
  readonly state: OrderState;
  readonly lateness: string;
  readonly location: { readonly kind: string; readonly id?: string | undefined };
}

function summaryKey({ state, lateness, location }: SummaryKey): string {
  return JSON.stringify([state, lateness, location.kind, location.id ?? null]);
}

export function readPosted(order: StoredOrder): PostedOrder {
  return JSON.parse(order.posted) as PostedOrder;
}

/** Every canonical code a parcel may be scanned by. */
export function codesOfParcel(parcel: PostedOrder['parcels'][number]): string[] {
  return [
    ...new Set(
      [parcel.parcelId, parcel.trackingNumber].filter((text) => text !== undefined).map(canonicalCode),
    ),
  ];
}

function optional<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

function scanFact(store: Store, record: ScanRecord): ScanFact {
  return {
    scanKey: record.scan_key,
    eventTime: record.event_time,
    recordTime: record.record_time,
    deviceId: store.devices.byKey(record.device_key)?.deviceId ?? '',
    codes: (JSON.parse(record.codes) as string[]).map(canonicalCode),
    siteId: optional(record.site_id),
    bizStep: optional(record.biz_step),
    readPoint: optional(record.read_point),
    vehicleId: record.vehicle_id === null ? undefined : canonicalCode(record.vehicle_id),
    parent: record.parent === null ? undefined : canonicalCode(record.parent),
    outcome: optional(record.outcome),
    lat: optional(record.lat),
    lon: optional(record.lon),
  };
}
