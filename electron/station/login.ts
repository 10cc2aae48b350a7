import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

import type { Access } from './access.ts';
import { errorAnswer } from './answers.ts';
import { sendJson } from './api.ts';
import { signInHtml, signInScript, signInStyle } from './login-page.ts';
import { apiPrefix } from './routes.ts';

const files: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  '/login': { type: 'text/html; charset=utf-8', text: signInHtml },
  '/login.js': { type: 'text/javascript; charset=utf-8', text: signInScript },
  '/login.css': { type: 'text/css; charset=utf-8', text: signInStyle },
};

const LoginBody = z.strictObject({ key: z.string().min(1).max(100) });

/** The page that trades a one-time key for a cookie, and the call it makes. */
export function addLogin(app: FastifyInstance, { access }: { readonly access: Access }): void {
  for (const [path, { type, text }] of Object.entries(files)) {
    app.get(path, { config: { open: true }, schema: { hide: true } }, (_request, reply) =>
      reply.header('content-type', type).send(text),
    );
  }
  app.post<{ Body: z.output<typeof LoginBody> }>(
    `${apiPrefix}/login`,
    {
      config: { open: true },
      schema: {
        summary: 'Trade a one-time key for a cookie',
        security: [],
        querystring: z.strictObject({}),
        body: LoginBody,
      },
    },
    (request, reply) => {
      const cookie = access.tradeKey(request.body.key);
      if (cookie === undefined) {
        const { status, body } = errorAnswer(
          401,
          'This sign-in link has been used or is older than a minute.',
        );
        return sendJson(reply.code(status), body);
      }
      return sendJson(reply.header('set-cookie', cookie), { signedIn: true });
    },
  );
}

/** The sign-in page in place of a page that needs signing in. */
export function sendSignInPage(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).header('content-type', 'text/html; charset=utf-8').send(signInHtml);
}
