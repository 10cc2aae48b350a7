import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { isFinal, type OrderState, progressOf } from '#shared/domain/order-state.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { formatCount, formatDateTime, formatNumber } from './format.ts';
import {
  agoWords,
  lengthWords,
  momentBeside,
  momentWords,
  periodWords,
  type Teller,
  zoneWords,
} from './day-words.ts';
import { orderStateText, stepLabel } from './orders.ts';

/** What of an order the sentence is made of. */
export type SpokenOrder = Pick<
  OrderBelievedRow,
  | 'state'
  | 'stateTime'
  | 'location'
  | 'eta'
  | 'lateness'
  | 'lateProbability'
  | 'promised'
  | 'milestones'
  | 'holes'
  | 'parcels'
  | 'plan'
>;

/** From when, where and with which names an order is spoken of. */
export interface OrderTeller extends Teller {
  readonly siteName: (siteId: string) => string;
  readonly vehicleName: (vehicleId: string) => string;
  /** Up to when the engine's word is known, where the page is not live. */
  readonly heardUntil?: number | undefined;
}

export interface OrderSentence {
  /** Where it is, how old that is, when it comes. */
  readonly headline: string;
  /** What is wrong or uncertain, one sentence each. */
  readonly notes: readonly string[];
}

/** A vehicle reports by itself; a parcel at a site lies there between scans. Older than this is no news of now. */
const freshForMs = { vehicle: 15 * minuteMs, site: 2 * hourMs, place: Infinity, unknown: 0 } as const;

/**
 * One order in plain words, as it would be told to a caller. Every fact carries its age, an old one is never told
 * as if it were of now, and lateness is told only where it is believed.
 */
export function orderSentence(order: SpokenOrder, teller: OrderTeller): OrderSentence {
  const parts = [whereWords(order, teller), arrivalWords(order, teller)].filter((part) => part !== '');
  return {
    headline: `${parts.join('; ')}.`,
    notes: [
      promiseNote(order, teller),
      parcelsNote(order),
      offPlanNote(order, teller),
      holesNote(order, teller),
      linkNote(teller),
    ].filter((note) => note !== undefined),
  };
}

/** True when the newest word of where the order is says nothing of now. */
export function isStale({ state, location }: Pick<SpokenOrder, 'state' | 'location'>, now: number): boolean {
  if (isFinal(state)) return false;
  return location.asOf === undefined || now - Date.parse(location.asOf) > freshForMs[location.kind];
}

function whereWords(order: SpokenOrder, teller: OrderTeller): string {
  const { state, stateTime } = order;
  const at = stateTime === undefined ? undefined : Date.parse(stateTime);
  const happened =
    at === undefined ? 'at a time not known' : `${momentWords(at, teller)} (${agoWords(at, teller.now)})`;
  switch (state) {
    case 'created':
      return `Ordered ${happened}; ${unscannedWords(order)} been scanned yet`;
    case 'delivered':
      return `Delivered ${happened}${keptWords(order, teller)}`;
    case 'returned':
      return `Returned ${happened}`;
    case 'cancelled':
      return `Cancelled ${happened}`;
    case 'attempt-failed':
      return `A delivery attempt failed ${happened}; ${placeWords(order, teller)}`;
    case 'exception':
      return `An exception was reported ${happened}; ${placeWords(order, teller)}`;
    case 'returning':
      return `On its way back since ${happened}; ${placeWords(order, teller)}`;
    case 'unknown':
      return `Its state is not known; ${placeWords(order, teller)}`;
    default:
      return startWithCapital(placeWords(order, teller));
  }
}

function unscannedWords({ parcels }: SpokenOrder): string {
  return parcels.some((parcel) => parcel.state !== 'created') ? 'not all of it has' : 'nothing of it has';
}

function startWithCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function placeWords(order: SpokenOrder, teller: OrderTeller): string {
  const { location } = order;
  switch (location.kind) {
    case 'vehicle':
      return onVehicle(order, teller);
    case 'site':
      return atSite(order, teller);
    case 'place':
      return `handed over at its address${heardWords(location.asOf, teller)}`;
    case 'unknown':
      return nowhere(order, teller);
  }
}

function heardWords(asOf: string | undefined, { now }: Teller): string {
  return asOf === undefined ? ' at a time not known' : ` (${agoWords(Date.parse(asOf), now)})`;
}

/** What was done last at a site, told as of now only while it is fresh. */
function atSite(order: SpokenOrder, teller: OrderTeller): string {
  const { state, location } = order;
  const site = location.id === undefined ? 'a site' : teller.siteName(location.id);
  if (location.asOf === undefined) return `at ${site}, since when is not known`;
  const heard = Date.parse(location.asOf);
  const when = momentWords(heard, teller);
  const ago = agoWords(heard, teller.now);
  if (isStale(order, teller.now)) return `last seen at ${site} ${when}, ${ago}; no news since`;
  return `${siteVerbs[state] ?? 'at'} ${site}, last scanned ${when} (${ago})`;
}

const siteVerbs: Partial<Readonly<Record<OrderState, string>>> = {
  picked: 'picked at',
  packed: 'packed at',
  collected: 'collected, at',
  customs: 'in customs at',
  'available-for-pickup': 'ready for pick-up at',
};

function onVehicle(order: SpokenOrder, teller: OrderTeller): string {
  const { location } = order;
  const vehicle = location.id === undefined ? 'a vehicle' : teller.vehicleName(location.id);
  const started = startedWords(order, vehicle, teller);
  if (location.asOf === undefined) return `${started}; nothing has been heard of where that is`;
  const heard = Date.parse(location.asOf);
  const ago = agoWords(heard, teller.now);
  if (!isStale(order, teller.now)) return `${started}, last heard of ${ago}`;
  return `${started}; last heard of ${ago}, so where it is now is not known`;
}

/** `left Lyon DC 09:12 today on VAN-14`, or since when it is on the vehicle where no departure was seen. */
function startedWords(
  { state, location, milestones }: SpokenOrder,
  vehicle: string,
  teller: OrderTeller,
): string {
  const on = state === 'out-for-delivery' ? `out for delivery on ${vehicle}` : `on ${vehicle}`;
  const loading = location.because.find((each) => each.kind === 'scan');
  if (loading === undefined) return on;
  const left = milestones.findLast((each) => each.milestone === 'departed' && each.eventTime !== undefined);
  if (state !== 'in-transit' || left?.eventTime === undefined || left.eventTime <= loading.eventTime) {
    return `${on} since ${momentWords(Date.parse(loading.eventTime), teller)}`;
  }
  const site = left.siteId === undefined ? '' : ` ${teller.siteName(left.siteId)}`;
  return `left${site} ${momentWords(Date.parse(left.eventTime), teller)} ${on}`;
}

function nowhere({ state, location }: SpokenOrder, { now }: OrderTeller): string {
  const what = orderStateText[state].toLowerCase();
  if (location.asOf === undefined) return `${what}; nothing has been heard of where it is`;
  return `${what}; last heard of ${agoWords(Date.parse(location.asOf), now)}, where it is now is not known`;
}

/** Whether a delivery kept its promise. */
function keptWords({ lateness, promised, stateTime }: SpokenOrder, teller: OrderTeller): string {
  if (promised === undefined || stateTime === undefined) return '';
  const until = Date.parse(promised.until);
  const at = Date.parse(stateTime);
  const promise = `promised until ${momentBeside(until, at, teller)}`;
  if (lateness === 'delivered-late') return `, ${lengthWords(at - until)} late: ${promise}`;
  return lateness === 'on-time' ? `, within its promise: ${promise}` : `; ${promise}`;
}

/** When it comes, against what was promised; nothing for what nothing is expected of any more. */
function arrivalWords(order: SpokenOrder, teller: OrderTeller): string {
  const { state, eta, promised, location } = order;
  if (isFinal(state)) return '';
  const until = promised === undefined ? undefined : Date.parse(promised.until);
  if (eta === null) {
    const promise =
      until === undefined ? 'nothing was promised' : `promised until ${momentWords(until, teller)}`;
    return `when it comes cannot be estimated yet (${promise})`;
  }
  const [from, to] = [Date.parse(eta.p10), Date.parse(eta.p90)];
  const promise =
    until === undefined ? 'nothing was promised' : `promised until ${momentBeside(until, from, teller)}`;
  const isFromOld = isStale(order, teller.now) && location.asOf !== undefined;
  const origin = isFromOld ? ', if it goes on from where it was last seen' : '';
  return `expected ${periodWords(from, to, teller)}${origin} (${promise})`;
}

/** How it stands to its promise, where that needs saying. */
function promiseNote(order: SpokenOrder, teller: OrderTeller): string | undefined {
  const { state, lateness, lateProbability, promised } = order;
  if (promised === undefined || isFinal(state)) return undefined;
  const until = Date.parse(promised.until);
  const when = momentWords(until, teller);
  if (lateness === 'late') return `It is late: its promise ended ${when}, ${agoWords(until, teller.now)}.`;
  if (lateness === 'at-risk') {
    const chance = lateProbability === null ? '' : ` with a probability of ${shareWords(lateProbability)}`;
    return `It may miss its promise${chance}: promised until ${when}.`;
  }
  if (lateness !== 'unknown' || until > teller.now) return undefined;
  return `Its promise ended ${when}, ${agoWords(until, teller.now)}; without fresh news nobody knows whether it was kept.`;
}

/** A probability as a percentage that says neither 0 nor 100. */
export function shareWords(share: number): string {
  if (share < 0.01) return '< 1 %';
  return share > 0.99 ? '> 99 %' : `${formatNumber(share * 100)} %`;
}

const behindText: Readonly<Record<OrderState, string>> = {
  unknown: 'its state is not known',
  created: 'not yet scanned',
  picked: 'picked, not yet packed',
  packed: 'not yet loaded',
  collected: 'collected, not yet at a site',
  exception: 'held up by an exception',
  'at-site': 'still at a site',
  'in-transit': 'still in transit',
  customs: 'still in customs',
  'out-for-delivery': 'still out for delivery',
  'attempt-failed': 'its delivery has failed once',
  'available-for-pickup': 'waits for pick-up',
  returning: 'on its way back',
  delivered: 'delivered',
  returned: 'returned',
  cancelled: 'cancelled',
};

/** Which parcels are behind the others, where they differ, and how far those are. */
function parcelsNote({ parcels }: SpokenOrder): string | undefined {
  const steps = parcels.map((parcel) => progressOf[parcel.state]);
  const least = Math.min(...steps);
  const [behind, ahead] = [
    parcels.filter((parcel) => progressOf[parcel.state] === least),
    parcels.filter((parcel) => progressOf[parcel.state] !== least),
  ];
  const [first] = behind;
  if (first === undefined || ahead.length === 0) return undefined;
  const verb = behind.length === 1 ? 'is' : 'are';
  const count = `${formatCount(behind.length)} of ${formatCount(parcels.length)} parcels`;
  return `${count} ${verb} behind: ${behindText[first.state]}; ${aheadWords(ahead)}.`;
}

/** `the other is delivered`, `the others are 2 delivered, 1 in transit`. */
function aheadWords(ahead: SpokenOrder['parcels']): string {
  const counts = new Map<OrderState, number>();
  for (const { state } of ahead) counts.set(state, (counts.get(state) ?? 0) + 1);
  const words = [...counts].map(([state, count]) => {
    const label = orderStateText[state].toLowerCase();
    return counts.size === 1 ? label : `${formatCount(count)} ${label}`;
  });
  return ahead.length === 1 ? `the other is ${words.join('')}` : `the others are ${words.join(', ')}`;
}

/** Where parcels lie although the plan does not lead there. */
function offPlanNote(
  { plan = [], parcels, location, state }: SpokenOrder,
  teller: OrderTeller,
): string | undefined {
  if (plan.length === 0 || isFinal(state)) return undefined;
  const isOff = (each: SpokenOrder['location']): boolean =>
    each.kind === 'site' && each.id !== undefined && !plan.some((step) => step.siteId === each.id);
  const off = [
    location,
    ...parcels.filter((each) => !isFinal(each.state)).map((each) => each.location),
  ].filter(isOff);
  const sites = [...new Set(off.map((each) => teller.siteName(each.id ?? '')))];
  return sites.length === 0 ? undefined : `It is where its plan does not lead: ${sites.join(', ')}.`;
}

const namedMisses = 2;

/** Who should have scanned it, and by when; of an order that has ended that is history. */
function holesNote({ state, holes }: SpokenOrder, teller: OrderTeller): string | undefined {
  if (holes.length === 0 || isFinal(state)) return undefined;
  const named = holes.slice(0, namedMisses).map(({ siteId, bizStep, expectedTime, usualDevices }) => {
    const due =
      expectedTime === undefined ? '' : `, expected by ${momentWords(Date.parse(expectedTime), teller)}`;
    const [device] = usualDevices;
    const by = device === undefined ? '' : `, usually by ${device.deviceId}`;
    return `“${stepLabel(bizStep)}” at ${teller.siteName(siteId)}${due}${by}`;
  });
  const rest = holes.length - named.length;
  return `Not scanned on the way: ${named.join('; ')}${rest === 0 ? '' : ` and ${formatCount(rest)} more`}.`;
}

function linkNote({ now, heardUntil }: OrderTeller): string | undefined {
  if (heardUntil === undefined) return undefined;
  return `There is no link to the engine: this is as received ${agoWords(heardUntil, now)}.`;
}

/** What of an order its report needs beside the sentence. */
export type ReportedOrder = SpokenOrder &
  Pick<OrderBelievedRow, 'orderNumber' | 'customer' | 'shipTo' | 'alerts'>;

/** Alerts about what the sentence says itself. */
const toldAnyway: ReadonlySet<string> = new Set(['late', 'late-predicted', 'missing-scan', 'wrong-site']);

/** The same as a text to paste into a mail or a chat, with the time it was made. */
export function orderReport(order: ReportedOrder, teller: OrderTeller): string {
  const { headline, notes } = orderSentence(order, teller);
  const town = [order.shipTo.postalCode, order.shipTo.city].filter((part) => part !== undefined).join(' ');
  const to = [order.shipTo.name ?? order.customer.name, town].filter(Boolean).join(', ');
  const parcels = order.parcels.map(({ parcelId, trackingNumber, carrier, state }) => {
    const tracking =
      trackingNumber === undefined ? '' : ` (${[carrier, trackingNumber].filter(Boolean).join(' ')})`;
    return `- Parcel ${parcelId}${tracking}: ${orderStateText[state].toLowerCase()}`;
  });
  const asOf = formatDateTime(teller.now, teller.timeZone);
  return [
    `Order ${order.orderNumber}${to === '' ? '' : ` to ${to}`}`,
    headline,
    ...notes,
    ...order.alerts.filter(({ kind }) => !toldAnyway.has(kind)).map(({ message }) => message),
    ...(parcels.length > 1 ? parcels : []),
    `As of ${asOf}; times in ${zoneWords(teller)}.`,
  ].join('\n');
}
