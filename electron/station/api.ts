import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Engine, Session } from '#engine/api.ts';
import { requests } from '#shared/contract/index.ts';
import { parseDeviceTime, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { apiPrefix, routes, type Route } from './routes.ts';

type Fields = Readonly<Record<string, unknown>>;

const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});

/** Query parameters that are instants: any ISO-8601 form is taken, the contract knows one. */
const instants: readonly string[] = ['from', 'to', 'at', 'knownAt'];

/** Adds a route for each row of the table, with its schemas for validation and for the OpenAPI description. */
export function addApi(
  app: FastifyInstance,
  engine: Engine,
  sessionOf: (request: FastifyRequest) => Session,
): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `${apiPrefix}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      config: { command: requests[route.request].kind === 'command' },
      schema: schemasOf(route),
      preValidation: async (request) => {
        if (route.method === 'GET') request.query = withPlainInstants(fieldsOf(request.query));
      },
      handler: async (request, reply) => {
        const answer = await engine.request(
          route.request,
          paramsOf(route, request),
          sessionOf(request),
          commandIdOf(request),
        );
        return sendJson(reply, answer);
      },
    });
  }
}

/** Sends a value as JSON without looking at it again: the engine answers for its shape. */
export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));
}

function schemasOf(route: Route): Record<string, unknown> {
  const shape = shapeOf(route);
  const inPath = pathNames(route);
  const elsewhere = Object.fromEntries(Object.entries(shape).filter(([name]) => !inPath.includes(name)));
  const schemas: Record<string, unknown> = {
    summary: route.summary,
    operationId:
      route.request === 'observations.list' && inPath.length > 0 ? 'observations.ofDevice' : route.request,
    tags: [route.request.split('.')[0] ?? route.request],
    response: { 200: requests[route.request].result, '4xx': ErrorBody, '5xx': ErrorBody },
  };
  if (inPath.length > 0) schemas['params'] = z.strictObject(pick(shape, inPath));
  schemas['querystring'] = z.strictObject(route.method === 'GET' ? elsewhere : {});
  const body = bodyOf(route, shape, elsewhere);
  if (body !== undefined) schemas['body'] = body;
  return schemas;
}

function bodyOf(route: Route, shape: z.ZodRawShape, elsewhere: z.ZodRawShape): z.ZodType | undefined {
  if (route.method === 'GET' || route.method === 'DELETE') return undefined;
  if (route.bodyAs !== undefined) return fieldOf(shape, route.bodyAs);
  const repeatable = Object.fromEntries(pathNames(route).map((name) => [name, z.string().optional()]));
  const body = z.strictObject({ ...elsewhere, ...repeatable });
  // A call whose parameters all stand in the path needs no body at all.
  return Object.keys(elsewhere).length === 0 ? body.nullish() : body;
}

/** The contract's parameters for a call, put together as `Route` says; checked again by the engine. */
function paramsOf(route: Route, request: FastifyRequest): Fields {
  const path = fieldsOf(request.params);
  if (route.bodyAs !== undefined) return { ...path, [route.bodyAs]: request.body };
  const rest = { ...fieldsOf(request.query), ...fieldsOf(request.body) };
  for (const [name, value] of Object.entries(path)) {
    if (rest[name] !== undefined && rest[name] !== value) {
      throw new DomainError('invalid-request', `${name} in the body is not the one in the path.`);
    }
  }
  return { ...rest, ...path };
}

function shapeOf(route: Route): z.ZodRawShape {
  const params: z.ZodType = requests[route.request].params;
  if (!(params instanceof z.ZodObject)) throw new TypeError(`${route.request} takes no fields`);
  return params.shape;
}

/** The path always gives its parameters, so what is optional elsewhere is not there. */
function pick(shape: z.ZodRawShape, names: readonly string[]): z.ZodRawShape {
  return Object.fromEntries(
    names.map((name) => {
      const schema = fieldOf(shape, name);
      return [name, schema instanceof z.ZodOptional ? schema.unwrap() : schema];
    }),
  );
}

function fieldOf(shape: z.ZodRawShape, name: string): z.ZodType {
  const schema = shape[name];
  if (!(schema instanceof z.ZodType)) throw new TypeError(`${name} is not a parameter`);
  return schema;
}

function pathNames(route: Route): readonly string[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function withPlainInstants(query: Fields): Fields {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      instants.includes(name) && typeof value === 'string' ? plainInstant(value) : value,
    ]),
  );
}

function plainInstant(text: string): string {
  // A plus sign that was not percent-encoded arrives as a space.
  const parsed = parseDeviceTime(text.replace(/ (?=\d{2}(?::?\d{2})?$)/, '+'), 'UTC');
  return parsed.ok && !parsed.zoneAssumed ? toIso(parsed.time) : text;
}

/** A caller that repeats a command under the same key does not carry it out twice. */
function commandIdOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new DomainError(
      'invalid-request',
      'Idempotency-Key is 1 to 128 printable characters without spaces.',
    );
  }
  return key;
}
