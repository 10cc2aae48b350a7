import { randomBytes } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { tellingSite } from '#shared/domain/answer/answer.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import type { Store } from '../store/store.ts';
import type { OrderBelievedRow } from '../tracking/order-view.ts';
import { publicSentence } from './answers.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { findOrder } from './orders.ts';

type LinkParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'httpUrl' | 'timeZone'>;

const usualLifeMs = 30 * dayMs;
const longestLifeMs = 366 * dayMs;

/** Links that show a customer how the order stands, and nothing else of anybody. */
export function trackingLinkHandlers(parts: LinkParts) {
  return {
    'trackingLinks.create': (params: ParamsOut<'trackingLinks.create'>, context: RequestContext) =>
      create(parts, params, context.session.actor),
    'trackingLinks.read': (params: ParamsOut<'trackingLinks.read'>) => read(parts, params),
  };
}

function create(
  parts: LinkParts,
  params: ParamsOut<'trackingLinks.create'>,
  who: string,
): ResultOf<'trackingLinks.create'> {
  const { store, clock, httpUrl } = parts;
  const order = findOrder(parts, params.orderNumber);
  const now = clock.now();
  const expires = params.expires === undefined ? now + usualLifeMs : Date.parse(params.expires);
  if (expires <= now || expires > now + longestLifeMs)
    throw new DomainError('invalid-request', 'A link ends in the future, within a year.', {
      field: 'expires',
    });
  const token = randomBytes(32).toString('base64url');
  store.trackingLinks.add(token, { orderKey: order.key, createdTime: now, createdBy: who, expires });
  return { url: `${httpUrl() ?? ''}/track/${token}`, expires: toIso(expires) };
}

function read(
  parts: LinkParts,
  { token, lang }: ParamsOut<'trackingLinks.read'>,
): ResultOf<'trackingLinks.read'> {
  const { store, clock, tracking, timeZone } = parts;
  const link = store.trackingLinks.find(token, clock.now());
  const order = link && store.orders.byKey(link.orderKey);
  if (link === undefined || order === undefined)
    throw new DomainError('not-found', 'This link is not known, or it has ended.');
  const view = tracking.view(order);
  const nameOf = (siteId: string | undefined): string | undefined =>
    siteId === undefined ? undefined : (store.places.site(siteId)?.name ?? siteId);
  const last = tellingSite(view);
  return compact({
    orderNumber: view.orderNumber,
    name: view.shipTo.name ?? view.customer.name,
    state: view.state,
    sentence: publicSentence(parts, view, lang),
    journey: view.milestones.map(({ milestone, siteId, eventTime, status }) =>
      compact({ milestone, place: nameOf(siteId), at: placeOf(store, siteId), time: eventTime, status }),
    ),
    last: lastPlaceOf(store, view),
    timeZone: (last === undefined ? undefined : store.places.site(last)?.timeZone) ?? timeZone,
    expires: toIso(link.expires),
  });
}

interface RoughPlace {
  readonly lat: number;
  readonly lon: number;
}

/** A site of the trade, to a kilometre; customers' own places are nobody else's business. */
function placeOf({ places }: Store, siteId: string | undefined): RoughPlace | undefined {
  const site = siteId === undefined ? undefined : places.site(siteId);
  return site === undefined || site.kind === 'customer' ? undefined : rounded(site, 100);
}

/** Where it is while it is on its way; a vehicle only roughly, since it goes to other doors too. */
function lastPlaceOf(store: Store, { location, state }: OrderBelievedRow): RoughPlace | undefined {
  if (isFinal(state)) return undefined;
  const { kind, id, lat, lon } = location;
  if (kind === 'site') return placeOf(store, id);
  return kind === 'vehicle' && lat !== undefined && lon !== undefined ? rounded({ lat, lon }, 10) : undefined;
}

function rounded({ lat, lon }: RoughPlace, parts: number): RoughPlace {
  return { lat: Math.round(lat * parts) / parts, lon: Math.round(lon * parts) / parts };
}
