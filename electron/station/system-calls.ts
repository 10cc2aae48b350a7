import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import type { Access } from './access.ts';
import { sendJson } from './api.ts';
import { apiPrefix } from './routes.ts';

/** Whether the engine itself says that all is well. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly uptimeS: number;
}

export interface SystemCallOptions {
  readonly access: Access;
  readonly health: () => Health;
  readonly url: () => string;
  readonly onOwnerLink: (openUrl: string) => void;
}

const HealthAnswer = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  uptimeS: z.number(),
});
const LoginKeyAnswer = z.object({ key: z.string(), openUrl: z.string(), expires: z.iso.datetime() });

/** Calls about the station itself, which are no requests to the engine. */
export function addSystemCalls(
  app: FastifyInstance,
  { access, health, url, onOwnerLink }: SystemCallOptions,
): void {
  app.get(
    `${apiPrefix}/health`,
    {
      config: { open: true },
      schema: {
        summary: 'Whether the engine is well; needs no token',
        security: [],
        querystring: z.strictObject({}),
        response: { 200: HealthAnswer },
      },
    },
    (_request, reply) => sendJson(reply, health()),
  );
  app.get(
    `${apiPrefix}/login-key`,
    {
      schema: {
        summary: 'A new sign-in link, good once and for 60 seconds, with the rights of the caller',
        querystring: z.strictObject({}),
        response: { 200: LoginKeyAnswer },
      },
    },
    (request, reply) => {
      const { key, expiresAt } = access.issueKey(request.headers);
      const openUrl = openUrlOf(url(), key);
      if (request.session?.role === 'owner') onOwnerLink(openUrl);
      return sendJson(reply, { key, openUrl, expires: new Date(expiresAt).toISOString() });
    },
  );
  app.get(`${apiPrefix}/openapi.json`, { schema: { hide: true } }, (_request, reply) =>
    sendJson(reply, app.swagger()),
  );
}

/** The key stands behind the hash: a browser never sends that part to a server. */
export function openUrlOf(url: string, key: string): string {
  return `${url}/login#k=${key}`;
}
