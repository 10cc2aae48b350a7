import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { type OrderTeller } from '#shared/domain/answer/answer.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import { agoWords, momentWords } from './day-words.ts';
import { formatCount, formatNumber } from './format.ts';
import { stepLabel } from './orders.ts';

/** What of an order the desk's notes are made of. */
export type NotedOrder = Pick<
  OrderBelievedRow,
  'state' | 'location' | 'lateness' | 'lateProbability' | 'holes' | 'parcels' | 'plan'
>;

/** A teller on a page that may have lost its engine. */
export interface PageTeller extends OrderTeller {
  /** Up to when the engine's word is known, where the page is not live. */
  readonly heardUntil?: number | undefined;
}

/** What the desk should know beside the sentence that is read out, one sentence each. */
export function orderNotes(order: NotedOrder, teller: PageTeller): readonly string[] {
  return [riskNote(order), offPlanNote(order, teller), holesNote(order, teller), linkNote(teller)].filter(
    (note) => note !== undefined,
  );
}

function riskNote({ lateness, lateProbability }: NotedOrder): string | undefined {
  if (lateness !== 'at-risk' || lateProbability === null) return undefined;
  return `It misses its promise with a probability of ${shareWords(lateProbability)}.`;
}

/** A probability as a percentage that says neither 0 nor 100. */
export function shareWords(share: number): string {
  if (share < 0.01) return '< 1 %';
  return share > 0.99 ? '> 99 %' : `${formatNumber(share * 100)} %`;
}

/** Where parcels lie although the plan does not lead there. */
function offPlanNote(
  { plan = [], parcels, location, state }: NotedOrder,
  teller: OrderTeller,
): string | undefined {
  if (plan.length === 0 || isFinal(state)) return undefined;
  const isOff = (each: NotedOrder['location']): boolean =>
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
function holesNote({ state, holes }: NotedOrder, teller: OrderTeller): string | undefined {
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

function linkNote({ now, heardUntil }: PageTeller): string | undefined {
  if (heardUntil === undefined) return undefined;
  return `There is no link to the engine: this is as received ${agoWords(heardUntil, now)}.`;
}
