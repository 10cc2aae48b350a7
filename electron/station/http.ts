import swagger from '@fastify/swagger';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod';

import type { Engine, Session } from '#engine/api.ts';
import type { Clock } from '#engine/clock.ts';
import type { Log } from '#engine/log.ts';
import { pageHeaders } from '#shared/contract/page-headers.ts';

import type { Access } from './access.ts';
import { answerFor, errorAnswer, type ErrorAnswer } from './answers.ts';
import { addApi } from './api.ts';
import {
  notSignedIn,
  refuseBody,
  refuseForeign,
  refuseHost,
  refuseNonCsv,
  viewersOnlyLook,
  type Refusal,
} from './guards.ts';
import { addLogin, sendSignInPage } from './login.ts';
import { addPages, type PageFolders } from './pages.ts';
import { apiPrefix, routes } from './routes.ts';
import { addTracking } from './track.ts';
import { addSystemCalls, type Health } from './system-calls.ts';
import { addWebhooks } from './webhooks.ts';

const bodyLimitBytes = 16 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for calls that change something: a viewer is refused. */
    command?: boolean;
    /** True for the few paths that need no sign-in. */
    open?: boolean;
    /** True for the page behind a link in a mail or a chat: a browser may come to it from another site. */
    linked?: boolean;
    /** True for the calls that look at the bytes of their body themselves. */
    anyBody?: boolean;
    /** True for the calls that take a CSV body. */
    csv?: boolean;
  }
  interface FastifyRequest {
    session: Session | null;
  }
}

export interface HttpOptions {
  readonly engine: Engine;
  readonly access: Access;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** The values of `Host` that are ours; known once the port is. */
  readonly hosts: () => ReadonlySet<string>;
  readonly health: () => Health;
  /** Called with each new sign-in link made for the owner. */
  readonly onOwnerLink: (openUrl: string) => void;
  readonly url: () => string;
  readonly folders: PageFolders;
}

/** The HTTP side of the station: every request passes the same guards before anything is looked at. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { engine, log } = options;
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 4096 },
    // Without Host the guard answers 421 like for any other wrong one; only WebSocket upgrades are upgrades.
    http: { requireHostHeader: false, shouldUpgradeCallback: isWebSocketUpgrade },
    frameworkErrors: (error, _request, reply) => void sendError(reply, answerFor(error, log)),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.setErrorHandler((error: FastifyError, _request, reply) => sendError(reply, answerFor(error, log)));
  app.setNotFoundHandler((request, reply) => sendNotFound(request, reply));
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(pageHeaders).header('cache-control', 'no-store');
    const refusal = guard(request, options);
    if (refusal === undefined) return undefined;
    if (refusal.status === 401 && wantsPage(request)) return sendSignInPage(reply, 401);
    return sendError(reply, errorAnswer(refusal.status, refusal.message));
  });
  readJsonOnly(app);
  await app.register(swagger, {
    openapi: description(options.version),
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => {
    addApi(scope, engine, (request) => sessionOf(request));
    addSystemCalls(scope, options);
    addLogin(scope, options);
    addTracking(scope, options);
    await addWebhooks(scope, options);
  });
  await addPages(app, options.folders);
  return app;
}

function guard(request: FastifyRequest, { hosts, access }: HttpOptions): Refusal | undefined {
  const { headers, routeOptions, method } = request;
  const { open = false, command = false, csv = false, linked = false, anyBody = false } = routeOptions.config;
  const foreign = linked ? refuseHost(headers, hosts()) : refuseForeign(headers, hosts());
  if (foreign !== undefined) return foreign;
  if (!open) {
    const session = access.identify(headers);
    if (session === undefined) return notSignedIn;
    if (command && session.role === 'viewer') return viewersOnlyLook;
    request.session = session;
  }
  if (method === 'GET' || method === 'HEAD' || anyBody) return undefined;
  return csv ? refuseNonCsv(headers) : refuseBody(headers);
}

function sessionOf(request: FastifyRequest): Session {
  // Every route that asks for the session is behind the guard that sets it.
  if (request.session === null) throw new Error('no session on a guarded route');
  return request.session;
}

function wantsPage(request: FastifyRequest): boolean {
  const isPage =
    request.headers['sec-fetch-dest'] === 'document' || (request.headers.accept ?? '').includes('text/html');
  return isPage && request.method === 'GET' && !request.url.startsWith('/api/');
}

export function sendError(reply: FastifyReply, answer: ErrorAnswer): FastifyReply {
  return reply
    .headers(pageHeaders)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/json; charset=utf-8')
    .code(answer.status)
    .send(JSON.stringify(answer.body));
}

/** A known path with another method is 405; fastify knows no such thing. */
function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = path.startsWith('/api/') ? methodsOf(path) : ['GET', 'HEAD'];
  if (allowed.length > 0 && !allowed.includes(request.method)) {
    void reply.header('allow', allowed.join(', '));
    return sendError(
      reply,
      errorAnswer(405, `${request.method} is not possible here, only ${allowed.join(', ')}.`),
    );
  }
  return sendError(reply, errorAnswer(404, 'There is nothing under this address.'));
}

const others: readonly (readonly [string, string])[] = [
  ['GET', '/health'],
  ['GET', '/login-key'],
  ['POST', '/login'],
  ['GET', '/openapi.json'],
  ['POST', '/webhooks/{provider}'],
];

const patterns = [...routes.map(({ method, path }) => [method, path] as const), ...others].map(
  ([method, path]) => ({
    method,
    pattern: new RegExp(`^${apiPrefix}${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }),
);

function methodsOf(path: string): readonly string[] {
  const found = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return found.includes('GET') ? [...found, 'HEAD'] : found;
}

function isWebSocketUpgrade(request: {
  readonly headers: { readonly upgrade?: string | undefined };
}): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** Bodies are JSON in valid UTF-8, or absent; where a call takes CSV, text in valid UTF-8. */
function readJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body));
    } catch {
      done(Object.assign(new Error('The body is not valid UTF-8.'), { statusCode: 400 }));
      return;
    }
    if (text.trim() === '') done(null, undefined);
    else void parse(request, text, done);
  });
  app.addContentTypeParser(['text/csv', 'text/plain'], { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body)));
    } catch {
      done(Object.assign(new Error('The file is not valid UTF-8.'), { statusCode: 400 }));
    }
  });
}

function description(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Waymark',
      version,
      description:
        'The HTTP API of a Waymark station. Instants are ISO-8601 in UTC; units are in the key or in `uom`.',
    },
    components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
    security: [{ token: [] }],
  };
}
