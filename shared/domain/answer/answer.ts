import { isFinal, type OrderState, progressOf } from '../order-state.ts';
import { hourMs, minuteMs } from '../time.ts';
import type { AlertKind } from '../alert.ts';
import type { HoldKind } from '../hold.ts';
import type { AnswerWords, Teller } from './answer-words.ts';

interface SpokenLocation {
  readonly kind: 'site' | 'vehicle' | 'place' | 'unknown';
  readonly id?: string | undefined;
  readonly asOf?: string | undefined;
  readonly because: readonly { readonly kind: string; readonly eventTime: string }[];
}

/** What of an order its answer is made of. */
export interface SpokenOrder {
  readonly state: OrderState;
  readonly stateTime?: string | undefined;
  readonly location: SpokenLocation;
  readonly eta: { readonly p10: string; readonly p90: string } | null;
  readonly lateness: 'on-time' | 'at-risk' | 'late' | 'delivered-late' | 'unknown';
  readonly promised?: { readonly until: string } | undefined;
  readonly milestones: readonly {
    readonly milestone: string;
    readonly siteId?: string | undefined;
    readonly eventTime?: string | undefined;
  }[];
  readonly holes: readonly {
    readonly siteId: string;
    readonly bizStep: string;
    readonly expectedTime?: string | undefined;
  }[];
  readonly parcels: readonly { readonly state: OrderState }[];
  readonly holds: readonly { readonly kind: HoldKind }[];
  readonly alerts: readonly { readonly kind: string }[];
}

/** From when, where and with which names an order is spoken of. */
export interface OrderTeller extends Teller {
  readonly siteName: (siteId: string) => string;
  readonly vehicleName: (vehicleId: string) => string;
}

/** A vehicle reports by itself; a parcel at a site lies there between scans. Older than this is no news of now. */
const freshForMs = { vehicle: 15 * minuteMs, site: 2 * hourMs, place: Infinity, unknown: 0 } as const;

/** True when the newest word of where the order is says nothing of now. */
export function isStale({ state, location }: Pick<SpokenOrder, 'state' | 'location'>, now: number): boolean {
  if (isFinal(state)) return false;
  return location.asOf === undefined || now - Date.parse(location.asOf) > freshForMs[location.kind];
}

/**
 * One order in one plain sentence that may be read out to a caller. Every fact carries its age, an old one is never
 * told as if it were of now, lateness is told only where it is believed, and what is not known is said.
 */
export function answerSentence(order: SpokenOrder, teller: OrderTeller, words: AnswerWords): string {
  const speaker: Speaker = { order, teller, words };
  const where = whereClauses(speaker);
  const behind = behindOf(order);
  const clauses =
    behind === undefined
      ? where
      : [
          words.behind({
            behind: behind.count,
            all: order.parcels.length,
            length: lagOf(speaker),
            reason: whyBehind(speaker),
            where: lowered(where[0] ?? ''),
          }),
          words.others(behind.others, order.parcels.length - behind.count),
          ...where.slice(1),
        ];
  return words.sentence([...clauses, ...arrivalClause(speaker), ...troubleClauses(speaker)]);
}

interface Speaker {
  readonly order: SpokenOrder;
  readonly teller: OrderTeller;
  readonly words: AnswerWords;
}

/** A clause that no longer begins the sentence; names in capitals stay as they are. */
function lowered(text: string): string {
  return /^.[a-zà-ÿ ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function whereClauses(speaker: Speaker): string[] {
  const { order, teller, words } = speaker;
  const { state, stateTime } = order;
  const at = stateTime === undefined ? undefined : Date.parse(stateTime);
  const when =
    at === undefined ? words.timeNotKnown : `${words.moment(at, teller)} (${words.ago(at, teller.now)})`;
  switch (state) {
    case 'created': {
      const someScanned = order.parcels.some((parcel) => parcel.state !== 'created');
      return someScanned ? [words.ordered(when)] : [words.ordered(when), words.nothingScanned];
    }
    case 'delivered':
      return [`${words.delivered(when)}${keptWords(speaker)}`];
    case 'returned':
      return [words.returned(when)];
    case 'cancelled':
      return [words.cancelled(when)];
    case 'attempt-failed':
      return [words.attemptFailed(when), lowered(placeWords(speaker))];
    case 'exception':
      return [words.exception(when), lowered(placeWords(speaker))];
    case 'returning':
      return [words.returning(when), lowered(placeWords(speaker))];
    case 'unknown':
      return [words.stateNotKnown, lowered(placeWords(speaker))];
    default:
      return [placeWords(speaker)];
  }
}

function placeWords(speaker: Speaker): string {
  const { order, teller, words } = speaker;
  const { kind, asOf } = order.location;
  const ago = asOf === undefined ? undefined : words.ago(Date.parse(asOf), teller.now);
  if (kind === 'vehicle') return onVehicle(speaker, ago);
  if (kind === 'site') return atSite(speaker);
  if (kind === 'place') return words.handedOver(ago ?? words.timeNotKnown);
  return words.nowhere(order.state, ago);
}

/** What was done last at a site, told as of now only while it is fresh. */
function atSite({ order, teller, words }: Speaker): string {
  const { state, location } = order;
  const site = location.id === undefined ? words.aSite : teller.siteName(location.id);
  if (location.asOf === undefined) return words.siteSinceNotKnown(site);
  const heard = Date.parse(location.asOf);
  const [when, ago] = [words.moment(heard, teller), words.ago(heard, teller.now)];
  return isStale(order, teller.now)
    ? words.staleAtSite(site, when, ago)
    : words.atSite(state, site) + words.lastScanned(when, ago);
}

function onVehicle(speaker: Speaker, ago: string | undefined): string {
  const { order, teller, words } = speaker;
  const { id } = order.location;
  const started = startedWords(speaker, id === undefined ? words.aVehicle : teller.vehicleName(id));
  if (ago === undefined) return started + words.neverHeardOf;
  return started + (isStale(order, teller.now) ? words.staleOnVehicle(ago) : words.heardOf(ago));
}

/** Which site it left on the vehicle, or since when it is on it where no departure was seen. */
function startedWords({ order, teller, words }: Speaker, vehicle: string): string {
  const { state, location, milestones } = order;
  const loading = location.because.find((each) => each.kind === 'scan');
  const isOut = state === 'out-for-delivery';
  if (loading === undefined) return words.onVehicle(vehicle, undefined, isOut);
  const left = milestones.findLast((each) => each.milestone === 'departed' && each.eventTime !== undefined);
  // Loading is the first sign of a departure, and no more than that.
  if (state !== 'in-transit' || left?.eventTime === undefined || left.eventTime <= loading.eventTime)
    return words.onVehicle(vehicle, words.moment(Date.parse(loading.eventTime), teller), isOut);
  const site = left.siteId === undefined ? undefined : teller.siteName(left.siteId);
  return words.leftOn(site, words.moment(Date.parse(left.eventTime), teller), vehicle);
}

/** Whether a delivery kept its promise. */
function keptWords({ order, teller, words }: Speaker): string {
  const { lateness, promised, stateTime } = order;
  if (promised === undefined || stateTime === undefined) return '';
  const until = Date.parse(promised.until);
  const told = words.bareMoment(until, teller);
  if (lateness === 'delivered-late') return words.lateBy(words.length(Date.parse(stateTime) - until), told);
  return lateness === 'on-time' ? words.withinPromise(told) : words.promisedUntil(told);
}

/** It waits for the recipient, or is on its way to somebody else. */
const isNotComing: ReadonlySet<OrderState> = new Set(['available-for-pickup', 'returning']);

/** When it comes, against what was promised; nothing for what nothing is expected of any more. */
function arrivalClause({ order, teller, words }: Speaker): string[] {
  const { state, eta, promised, lateness } = order;
  if (isFinal(state) || isNotComing.has(state)) return [];
  // A promise that is past or at risk has a clause of its own.
  const isTold = lateness === 'late' || lateness === 'at-risk' || isPast(order, teller);
  const promise =
    promised === undefined
      ? words.nothingPromised
      : isTold
        ? ''
        : words.promisedUntil(words.bareMoment(Date.parse(promised.until), teller));
  if (eta === null) return [words.noEstimate + promise];
  const isFromOld = isStale(order, teller.now) && order.location.asOf !== undefined;
  const period = words.period(Date.parse(eta.p10), Date.parse(eta.p90), teller);
  return [words.expected(period, isFromOld) + promise];
}

function isPast({ promised }: SpokenOrder, { now }: Teller): boolean {
  return promised !== undefined && Date.parse(promised.until) <= now;
}

interface BehindParcels {
  readonly count: number;
  readonly others: readonly (readonly [OrderState, number])[];
}

/** The parcels the order is only as far as, where its parcels differ, and how far the others are. */
function behindOf({ parcels, state }: SpokenOrder): BehindParcels | undefined {
  if (isFinal(state)) return undefined;
  const least = Math.min(...parcels.map((parcel) => progressOf[parcel.state]));
  const ahead = parcels.filter((parcel) => progressOf[parcel.state] !== least);
  if (ahead.length === 0) return undefined;
  const counts = new Map<OrderState, number>();
  for (const each of ahead) counts.set(each.state, (counts.get(each.state) ?? 0) + 1);
  return { count: parcels.length - ahead.length, others: [...counts] };
}

/** Less than this behind is not worth a word. */
const tellLagMs = hourMs;

/** How long ago the step that was missed should have been done. */
function lagOf({ order, teller, words }: Speaker): string | undefined {
  const due = order.holes[0]?.expectedTime;
  const lag = due === undefined ? 0 : teller.now - Date.parse(due);
  return lag < tellLagMs ? undefined : words.length(lag);
}

function whyBehind(speaker: Speaker): string | undefined {
  return missedStep(speaker) ?? speaker.words.notYet[speaker.order.state];
}

/** The first expected step that was not done, as a reason. */
function missedStep({ order, teller, words }: Speaker): string | undefined {
  const [hole] = order.holes;
  const step = hole && words.steps[hole.bizStep];
  return hole === undefined || step === undefined
    ? undefined
    : words.notDone(step, teller.siteName(hole.siteId));
}

/** What is wrong: holds, lateness with its reason, and what became of the goods. */
function troubleClauses(speaker: Speaker): string[] {
  const { order, words } = speaker;
  const held = [...new Set(order.holds.map(({ kind }) => kind))].map((kind) => words.held[kind]);
  const goods = kindsOf(order).flatMap((kind) => words.goods[kind] ?? []);
  return [...held, ...promiseClause(speaker), ...new Set(goods)];
}

function kindsOf({ alerts }: SpokenOrder): AlertKind[] {
  return [...new Set(alerts.map(({ kind }) => kind as AlertKind))];
}

function promiseClause(speaker: Speaker): string[] {
  const { order, teller, words } = speaker;
  const { state, lateness, promised } = order;
  if (promised === undefined || isFinal(state) || isNotComing.has(state)) return [];
  const until = words.moment(Date.parse(promised.until), teller);
  if (lateness === 'late') return [words.late(until, whyLate(speaker))];
  if (lateness === 'at-risk')
    return [words.atRisk(words.bareMoment(Date.parse(promised.until), teller), whyLate(speaker))];
  return isPast(order, teller) ? [words.promiseUnknown(until)] : [];
}

/** The cause that is known, unless the sentence has said it of the parcel that is behind. */
function whyLate(speaker: Speaker): string | undefined {
  const { order, words } = speaker;
  const [known] = kindsOf(order).flatMap((kind) => words.reasons[kind] ?? []);
  return known ?? (behindOf(order) === undefined ? missedStep(speaker) : undefined);
}

/** The site an order's times are told at: the one it is at, else the last it passed, else the first it is planned through. */
export function tellingSite({
  location,
  milestones,
}: {
  readonly location: Pick<SpokenLocation, 'kind' | 'id'>;
  readonly milestones: readonly { readonly siteId?: string | undefined; readonly status: string }[];
}): string | undefined {
  if (location.kind === 'site') return location.id;
  const passed = milestones.findLast((each) => each.siteId !== undefined && each.status === 'done');
  return passed?.siteId ?? milestones.find((each) => each.siteId !== undefined)?.siteId;
}
