import { randomBytes } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { tellingSite } from '#shared/domain/answer/answer.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
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
      compact({ milestone, place: nameOf(siteId), time: eventTime, status }),
    ),
    timeZone: (last === undefined ? undefined : store.places.site(last)?.timeZone) ?? timeZone,
    expires: toIso(link.expires),
  });
}
