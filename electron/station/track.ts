import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import type { Engine, Session } from '#engine/api.ts';
import type { Clock } from '#engine/clock.ts';
import { createRateLimit } from '#engine/ingest/rate-limit.ts';
import { DomainError } from '#shared/result.ts';

import { goneHtml, languageOf, trackHtml, trackPolicy, trackStyle } from './track-page.ts';

/** Whoever has the link may look at one order, and do nothing. */
const reader: Session = { role: 'viewer', actor: 'tracking link' };

const perSecond = 2;
const burst = 30;
/** Addresses remembered at once; beyond that all are forgotten, and each begins anew. */
const mostAddresses = 1000;

const TrackParams = z.strictObject({ token: z.string().min(1).max(128) });
const TrackQuery = z.object({ lang: z.string().optional() });

export interface TrackOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly clock: Clock;
}

/** The page of an order that needs no sign-in, only its link. */
export function addTracking(app: FastifyInstance, { engine, clock }: TrackOptions): void {
  const isLetThrough = limitByAddress(clock);
  const config = { open: true, linked: true };
  app.get('/track.css', { config, schema: { hide: true } }, (_request, reply) =>
    reply.header('content-type', 'text/css; charset=utf-8').send(trackStyle),
  );
  app.get<{ Params: z.output<typeof TrackParams>; Querystring: z.output<typeof TrackQuery> }>(
    '/track/:token',
    { config, schema: { hide: true, params: TrackParams, querystring: TrackQuery } },
    async ({ params, query, headers, ip }, reply) => {
      const language = languageOf(query.lang, headers['accept-language']);
      void reply.headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': trackPolicy,
        'x-robots-tag': 'noindex',
      });
      if (!isLetThrough(ip)) return reply.code(429).header('retry-after', '5').send(goneHtml(language));
      try {
        const order = await engine.request('trackingLinks.read', { ...params, lang: language }, reader);
        return await reply.send(trackHtml(order, language, clock.now()));
      } catch (failure) {
        if (failure instanceof DomainError && failure.code === 'not-found')
          return reply.code(404).send(goneHtml(language));
        throw failure;
      }
    },
  );
}

function limitByAddress(clock: Clock): (address: string) => boolean {
  const limits = new Map<string, () => boolean>();
  return (address) => {
    const known = limits.get(address) ?? createRateLimit(clock, perSecond, burst);
    if (!limits.has(address)) {
      if (limits.size >= mostAddresses) limits.clear();
      limits.set(address, known);
    }
    return known();
  };
}
