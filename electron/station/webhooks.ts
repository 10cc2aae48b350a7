import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Engine, Session } from '#engine/api.ts';
import { webhookProviders } from '#shared/domain/webhook.ts';

import type { Access } from './access.ts';
import { sendJson } from './api.ts';

const Params = z.strictObject({ provider: z.enum(webhookProviders) });

export interface WebhookOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly access: Pick<Access, 'identify'>;
}

/** Where shops and carriers send to: let in by a token, or by the sender's own signature over the body. */
export async function addWebhooks(app: FastifyInstance, { engine, access }: WebhookOptions): Promise<void> {
  await app.register(async (scope) => {
    // The signature is over the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body)));
      } catch {
        done(Object.assign(new Error('The body is not valid UTF-8.'), { statusCode: 400 }));
      }
    });
    scope.post<{ Params: z.output<typeof Params> }>(
      '/api/v1/webhooks/:provider',
      {
        config: { open: true, linked: true, anyBody: true },
        schema: {
          params: Params,
          summary: 'Take in a webhook of a shop or a tracking service, as it sends it',
          operationId: 'webhooks.receive',
          tags: ['webhooks'],
          security: [{ token: [] }, {}],
        },
      },
      async (request, reply) => {
        const { provider } = request.params;
        // A cookie counts for nothing here: any page could have its browser send it.
        const known = access.identify({ authorization: request.headers.authorization });
        const session: Session = known ?? { role: 'operator', actor: `webhook ${provider}` };
        const received = await engine.request(
          'webhooks.receive',
          {
            provider,
            body: typeof request.body === 'string' ? request.body : '',
            headers: headersOf(request),
            mustBeSigned: known === undefined,
          },
          session,
        );
        return sendJson(reply.code(received.status === 'rejected' ? 400 : 200), received);
      },
    );
  });
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && /^(?:x-|aftership-)/.test(name) ? [[name, value]] : [],
    ),
  );
}
