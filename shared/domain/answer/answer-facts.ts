import { isFinal } from '../order-state.ts';
import type { AnswerWords } from './answer-words.ts';
import { isStale, type OrderTeller, type SpokenOrder } from './answer.ts';

/** One fact an answer rests on. */
export interface AnswerFact {
  readonly kind: 'order' | 'scan' | 'position' | 'estimate' | 'promise' | 'hold' | 'alert';
  readonly text: string;
  readonly eventTime?: string;
  readonly recordTime?: string;
  /** Seconds since it happened; absent where that is not known. */
  readonly ageS?: number;
  /** True when it says nothing of now. */
  readonly stale: boolean;
  readonly source: { readonly type: string; readonly id: string };
}

/** A fact of the order's timeline, as far as an answer names it. */
export interface ToldItem {
  readonly id: string;
  readonly kind: string;
  readonly eventTime: string;
  readonly recordTime: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly bizStep?: string | undefined;
  readonly outcome?: string | undefined;
  readonly siteId?: string | undefined;
  readonly on?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly parcelIds?: readonly string[] | undefined;
  readonly correction?: unknown;
}

/** What of an order the facts of its answer are taken from. */
export interface FactualOrder extends Omit<SpokenOrder, 'location'> {
  readonly placedTime?: string | undefined;
  readonly channel?: string | undefined;
  readonly location: Omit<SpokenOrder['location'], 'because'> & {
    readonly because: readonly {
      readonly kind: string;
      readonly eventTime: string;
      readonly recordTime: string;
      readonly source: string;
    }[];
  };
  readonly eta: { readonly p10: string; readonly p90: string; readonly model: string } | null;
  readonly holds: readonly (SpokenOrder['holds'][number] & {
    readonly placedTime: string;
    readonly who: string;
  })[];
  readonly alerts: readonly {
    readonly kind: string;
    readonly startTime: string;
    readonly raisedTime: string;
  }[];
  readonly parcels: readonly {
    readonly parcelId: string;
    readonly state: SpokenOrder['state'];
  }[];
}

/** The facts an answer rests on, each with its age and where it comes from; the newest scan of each parcel first. */
export function answerFacts(
  order: FactualOrder,
  timeline: readonly ToldItem[],
  teller: OrderTeller,
  words: AnswerWords,
): AnswerFact[] {
  const tools: Tools = { order, teller, words };
  return [
    ...newestScans(timeline).map((item) => scanFact(tools, item)),
    ...positionFacts(tools),
    ...placedFact(tools, timeline),
    ...estimateFact(tools),
    ...promiseFact(tools),
    ...order.holds.map((hold) =>
      aged(tools, {
        kind: 'hold',
        text: words.held[hold.kind],
        eventTime: hold.placedTime,
        recordTime: hold.placedTime,
        stale: false,
        source: { type: 'person', id: hold.who },
      }),
    ),
    ...alertFacts(tools),
  ];
}

interface Tools {
  readonly order: FactualOrder;
  readonly teller: OrderTeller;
  readonly words: AnswerWords;
}

function aged({ teller }: Tools, fact: Omit<AnswerFact, 'ageS'>): AnswerFact {
  if (fact.eventTime === undefined) return fact;
  return { ...fact, ageS: Math.round((teller.now - Date.parse(fact.eventTime)) / 1000) };
}

/** Of each parcel the last scan that is believed; one that names several is told once. */
function newestScans(timeline: readonly ToldItem[]): ToldItem[] {
  const newest = new Map<string, ToldItem>();
  for (const item of timeline) {
    if (item.kind !== 'scan' || item.correction !== undefined) continue;
    for (const parcelId of item.parcelIds ?? ['']) newest.set(parcelId, item);
  }
  return [...new Set(newest.values())].toSorted((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime));
}

function scanFact(tools: Tools, item: ToldItem): AnswerFact {
  const { order, teller, words } = tools;
  const step =
    item.outcome === undefined
      ? (words.steps[item.bizStep ?? ''] ?? words.scanned)
      : (words.outcomes[item.outcome] ?? item.outcome);
  const on = item.vehicleId ?? item.on;
  const onto = on === undefined ? step : words.factOnVehicle(step, teller.vehicleName(on));
  const done = item.siteId === undefined ? onto : words.factAt(onto, teller.siteName(item.siteId));
  const some = item.parcelIds ?? [];
  const isPart = order.parcels.length > 1 && some.length > 0 && some.length < order.parcels.length;
  return aged(tools, {
    kind: 'scan',
    text: isPart ? `${some.map((id) => words.parcel(id)).join(', ')}: ${done}` : done,
    eventTime: item.eventTime,
    recordTime: item.recordTime,
    stale: isStaleScan(tools, item),
    source: item.source,
  });
}

/** A scan says where a thing lay then; what was put on a vehicle that is heard of is there still. */
function isStaleScan({ order, teller }: Tools, { siteId, eventTime, vehicleId, on }: ToldItem): boolean {
  if (isFinal(order.state)) return false;
  const isAboard = (vehicleId ?? on) !== undefined && order.location.kind === 'vehicle';
  if (isAboard && !isStale(order, teller.now)) return false;
  const location = siteId === undefined ? order.location : { ...order.location, kind: 'site' as const };
  return isStale({ state: order.state, location: { ...location, asOf: eventTime } }, teller.now);
}

function positionFacts(tools: Tools): AnswerFact[] {
  const { order, teller, words } = tools;
  const { location } = order;
  const vehicle = location.id === undefined ? words.aVehicle : teller.vehicleName(location.id);
  return location.because
    .filter(({ kind }) => kind === 'position')
    .map(({ eventTime, recordTime, source }) =>
      aged(tools, {
        kind: 'position',
        text: words.positionOf(vehicle),
        eventTime,
        recordTime,
        stale: isStale(order, teller.now),
        source: { type: 'device', id: source },
      }),
    );
}

function placedFact(tools: Tools, timeline: readonly ToldItem[]): AnswerFact[] {
  const placed = timeline.find(({ kind }) => kind === 'order');
  if (placed === undefined) return [];
  const { eventTime, recordTime, source } = placed;
  const text = tools.words.orderPosted;
  return [aged(tools, { kind: 'order', text, eventTime, recordTime, stale: false, source })];
}

/** An estimate is as fresh as what it starts from. */
function estimateFact({ order, teller, words }: Tools): AnswerFact[] {
  const { eta, location, state } = order;
  if (eta === null || isFinal(state)) return [];
  const isOld = isStale(order, teller.now) && location.asOf !== undefined;
  const period = words.period(Date.parse(eta.p10), Date.parse(eta.p90), teller);
  const fact: AnswerFact = {
    kind: 'estimate',
    text: words.expected(period, isOld),
    stale: isOld,
    source: { type: 'model', id: eta.model },
  };
  if (location.asOf === undefined) return [fact];
  const ageS = Math.round((teller.now - Date.parse(location.asOf)) / 1000);
  return [{ ...fact, eventTime: location.asOf, ageS }];
}

function promiseFact({ order, teller, words }: Tools): AnswerFact[] {
  const { promised, channel = 'api' } = order;
  if (promised === undefined) return [];
  const text = words.promisedUntil(words.bareMoment(Date.parse(promised.until), teller));
  return [
    {
      kind: 'promise',
      text: text.replace(/^ \((.*)\)$/, '$1'),
      stale: false,
      source: { type: 'channel', id: channel },
    },
  ];
}

function alertFacts(tools: Tools): AnswerFact[] {
  const { order, words } = tools;
  return order.alerts.flatMap(({ kind, startTime, raisedTime }) => {
    const known = { ...words.reasons, ...words.goods };
    const text = Object.entries(known).find(([name]) => name === kind)?.[1];
    if (text === undefined) return [];
    const source = { type: 'rule', id: kind };
    return [
      aged(tools, {
        kind: 'alert',
        text,
        eventTime: startTime,
        recordTime: raisedTime,
        stale: false,
        source,
      }),
    ];
  });
}
